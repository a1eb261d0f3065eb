"""Cities for scenarios: named directories of them, and addresses that everybody can reach."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from routing.model import Location
from routing.streets.errors import CityError
from routing.streets.store import FACTS_FILE, load_facts
from scenarios.randomness import stream
from scenarios.specs import Address

if TYPE_CHECKING:
    from pathlib import Path

    from routing.streets.city import City
    from routing.streets.facts import CityFacts

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
DEGREES = 1e-7


def city_directory(cities: Path, name: str) -> Path:
    """Tell where the city of a name lies, or would.

    Parameters
    ----------
    cities
        Directory of all cities.
    name
        Lower-case letters, digits, hyphens and underscores.

    Raises
    ------
    CityError
        When it is no name for a directory.
    """
    if not NAME.fullmatch(name):
        msg = (
            "Expected a city's name of lower-case letters, digits, '-' and '_' "
            f"(at most 63), got {name!r}."
        )
        raise CityError(msg)
    return cities / name


def known_cities(cities: Path) -> tuple[tuple[str, CityFacts], ...]:
    """List the cities of a directory by name; none when the directory is not there."""
    if not cities.is_dir():
        return ()
    return tuple(
        (directory.name, load_facts(directory))
        for directory in sorted(cities.iterdir())
        if NAME.fullmatch(directory.name) and (directory / FACTS_FILE).is_file()
    )


def addresses_of(city: City, *, num_addresses: int, seed: int) -> tuple[Address, ...]:
    """Draw addresses that lie on streets that every profile can use.

    Parameters
    ----------
    city
        Where to draw.
    num_addresses
        How many to look for.
    seed
        Start of the random stream.

    Returns
    -------
    tuple of Address
        All with different labels; fewer than wanted when the city has no more.

    Raises
    ------
    CityError
        When no street of the city can be used by every profile.
    """
    network = city.network
    nodes = np.flatnonzero(network.is_main.all(axis=0))
    if not len(nodes):
        msg = f"Expected streets that every profile can use in {city.facts.name}, got none."
        raise CityError(msg)
    drawn: dict[str, Address] = {}
    for node in stream(seed, "addresses").permutation(nodes):
        location = Location(
            lat=round(float(network.node_lats[node]) * DEGREES, 7),
            lon=round(float(network.node_lons[node]) * DEGREES, 7),
        )
        label = city.nearest_address(location).split(",")[0]
        drawn.setdefault(label, Address(label=label, location=location))
        if len(drawn) == num_addresses:
            break
    return tuple(drawn.values())
