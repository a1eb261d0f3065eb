"""Reader of days of the meal delivery routing problem.

A day is a folder of tab-separated tables with a line of headings each: ``orders.txt``,
``restaurants.txt``, ``couriers.txt`` and ``instance_parameters.txt``. Minutes and metres are
the units here as well; travel between two points takes their straight distance over the
speed, rounded up to whole minutes.

References
----------
.. [1] Reyes, D., Erera, A., Savelsbergh, M., Sahasrabudhe, S. and O'Neil, R. (2018). The meal
       delivery routing problem. Optimization Online.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.instances.instance import InstanceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ORDERS, COURIERS = "orders.txt", "couriers.txt"
RESTAURANTS, TERMS = "restaurants.txt", "instance_parameters.txt"
FILES = (ORDERS, RESTAURANTS, COURIERS, TERMS)
"""Files of a day's folder."""

MOST_MINUTES = 7 * 24 * 60
"""Largest moment of a day that is read."""

FARTHEST_M = 10_000_000.0
"""Largest coordinate that is read."""

TERM_COLUMNS = (
    "meters_per_minute",
    "pickup service minutes",
    "dropoff service minutes",
    "target click-to-door",
    "maximum click-to-door",
    "pay per order",
    "guaranteed pay per hour",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MdrpPlace:
    """A point in the plane, in metres.

    Attributes
    ----------
    id
        Its name in the files.
    x, y
        Coordinates.
    """

    id: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MdrpOrder:
    """An order: where to, from which restaurant, and when.

    Attributes
    ----------
    place
        The door, under the order's name.
    restaurant
        Index of the restaurant.
    placed, ready
        Minutes at which it becomes known, and at which it can be picked up.
    """

    place: MdrpPlace
    restaurant: int
    placed: int
    ready: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MdrpCourier:
    """A duty period of a courier.

    Attributes
    ----------
    place
        Where it begins, under the courier's name.
    on, off
        Minutes between which the courier is there; the last pickup is not after `off`.
    """

    place: MdrpPlace
    on: int
    off: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MdrpTerms:
    """What holds for the whole day.

    Attributes
    ----------
    meters_per_minute
        Speed.
    pickup_minutes, delivery_minutes
        Service: one half before the pickup or hand-over, one half after it.
    target, limit
        Minutes from placing to hand-over that are aimed at, and that are the most.
    pay_per_order, pay_per_hour
        Pay of a duty period is the larger of both sums.
    """

    meters_per_minute: float
    pickup_minutes: int
    delivery_minutes: int
    target: int
    limit: int
    pay_per_order: float
    pay_per_hour: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MdrpDay:
    """A day of the meal delivery routing problem.

    Attributes
    ----------
    name
        Of its folder.
    restaurants, orders, couriers, terms
        Its tables.
    """

    name: str
    restaurants: tuple[MdrpPlace, ...]
    orders: tuple[MdrpOrder, ...]
    couriers: tuple[MdrpCourier, ...]
    terms: MdrpTerms

    def minutes(self, a: MdrpPlace, b: MdrpPlace) -> int:
        """Return the minutes from one point to another, rounded up."""
        return math.ceil(math.hypot(a.x - b.x, a.y - b.y) / self.terms.meters_per_minute)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A line of a table, with where it stands for messages."""

    file: str
    line: int
    values: Mapping[str, str]

    def text(self, column: str) -> str:
        """Return a name; never empty, no blanks inside."""
        value = self.values[column]
        if not value or value.split() != [value]:
            self.refuse(f"a name as {column}", value)
        return value

    def number(self, column: str, *, least: float, most: float) -> float:
        """Return a number within bounds."""
        try:
            value = float(self.values[column])
        except ValueError:
            value = math.nan
        if not least <= value <= most:
            self.refuse(f"{column} from {least:g} to {most:g}", self.values[column])
        return value

    def minutes(self, column: str) -> int:
        """Return a whole number of minutes."""
        value = self.number(column, least=0, most=MOST_MINUTES)
        if value != int(value):
            self.refuse(f"whole minutes as {column}", self.values[column])
        return int(value)

    def place(self, column: str) -> MdrpPlace:
        """Return a named point."""
        x, y = (self.number(axis, least=-FARTHEST_M, most=FARTHEST_M) for axis in ("x", "y"))
        return MdrpPlace(id=self.text(column), x=x, y=y)

    def refuse(self, wanted: str, got: str) -> None:
        """Say what is wrong with this line."""
        msg = f"Expected {wanted} in {self.file}, line {self.line}, got {got!r}."
        raise InstanceError(msg)


def read_mdrp(files: Mapping[str, str], *, name: str) -> MdrpDay:
    """Read a day.

    Parameters
    ----------
    files
        Text of each of `FILES`.
    name
        What to call the day.

    Raises
    ------
    InstanceError
        When a table is missing or not what its format says; the message names file and line.
    """
    restaurants = tuple(
        row.place("restaurant") for row in _rows(files, RESTAURANTS, ("restaurant", "x", "y"))
    )
    number = {place.id: index for index, place in enumerate(restaurants)}
    orders = [
        _order(row, number)
        for row in _rows(
            files, ORDERS, ("order", "x", "y", "placement_time", "restaurant", "ready_time")
        )
    ]
    couriers = [
        _courier(row)
        for row in _rows(files, COURIERS, ("courier", "x", "y", "on_time", "off_time"))
    ]
    _distinct([*restaurants, *(o.place for o in orders), *(c.place for c in couriers)])
    return MdrpDay(
        name=name,
        restaurants=restaurants,
        orders=tuple(orders),
        couriers=tuple(couriers),
        terms=_terms(files),
    )


def _order(row: _Row, restaurants: Mapping[str, int]) -> MdrpOrder:
    restaurant = row.text("restaurant")
    if restaurant not in restaurants:
        row.refuse(f"a restaurant of {RESTAURANTS}", restaurant)
    placed, ready = row.minutes("placement_time"), row.minutes("ready_time")
    if ready < placed:
        row.refuse("ready_time not before placement_time", f"{ready} < {placed}")
    return MdrpOrder(
        place=row.place("order"), restaurant=restaurants[restaurant], placed=placed, ready=ready
    )


def _courier(row: _Row) -> MdrpCourier:
    on, off = row.minutes("on_time"), row.minutes("off_time")
    if off <= on:
        row.refuse("off_time after on_time", f"{off} <= {on}")
    return MdrpCourier(place=row.place("courier"), on=on, off=off)


def _terms(files: Mapping[str, str]) -> MdrpTerms:
    rows = list(_rows(files, TERMS, TERM_COLUMNS))
    if len(rows) != 1:
        msg = f"Expected one line below the headings of {TERMS}, got {len(rows)}."
        raise InstanceError(msg)
    row = rows[0]
    target, limit = row.minutes("target click-to-door"), row.minutes("maximum click-to-door")
    if not target <= limit:
        row.refuse("a target not above the maximum", f"{target} > {limit}")
    return MdrpTerms(
        meters_per_minute=row.number("meters_per_minute", least=1, most=FARTHEST_M),
        pickup_minutes=row.minutes("pickup service minutes"),
        delivery_minutes=row.minutes("dropoff service minutes"),
        target=target,
        limit=limit,
        pay_per_order=row.number("pay per order", least=0, most=1e6),
        pay_per_hour=row.number("guaranteed pay per hour", least=0, most=1e6),
    )


def _rows(files: Mapping[str, str], file: str, columns: Sequence[str]) -> Iterable[_Row]:
    if file not in files:
        msg = f"Expected the file {file}, got {', '.join(sorted(files)) or 'none'}."
        raise InstanceError(msg)
    lines = [(number, line) for number, line in enumerate(files[file].splitlines(), 1) if line]
    heads = [head.strip() for head in lines[0][1].split("\t")] if lines else []
    missing = [column for column in columns if column not in heads]
    if missing:
        msg = f"Expected the column {missing[0]!r} in {file}, got {', '.join(heads) or 'none'}."
        raise InstanceError(msg)
    for number, line in lines[1:]:
        parts = [part.strip() for part in line.split("\t")]
        if len(parts) != len(heads):
            msg = f"Expected {len(heads)} values in {file}, line {number}, got {len(parts)}."
            raise InstanceError(msg)
        yield _Row(file=file, line=number, values=dict(zip(heads, parts, strict=True)))


def _distinct(places: Iterable[MdrpPlace]) -> None:
    seen: set[str] = set()
    for place in places:
        if place.id in seen:
            msg = f"Expected every name once, got {place.id!r} again."
            raise InstanceError(msg)
        seen.add(place.id)
