"""Writes a city into a directory and reads it back.

::

    graph.npz        arrays of the network
    orders.npz       the order of each profile's hierarchy
    texts.json       street names, tag combinations, modes that turn restrictions name
    places.sqlite    addresses and named places
    tiles.pmtiles    the map
    glyphs           letters for the map's labels
    city.json        what a person wants to know; written last

A directory without ``city.json`` is no city. Writing goes to a directory beside the
wanted one that takes its place at the end, so nobody ever opens half a city.
"""

from __future__ import annotations

import shutil
import zipfile
from contextlib import contextmanager
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from routing.streets.errors import CityError
from routing.streets.facts import FORMAT, CityFacts, facts_from
from routing.streets.network import Network
from routing.streets.profiles import Profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

GRAPH_FILE = "graph.npz"
ORDERS_FILE = "orders.npz"
TEXTS_FILE = "texts.json"
PLACES_FILE = "places.sqlite"
FACTS_FILE = "city.json"
TEXTS = ("names", "rules", "turn_exempt", "turn_modes")


def save(
    directory: Path,
    network: Network,
    facts: CityFacts,
    write_more: Callable[[Path], None],
) -> None:
    """Write a city, in place of an older one if there is one.

    Parameters
    ----------
    directory
        Where the city is to be.
    network
        Its streets.
    facts
        What ``city.json`` says.
    write_more
        Called with the directory being filled, to write orders, places and the map.

    Raises
    ------
    CityError
        When something is at `directory` that is no city, or it cannot be written.
    """
    if directory.exists() and not _may_replace(directory):
        msg = f"Expected nothing or a city at {directory}, got something else there."
        raise CityError(msg)
    try:
        _write(directory, network, facts, write_more)
    except OSError as error:
        msg = f"Expected to write a city at {directory}, got: {error.strerror}."
        raise CityError(msg) from error


def _write(
    directory: Path, network: Network, facts: CityFacts, write_more: Callable[[Path], None]
) -> None:
    directory.parent.mkdir(parents=True, exist_ok=True)
    new = directory.with_name(f".{directory.name}.new")
    old = directory.with_name(f".{directory.name}.old")
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    new.mkdir()
    arrays = {f.name: getattr(network, f.name) for f in fields(Network) if f.name not in TEXTS}
    with (new / GRAPH_FILE).open("wb") as file:
        np.savez(file, **arrays)
    texts = {name: getattr(network, name) for name in TEXTS}
    (new / TEXTS_FILE).write_bytes(orjson.dumps(texts))
    write_more(new)
    indented = orjson.dumps(facts, option=orjson.OPT_INDENT_2)
    (new / FACTS_FILE).write_bytes(indented)
    if directory.exists():
        directory.replace(old)
    new.replace(directory)
    shutil.rmtree(old, ignore_errors=True)


def load_network(directory: Path) -> Network:
    """Read the streets of a city.

    Parameters
    ----------
    directory
        Where the city is.

    Returns
    -------
    Network
        As it was saved.

    Raises
    ------
    CityError
        When a file is missing or damaged.
    """
    with _intact("city", directory):
        with np.load(directory / GRAPH_FILE, allow_pickle=False) as archive:
            arrays: dict[str, Any] = {name: archive[name] for name in archive.files}
        texts = orjson.loads((directory / TEXTS_FILE).read_bytes())
        return Network(**arrays | {name: tuple(texts[name]) for name in TEXTS})


def write_orders(file: Path, orders: Mapping[Profile, NDArray[np.int32]]) -> None:
    """Write the order of each profile's hierarchy.

    Parameters
    ----------
    file
        Where to.
    orders
        What `routing.streets.router.order_of` found.
    """
    with file.open("wb") as stream:
        arrays: dict[str, Any] = {profile.value: order for profile, order in orders.items()}
        np.savez(stream, **arrays)


def load_orders(directory: Path) -> dict[Profile, NDArray[np.int32]]:
    """Read the order of each profile's hierarchy.

    Parameters
    ----------
    directory
        Where the city is.

    Returns
    -------
    dict
        What `routing.streets.router.order_of` found.

    Raises
    ------
    CityError
        When the file is missing or damaged.
    """
    with (
        _intact("city", directory),
        np.load(directory / ORDERS_FILE, allow_pickle=False) as archive,
    ):
        return {profile: archive[profile.value] for profile in Profile}


def load_facts(directory: Path) -> CityFacts:
    """Read what a city is.

    Parameters
    ----------
    directory
        Where the city is.

    Returns
    -------
    CityFacts
        As they were saved.

    Raises
    ------
    CityError
        When there is no city, it is damaged, or of another format.
    """
    file = directory / FACTS_FILE
    if not file.is_file():
        msg = f"Expected a city in {directory}, got none there; add it with `commonwheel city add`."
        raise CityError(msg)
    with _intact(FACTS_FILE, directory):
        values = orjson.loads(file.read_bytes())
        version = values["format"]
        facts = facts_from(values) if version == FORMAT else None
    if facts is not None:
        return facts
    msg = f"Expected a city of format {FORMAT} in {directory}, got {version}; add it again."
    raise CityError(msg)


@contextmanager
def _intact(what: str, directory: Path) -> Iterator[None]:
    """Tell what could not be read, and where."""
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        msg = f"Expected an intact {what} in {directory}, got: {error}."
        raise CityError(msg) from error


def _may_replace(directory: Path) -> bool:
    """Return whether a directory is a city or empty."""
    return directory.is_dir() and (
        (directory / FACTS_FILE).is_file() or not any(directory.iterdir())
    )
