"""Judges what is written about a day, from the day's own tables alone.

Knows nothing of the planner, of the live day or of each other's numbers: it reads the texts
back and walks every courier through the day, minute by minute.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from routing.instances.mdrp import MdrpDay, MdrpOrder, MdrpPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is true about a day that is written.

    Attributes
    ----------
    faults
        What is impossible or against the rules, in words; empty when all is well.
    num_orders, num_delivered
        Orders placed, and handed over.
    click_to_door
        Minutes from placing to hand-over of those, in order of the table.
    driving_minutes
        Of all couriers.
    orders_by_courier, minutes_by_courier
        Orders handed over and length of the duty period, in the order of the couriers' table.
    """

    faults: tuple[str, ...]
    num_orders: int
    num_delivered: int
    click_to_door: tuple[int, ...]
    driving_minutes: int
    orders_by_courier: tuple[int, ...]
    minutes_by_courier: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """The three tables, read back."""

    assignments: tuple[tuple[int, int, str, tuple[str, ...]], ...]
    orders: Mapping[str, tuple[int, int, str]]
    ways: Mapping[str, tuple[tuple[int, str, str], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plane:
    """Points by name, and how fast couriers cross between them."""

    places: Mapping[str, MdrpPlace]
    meters_per_minute: float

    def travel(self, courier: str, origin: str, destination: str) -> int:
        """Return whole minutes of a way; an origin of 0 is where the courier begins."""
        a = self.places[courier if origin == "0" else origin]
        b = self.places[destination]
        return math.ceil(math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2) / self.meters_per_minute)


def judge(day: MdrpDay, files: Mapping[str, str]) -> Verdict:
    """Judge a day.

    Parameters
    ----------
    day
        What was asked.
    files
        Text of each table that was written about it; see `scenarios.mdrp.written`.
    """
    written = _read(files)
    plane = _plane(day)
    unknown = _unknown(written, plane)
    if unknown:
        return Verdict(
            faults=tuple(f"unknown name {name}" for name in unknown),
            num_orders=len(day.orders),
            num_delivered=0,
            click_to_door=(),
            driving_minutes=0,
            orders_by_courier=(0,) * len(day.couriers),
            minutes_by_courier=tuple(courier.off - courier.on for courier in day.couriers),
        )
    faults = [
        *_assignment_faults(day, written),
        *_way_faults(day, written, plane),
        *_presence_faults(day, written, plane),
    ]
    counts = dict.fromkeys((courier.place.id for courier in day.couriers), 0)
    for _, _, courier in written.orders.values():
        counts[courier] = counts.get(courier, 0) + 1
    return Verdict(
        faults=tuple(faults),
        num_orders=len(day.orders),
        num_delivered=len(written.orders),
        click_to_door=tuple(
            written.orders[order.place.id][1] - order.placed
            for order in day.orders
            if order.place.id in written.orders
        ),
        driving_minutes=sum(
            plane.travel(courier, origin, destination)
            for courier, ways in written.ways.items()
            for _, origin, destination in ways
        ),
        orders_by_courier=tuple(counts[courier.place.id] for courier in day.couriers),
        minutes_by_courier=tuple(courier.off - courier.on for courier in day.couriers),
    )


def _read(files: Mapping[str, str]) -> _Written:
    def rows(name: str) -> Iterator[list[str]]:
        for line in files[name].splitlines()[1:]:
            yield line.split()

    ways: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for courier, departs, origin, destination in rows("solution_info_couriers.txt"):
        ways[courier].append((int(departs), origin, destination))
    return _Written(
        assignments=tuple(
            (int(decided), int(picked), courier, tuple(orders))
            for decided, picked, courier, *orders in rows("solution_info_assignments.txt")
        ),
        orders={
            order: (int(picked), int(handed), courier)
            for order, _, _, picked, handed, courier in rows("solution_info_orders.txt")
        },
        ways={courier: tuple(found) for courier, found in ways.items()},
    )


def _plane(day: MdrpDay) -> _Plane:
    every = [*day.restaurants, *(o.place for o in day.orders), *(c.place for c in day.couriers)]
    return _Plane(
        places={place.id: place for place in every},
        meters_per_minute=day.terms.meters_per_minute,
    )


def _unknown(written: _Written, plane: _Plane) -> list[str]:
    """List the names that are in no table of the day."""
    names = {name for _, _, courier, orders in written.assignments for name in (courier, *orders)}
    names |= {name for order, (_, _, who) in written.orders.items() for name in (order, who)}
    for courier, ways in written.ways.items():
        names |= {courier, *(name for _, *ends in ways for name in ends if name != "0")}
    return sorted(names - set(plane.places))


def _assignment_faults(day: MdrpDay, written: _Written) -> Iterator[str]:
    """Say what is wrong with who got what and when: knowledge, readiness, shifts, limits."""
    asked = {order.place.id: order for order in day.orders}
    duty = {courier.place.id: courier for courier in day.couriers}
    seen: set[str] = set()
    for decided, picked, courier, orders in written.assignments:
        if picked > duty[courier].off:
            yield f"{courier} picks up at {picked}, after the duty ended at {duty[courier].off}"
        if len({asked[order].restaurant for order in orders}) > 1:
            yield f"{' '.join(orders)} are from several restaurants"
        for order in orders:
            if order in seen:
                yield f"{order} is assigned twice"
            seen.add(order)
            if written.orders.get(order, (-1, -1, ""))[::2] != (picked, courier):
                yield f"{order} is told differently in two tables"
            yield from _order_faults(asked[order], decided, picked)
    for order in written.orders:
        if order not in seen:
            yield f"{order} is handed over without an assignment"
    yield from _late_faults(day, written)


def _order_faults(asked: MdrpOrder, decided: int, picked: int) -> Iterator[str]:
    if decided < asked.placed:
        yield f"{asked.place.id} is assigned at {decided}, before it was placed"
    if picked < max(asked.ready, decided):
        yield f"{asked.place.id} is picked up at {picked}, before it was ready or assigned"


def _late_faults(day: MdrpDay, written: _Written) -> Iterator[str]:
    for order in day.orders:
        _, handed, _ = written.orders.get(order.place.id, (0, order.placed, ""))
        if handed - order.placed > day.terms.limit:
            yield f"{order.place.id} is handed over {handed - order.placed} minutes after placing"


def _way_faults(day: MdrpDay, written: _Written, plane: _Plane) -> Iterator[str]:
    """Say where somebody jumps, leaves before arriving, or moves before the shift."""
    duty = {courier.place.id: courier for courier in day.couriers}
    for courier, ways in written.ways.items():
        here, free = courier, duty[courier].on
        for departs, origin, destination in ways:
            if (courier if origin == "0" else origin) != here:
                yield f"{courier} leaves from {origin} but is at {here}"
            if departs < free:
                yield f"{courier} leaves at {departs} but arrives only at {free}"
            free = departs + plane.travel(courier, origin, destination)
            here = destination


def _presence_faults(day: MdrpDay, written: _Written, plane: _Plane) -> Iterator[str]:
    """Say where a pickup or hand-over is not in a stay at its place that is long enough."""
    counters = {order.place.id: day.restaurants[order.restaurant].id for order in day.orders}
    at_pickup, at_door = day.terms.pickup_minutes, day.terms.delivery_minutes
    stays: dict[str, list[tuple[str, int, float]]] = {}
    for courier, ways in written.ways.items():
        stays[courier] = []
        for number, (departs, origin, destination) in enumerate(ways):
            arrives = departs + plane.travel(courier, origin, destination)
            leaves = ways[number + 1][0] if number + 1 < len(ways) else math.inf
            stays[courier].append((destination, arrives, leaves))
    for order, (picked, handed, courier) in written.orders.items():
        for moment, place, service in (
            (picked, counters[order], at_pickup),
            (handed, order, at_door),
        ):
            before, after = service // 2, service - service // 2
            if not any(
                where == place and arrives + before <= moment <= leaves - after
                for where, arrives, leaves in stays.get(courier, [])
            ):
                yield f"{courier} is not at {place} long enough around {moment} for {order}"
