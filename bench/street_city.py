"""What a city costs beyond matrices: a cold start, routes with directions, many points at once.

``python -m bench.street_city DIRECTORY`` is the cold start itself: a new process that opens
a city and answers one question. It prints the processor seconds since the process began.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from routing.model import Location
from routing.streets.city import City, load_city
from routing.streets.profiles import Profile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.streets.raw import RawStreets

PROFILE = Profile.BIKE
STARTS = 4
ROUTES = 200
TURNS = 3
NUM_POINTS = 10_000
NEAR = 5.0
"""Kilometres around the center for routes as couriers ride them."""

KM_PER_DEGREE = 111.2


def city_costs(raw: RawStreets, seed: int) -> dict[str, float]:
    """Return seconds of a cold start, of routes with geometry and steps, and of snapping.

    Each is the best of some turns; of routes, the median over random pairs of that.
    """
    with TemporaryDirectory() as folder:
        directory = Path(folder) / "city"
        _save(directory, raw)
        city = load_city(directory)
        command = (sys.executable, "-m", "bench.street_city", str(directory))
        starts = [
            float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            for _ in range(STARTS)
        ]
    rng = np.random.default_rng(seed)
    anywhere = np.flatnonzero(city.network.is_main[PROFILE.row])
    return {
        "cold start": min(starts),
        "route with directions": _routes(city, anywhere, rng),
        f"route with directions, {NEAR:.0f} km around the center": _routes(
            city, _near(city, anywhere), rng
        ),
        f"snap {NUM_POINTS} points": _snap(city, anywhere, rng),
    }


def _save(directory: Path, raw: RawStreets) -> None:
    from routing.streets.build import build_network  # noqa: PLC0415 - not in a cold start
    from routing.streets.facts import gather_facts  # noqa: PLC0415 - as above
    from routing.streets.router import order_of  # noqa: PLC0415 - as above
    from routing.streets.store import ORDERS_FILE, save, write_orders  # noqa: PLC0415 - as above

    network = build_network(raw)
    facts = gather_facts(
        network, name="bench", source="bench", created_at="", num_places=0, num_areas=0
    )
    orders = {profile: order_of(network, profile) for profile in Profile}
    save(directory, network, facts, lambda part: write_orders(part / ORDERS_FILE, orders))


def _places(city: City, nodes: NDArray[np.int64]) -> list[Location]:
    lats, lons = city.network.node_lats[nodes] / 1e7, city.network.node_lons[nodes] / 1e7
    return [
        Location(lat=lat, lon=lon) for lat, lon in zip(lats.tolist(), lons.tolist(), strict=True)
    ]


def _near(city: City, nodes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the nodes around the center; all, where there are none."""
    north = city.network.node_lats[nodes] / 1e7 - city.facts.center_lat
    east = city.network.node_lons[nodes] / 1e7 - city.facts.center_lon
    east *= np.cos(np.radians(city.facts.center_lat))
    near = nodes[np.hypot(north, east) * KM_PER_DEGREE < NEAR]
    return near if len(near) else nodes


def _routes(city: City, nodes: NDArray[np.int64], rng: np.random.Generator) -> float:
    """Return the median seconds of a route with geometry, streets and steps."""
    from routing.streets.directions import directions  # noqa: PLC0415 - not in a cold start

    starts, ends = (_places(city, rng.choice(nodes, ROUTES)) for _ in range(2))
    seconds = np.empty((TURNS, ROUTES))
    for turn in range(TURNS):
        for pair, (start, end) in enumerate(zip(starts, ends, strict=True)):
            begin = time.process_time()
            directions(city.network, PROFILE, city.path(start, end, PROFILE))
            seconds[turn, pair] = time.process_time() - begin
    best: list[float] = seconds.min(axis=0).tolist()
    return median(best)


def _snap(city: City, nodes: NDArray[np.int64], rng: np.random.Generator) -> float:
    """Return the seconds to move points beside streets to them, each asked for once."""
    seconds = []
    for _ in range(TURNS):
        beside = rng.normal(0.0, 0.0003, (2, NUM_POINTS))
        points = [
            Location(lat=place.lat + north, lon=place.lon + east)
            for place, (north, east) in zip(
                _places(city, rng.choice(nodes, NUM_POINTS)), beside.T.tolist(), strict=True
            )
        ]
        begin = time.process_time()
        city.snap(points, PROFILE)
        seconds.append(time.process_time() - begin)
    return min(seconds)


def _cold_start(directory: Path) -> float:
    """Return the processor seconds of this process when it has answered one question."""
    city = load_city(directory)
    center = city.facts.center
    city.matrix((center, Location(lat=center.lat + 0.001, lon=center.lon)), PROFILE)
    return time.process_time()


if __name__ == "__main__":
    print(_cold_start(Path(sys.argv[1])))
