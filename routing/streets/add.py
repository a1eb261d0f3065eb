"""Adds a city: from a map file, a bounding box or the name of a place, into a directory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from routing.streets.build import build_network
from routing.streets.city import City, load_city
from routing.streets.elevation import read_elevation
from routing.streets.facts import gather_facts
from routing.streets.places_build import num_places, place_entities, write_places
from routing.streets.profiles import Profile
from routing.streets.raw import no_progress
from routing.streets.router import order_of
from routing.streets.slopes import with_heights
from routing.streets.store import ORDERS_FILE, PLACES_FILE, save, write_orders
from routing.streets.tiles.drawing import draw_map

if TYPE_CHECKING:
    from datetime import datetime

    from routing.streets.raw import Progress, RawStreets
    from routing.streets.read_online import Servers

STEP = "writing the city"
ORDER_STEP = "ordering the streets"
MAP_SUFFIXES = (".osm", ".pbf", ".osm.gz", ".osm.bz2", ".o5m", ".opl")


def add_city(  # noqa: PLR0913 - all by name, most with a default
    directory: Path,
    source: str | Path,
    *,
    created_at: datetime,
    name: str | None = None,
    servers: Servers | None = None,
    elevation: Path | None = None,
    on_progress: Progress = no_progress,
) -> City:
    """Build a city and write it into a directory, in place of an older one.

    Parameters
    ----------
    directory
        Where the city is to be.
    source
        A map file (``helsinki.osm.pbf``), a bounding box
        (``"south,west,north,east"`` in degrees) or the name of a place
        (``"Porto, Portugal"``). The last two are asked for online.
    created_at
        What the city says about when it was built.
    name
        What it is called; by default after the source.
    servers
        Whom to ask online; by default the public servers.
    elevation
        A grid of heights, see `routing.streets.elevation`; by default the city is flat.
    on_progress
        Called now and then with the step and the share of it that is done.

    Returns
    -------
    City
        Opened from the new directory.

    Raises
    ------
    CityError
        When the source cannot be read, is empty or has no streets, the network or the
        place cannot be found, or `directory` holds something else.
    """
    raw, label = _read(source, servers, on_progress)
    network = build_network(raw, on_progress=on_progress)
    if elevation is not None:
        network = with_heights(network, read_elevation(elevation))
    entities = place_entities(raw.places, raw.spans, network)

    orders = {}
    for number, profile in enumerate(Profile):
        on_progress(ORDER_STEP, number / len(Profile))
        orders[profile] = order_of(network, profile)
    on_progress(ORDER_STEP, 1.0)

    def write_more(new: Path) -> None:
        draw_map(new, network, raw, facts, on_progress=on_progress)
        on_progress(STEP, 0.0)
        write_orders(new / ORDERS_FILE, orders)
        write_places(new / PLACES_FILE, entities)

    facts = gather_facts(
        network,
        name=name or label.split(".")[0].split(",")[0],
        source=label,
        created_at=created_at.isoformat(),
        num_places=num_places(entities),
        num_areas=len(raw.areas),
        num_restrictions_left_out=raw.num_restrictions_left_out,
    )
    save(directory, network, facts, write_more)
    on_progress(STEP, 1.0)
    return load_city(directory)


def _read(
    source: str | Path, servers: Servers | None, on_progress: Progress
) -> tuple[RawStreets, str]:
    """Return the streets of a source and what to call it."""
    path = Path(source)
    if isinstance(source, Path) or path.exists() or str(source).lower().endswith(MAP_SUFFIXES):
        from routing.streets.read_osm import read_osm  # noqa: PLC0415 - not to open a city

        return read_osm(path, on_progress=on_progress), path.name
    from routing.streets.read_online import PUBLIC_SERVERS, read_online  # noqa: PLC0415 - slow

    return read_online(source, servers=servers or PUBLIC_SERVERS, on_progress=on_progress), source
