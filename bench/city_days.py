"""Days of any size in a real city, as problems: what the planner's growth is measured on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routing.model import Shipment, Stop, TimeWindow, Vehicle
from routing.problem import Problem
from routing.streets.profiles import Profile
from scenarios.city import addresses_of
from scenarios.randomness import stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.model import Location
    from routing.streets.city import City

HOUR = 3600
OPENS, CLOSES = 8 * HOUR, 21 * HOUR
SHIFT = 7 * HOUR
PER_COURIER, PER_SHOP = 16, 25
NEAR_M = 4000.0
"""Most recipients live this near to the shop, about."""


def city_day(city: City, *, num_shipments: int, seed: int) -> Problem:
    """Draw a day of parcels from shops to recipients nearby.

    Goods are ready at a random moment and promised 60 to 150 minutes later. Bikes and some
    cargo bikes work seven hours from a random moment on; there are enough of them.

    Parameters
    ----------
    city
        Where.
    num_shipments
        How many; there is a courier for 16 of them and a shop for 25.
    seed
        Start of the random stream.
    """
    rng = stream(seed, f"city day {num_shipments}")
    num_shops = max(2, num_shipments // PER_SHOP)
    num_vehicles = max(2, num_shipments // PER_COURIER)
    drawn = addresses_of(city, num_addresses=num_shops + 2 * num_shipments, seed=seed)
    points = [one.location for one in drawn]
    homes, shops = points[num_shops:], points[:num_shops]
    planes = _plane(points)
    chosen: list[int] = []
    pairs: list[tuple[int, int]] = []
    for _ in range(num_shipments):
        shop = int(rng.integers(num_shops))
        away = np.hypot(*(planes[num_shops:] - planes[shop]).T)
        weight = np.exp(-((away / (NEAR_M / 2)) ** 2)) + 1e-9
        home = int(rng.choice(len(homes), p=weight / weight.sum()))
        pairs.append((shop, num_shops + len(chosen)))
        chosen.append(home)
    places = [*shops, *(homes[home] for home in chosen)]
    shipments = [_shipment(index, pair, rng) for index, pair in enumerate(pairs)]
    depots = rng.integers(num_shops, size=num_vehicles)
    vehicles = tuple(
        _vehicle(index, int(depot), rng, is_cargo=index % 5 == 0)
        for index, depot in enumerate(depots)
    )
    return Problem(
        matrices=tuple(city.matrix(places, kind) for kind in (Profile.BIKE, Profile.CARGO_BIKE)),
        vehicles=vehicles,
        shipments=tuple(shipments),
    )


def _plane(points: list[Location]) -> NDArray[np.float64]:
    """Return meters east and north."""
    lat = np.array([point.lat for point in points])
    lon = np.array([point.lon for point in points])
    return np.stack([lon * np.cos(np.radians(lat.mean())), lat], axis=1) * 111_320.0


def _shipment(index: int, pair: tuple[int, int], rng: np.random.Generator) -> Shipment:
    ready = int(rng.integers(OPENS, CLOSES - 2 * HOUR))
    until = ready + int(rng.integers(60, 151)) * 60
    return Shipment(
        id=str(index),
        pickup=Stop(
            location=pair[0],
            windows=(TimeWindow(earliest=ready, latest=until),),
            service_duration=60,
            setup_duration=60,
        ),
        delivery=Stop(
            location=pair[1],
            windows=(TimeWindow(earliest=ready, latest=until),),
            service_duration=60,
            setup_duration=120,
        ),
        load=(int(rng.integers(500, 8000)),),
    )


def _vehicle(index: int, depot: int, rng: np.random.Generator, *, is_cargo: bool) -> Vehicle:
    begins = int(rng.integers(OPENS, CLOSES - SHIFT))
    return Vehicle(
        id=str(index),
        shift=TimeWindow(earliest=begins, latest=begins + SHIFT),
        start=depot,
        end=depot,
        matrix=int(is_cargo),
        capacity=(80_000 if is_cargo else 20_000,),
    )
