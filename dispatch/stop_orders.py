"""The order of stops that people have decided, or that is to stay, as the solver keeps it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.rules.sequences import SequencePin
from routing.solution import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dispatch.day_state import DayState
    from dispatch.model import OrderId, Shift, StopName
    from routing.problem import Problem


def in_decided_order(
    state: DayState,
    problem: Problem,
    planned: Mapping[int, Sequence[Entry]],
    shifts: Sequence[Shift],
    numbers: Mapping[OrderId, int],
) -> Problem:
    """Pin stops in the order that was decided.

    What the plan in force has with somebody else, or in another order by now, is let go; so
    what is pinned can always be kept.

    Parameters
    ----------
    state
        The day, with what was decided.
    problem
        Whose prefixes are what has begun.
    planned
        Stops still to be served by vehicle, in the order of the plan in force, with what has
        begun before all else.
    shifts, numbers
        By index of vehicle; index of each order's shipment.
    """
    begun = {stop for one in problem.sequences for stop in one.stops}
    pinned = []
    for vehicle, shift in enumerate(shifts):
        place = {entry: at for at, entry in enumerate(planned.get(vehicle, ()))}
        for chain in _chains(state, shift, begun, numbers):
            stops = tuple(entry for entry in chain if entry in place)
            places = [place[entry] for entry in stops]
            if len(stops) > 1 and places == sorted(places):
                pinned.append(SequencePin(vehicle=vehicle, stops=stops))
    return replace(problem, sequences=(*problem.sequences, *pinned)) if pinned else problem


def _chains(
    state: DayState, shift: Shift, begun: set[Entry], numbers: Mapping[OrderId, int]
) -> Iterator[list[Entry]]:
    """Give the orders of stops that are about a shift, without what is over or has begun."""

    def coming(stops: Sequence[StopName]) -> list[Entry]:
        entries = (
            Entry(kind=stop.kind, index=numbers[stop.order])
            for stop in stops
            if stop.order in numbers
        )
        return [entry for entry in entries if entry not in begun]

    route = state.route_in_force(shift.id)
    mine = set() if route is None else set(route.orders)
    for one in state.stop_orders:
        if one.courier == shift.courier and one.order in mine:
            yield coming(one.stops)
    for name, stops in state.kept:
        if name == shift.id:
            yield coming(stops)
