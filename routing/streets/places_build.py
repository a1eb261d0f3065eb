"""Gathers what can be searched for in a city, and writes it into an SQLite file."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

from routing.streets.geodesy import METRES_PER_DEGREE
from routing.streets.house_numbers import parse_house_number
from routing.streets.places_file import SCHEMA, cell_number, cell_of
from routing.streets.places_model import PlaceKind, fold
from routing.streets.places_streets import StreetCluster, nearest_cluster, street_clusters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from routing.streets.network import Network
    from routing.streets.raw import RawPlace, RawSpan

NEAR_TOWN = 3000.0
"""Metres within which a street is called after a town."""


@dataclass(slots=True)
class Entity:
    """Something with a name, and the addresses that belong to it."""

    kind: PlaceKind
    name: str
    lat: float
    lon: float
    importance: float
    label: str = ""
    street: str = ""
    house_number: str = ""
    line: bytes | None = None
    is_shown: bool = True
    addresses: list[RawPlace] = field(default_factory=list)
    spans: list[RawSpan] = field(default_factory=list)

    def more(self) -> str:
        """Return the folded towns, postcodes and street that may be asked for beside it."""
        words: dict[str, None] = {}
        for place in self.addresses:
            words |= dict.fromkeys(fold(f"{place.postcode} {place.city}").split())
        address = f"{self.street} {self.house_number} {self.label}"
        if self.kind is not PlaceKind.STREET:
            words |= dict.fromkeys(fold(address).split())
        return " ".join(word for word in words if word not in fold(self.name).split())


def place_entities(
    places: Iterable[RawPlace], spans: Iterable[RawSpan], network: Network
) -> tuple[Entity, ...]:
    """Return all that can be searched for in a city, the most important first.

    Parameters
    ----------
    places
        Addresses, named places, towns.
    spans
        Rows of house numbers.
    network
        Streets in use. Those of one name that lie apart are different streets.

    Returns
    -------
    tuple of Entity
        Streets with their addresses, named places, towns and postcodes.
    """
    clusters = street_clusters(network)
    streets: dict[tuple[str, int], Entity] = {}
    entities: list[Entity] = []
    for name, found in clusters.items():
        for number, cluster in enumerate(found):
            streets[name, number] = _street(cluster)
    once: dict[tuple[str, str, str, float, float], None] = {}
    by_postcode: defaultdict[str, list[RawPlace]] = defaultdict(list)
    for place in places:
        key = (
            place.name,
            place.street,
            place.house_number,
            round(place.lat, 7),
            round(place.lon, 7),
        )
        if key in once:
            continue
        once[key] = None
        if place.postcode:
            by_postcode[place.postcode].append(place)
        if place.name:
            entities.append(_named(place))
        if place.street and place.house_number:
            _street_of(streets, clusters, place.street, place.lat, place.lon).addresses.append(
                place
            )
    for span in spans:
        lon, lat = span.points.mean(axis=0).tolist()
        _street_of(streets, clusters, span.street, lat, lon).spans.append(span)
    entities.extend(streets.values())
    entities.extend(_postcode(code, found) for code, found in by_postcode.items())
    _tell_apart(streets.values(), [one for one in entities if one.kind is PlaceKind.TOWN])
    return tuple(sorted(entities, key=lambda one: (-one.importance, one.label)))


def num_places(entities: Iterable[Entity]) -> int:
    """Return how many streets, named places and addresses there are."""
    counted = (PlaceKind.STREET, PlaceKind.NAMED, PlaceKind.TOWN)
    return sum((e.is_shown and e.kind in counted) + len(e.addresses) for e in entities)


def write_places(file: Path, entities: Sequence[Entity]) -> None:
    """Write places into an SQLite file.

    Parameters
    ----------
    file
        File to be made; must not exist.
    entities
        What `place_entities` returned.
    """
    words: Counter[str] = Counter()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executescript(SCHEMA)
        for number, one in enumerate(entities, start=1):
            name, more = fold(one.name), one.more()
            words.update((*name.split(), *more.split()))
            connection.execute(
                "INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (number, one.kind.value, one.label, one.street, one.house_number, name, more,
                 one.lat, one.lon, one.is_shown, one.line),
            )  # fmt: skip
            connection.execute(
                "INSERT INTO word (rowid, name, more) VALUES (?, ?, ?)", (number, name, more)
            )
            connection.executemany(
                "INSERT INTO house VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [row for place in one.addresses for row in _house_rows(number, place)],
            )
            connection.executemany(
                "INSERT INTO span VALUES (?, ?, ?, ?, ?)",
                [
                    (number, s.first, s.last, s.step, shapely.to_wkb(shapely.LineString(s.points)))
                    for s in one.spans
                ],
            )
        connection.executemany("INSERT INTO vocabulary VALUES (?, ?)", sorted(words.items()))


def _house_rows(number: int, place: RawPlace) -> list[tuple[object, ...]]:
    """Return a row for each range of an address; one without numbers keeps its text."""
    where = (round(place.lat, 7), round(place.lon, 7), cell_number(*cell_of(place.lat, place.lon)))
    label = _address_label(place)
    ranges = [(r.low, r.high, r.step, r.letter) for r in parse_house_number(place.house_number)]
    return [
        (number, *one, place.house_number, label, *where)
        for one in ranges or [(-1, -1, 1, fold(place.house_number))]
    ]


def _address_label(place: RawPlace) -> str:
    town = " ".join(filter(None, (place.postcode, place.city)))
    return ", ".join(filter(None, (f"{place.street} {place.house_number}", town)))


def _street(cluster: StreetCluster) -> Entity:
    return Entity(
        kind=PlaceKind.STREET,
        name=cluster.name,
        label=cluster.name,
        street=cluster.name,
        lat=cluster.lat,
        lon=cluster.lon,
        importance=1.0 + cluster.length,
        line=cluster.line,
    )


def _street_of(
    streets: dict[tuple[str, int], Entity],
    clusters: dict[str, list[StreetCluster]],
    name: str,
    lat: float,
    lon: float,
) -> Entity:
    """Return the street that an address is on; a new one, not shown, when none has the name."""
    number = nearest_cluster(clusters.get(name, []), lat, lon)
    if (name, number) not in streets:
        streets[name, number] = Entity(
            kind=PlaceKind.STREET, name=name, label=name, street=name, lat=lat, lon=lon,
            importance=1.0, is_shown=False,
        )  # fmt: skip
    return streets[name, number]


def _named(place: RawPlace) -> Entity:
    address = " ".join(filter(None, (place.street, place.house_number)))
    return Entity(
        kind=PlaceKind.TOWN if place.kind else PlaceKind.NAMED,
        name=place.name,
        label=", ".join(filter(None, (place.name, address, place.city))),
        street=place.street,
        house_number=place.house_number,
        lat=round(place.lat, 7),
        lon=round(place.lon, 7),
        importance=5000.0 if place.kind else 100.0,
    )


def _postcode(code: str, places: Sequence[RawPlace]) -> Entity:
    town = Counter(place.city for place in places).most_common(1)[0][0]
    lat, lon = np.median([(place.lat, place.lon) for place in places], axis=0).round(7).tolist()
    label = " ".join(filter(None, (code, town)))
    return Entity(
        kind=PlaceKind.POSTCODE, name=code, label=label, lat=lat, lon=lon, importance=50.0
    )


def _tell_apart(streets: Iterable[Entity], towns: Sequence[Entity]) -> None:
    """Name the town in the label of streets that share their name with another."""
    by_name: defaultdict[str, list[Entity]] = defaultdict(list)
    for street in streets:
        by_name[street.name].append(street)
    for same in by_name.values():
        if len(same) == 1:
            continue
        for street in same:
            cities = Counter(place.city for place in street.addresses if place.city)
            town = cities.most_common(1)[0][0] if cities else _nearest_name(street, towns)
            street.label = ", ".join(filter(None, (street.name, town)))


def _nearest_name(street: Entity, towns: Sequence[Entity]) -> str:
    """Return the name of the nearest town or part of a town, empty when all are far."""
    narrowing = float(np.cos(np.radians(street.lat)))
    gaps = [
        (np.hypot(town.lat - street.lat, (town.lon - street.lon) * narrowing), town.name)
        for town in towns
    ]
    gap, name = min(gaps, default=(np.inf, ""))
    return name if gap * METRES_PER_DEGREE <= NEAR_TOWN else ""
