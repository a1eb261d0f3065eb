"""What is known at a moment of a live day, as a problem for the planner.

A pickup's *service* begins when the courier leaves the counter: it takes the setup, which is
both parts of the handling, and cannot be before the goods are ready and the second part is
over. So a courier takes everything that is ready at one counter in one stay. A courier who
stands at a counter with goods may take more there; everybody else has the setup to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fairness.targets import Share, order_prices_s
from routing.model import Matrix, Pin, Shipment, Stop, TimeWindow, Vehicle
from routing.problem import Problem
from routing.rules.promises import Promise
from routing.solution import Entry
from scenarios.live.state import Doing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scenarios.live.rules import LiveRules, Prices
    from scenarios.live.state import LiveState

OVERTIME_S = 2 * 3600
"""How long after a shift a route may end, so that what is on board is handed over."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moment:
    """A problem, and what its indices stand for.

    Attributes
    ----------
    problem
        What the planner gets.
    couriers, orders
        By index of vehicle and of shipment.
    planned
        What is left of the plan before, by vehicle.
    """

    problem: Problem
    couriers: tuple[int, ...]
    orders: tuple[int, ...]
    planned: dict[int, tuple[Entry, ...]]


def moment_of(
    state: LiveState, rules: LiveRules, *, before: Sequence[Share] | None = None
) -> Moment | None:
    """Put together what can be planned now.

    Parameters
    ----------
    state
        Where everybody stands.
    rules
        How to plan.
    before
        Each courier's orders and online time of the period before this day.

    Returns
    -------
    Moment or None
        ``None`` when there is nothing to carry or nobody to do it.
    """
    day, now = state.day, state.now
    orders = tuple(sorted(state.open | set(state.on_board)))
    loaded = set(state.on_board.values())
    couriers = tuple(
        index
        for index, shift in enumerate(day.couriers)
        if index in loaded
        or (shift.on <= now <= shift.off and state.couriers[index].free_at <= shift.off)
    )
    if not orders or not couriers:
        return None
    ground = _ground(state, orders, couriers)
    vehicle_of = {courier: index for index, courier in enumerate(couriers)}
    index_of = {order: index for index, order in enumerate(orders)}
    problem = Problem(
        matrices=(ground.matrix,),
        vehicles=tuple(
            _vehicle(state, rules, courier, ground.starts[courier]) for courier in couriers
        ),
        shipments=tuple(_shipment(state, rules.prices, order, ground.at) for order in orders),
        pins=tuple(
            Pin(shipment=index_of[order], vehicle=vehicle_of[courier])
            for order, courier in sorted(state.on_board.items())
        ),
        forbidden=frozenset(_forbidden(state, index_of, vehicle_of)),
        pair_costs=_pair_costs(state, rules, orders, couriers, before),
    )
    planned = {
        vehicle: tuple(
            Entry(kind=kind, index=index_of[order])
            for kind, order in state.couriers[courier].plan
            if order in index_of
        )
        for courier, vehicle in vehicle_of.items()
    }
    return Moment(problem=problem, couriers=couriers, orders=orders, planned=planned)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Ground:
    """Places of a moment: the orders' own, then one for each courier who waits somewhere.

    Attributes
    ----------
    at
        Location of each of the day's places that orders need.
    starts
        Location at which each courier begins.
    matrix
        Travel between the locations.
    """

    at: dict[int, int]
    starts: dict[int, int]
    matrix: Matrix


def _ground(state: LiveState, orders: Sequence[int], couriers: Sequence[int]) -> _Ground:
    known = [state.day.orders[order] for order in orders]
    loaded = [c for c in couriers if state.couriers[c].doing is Doing.LOADED]
    waiting = [c for c in couriers if state.couriers[c].doing is Doing.WAITING]
    places = dict.fromkeys(order.delivery for order in known)
    places |= dict.fromkeys(
        order.pickup for index, order in zip(orders, known, strict=True) if index in state.open
    )
    places |= dict.fromkeys(state.couriers[c].place for c in loaded)
    at = {place: index for index, place in enumerate(places)}
    starts = {c: at[state.couriers[c].place] for c in loaded}
    starts |= {c: len(at) + number for number, c in enumerate(waiting)}
    rows = np.array([*places, *(state.couriers[c].place for c in waiting)], dtype=np.int64)
    cut = np.ix_(rows, rows)
    whole = state.day.matrix
    return _Ground(
        at=at,
        starts=starts,
        matrix=Matrix(
            durations=np.ascontiguousarray(whole.durations[cut]),
            distances=np.ascontiguousarray(whole.distances[cut]),
            reachable=np.ascontiguousarray(whole.reachable[cut]),
        ),
    )


def _vehicle(state: LiveState, rules: LiveRules, courier: int, start: int) -> Vehicle:
    shift = state.day.couriers[courier]
    return Vehicle(
        id=shift.id,
        shift=TimeWindow(
            earliest=max(state.now, state.couriers[courier].free_at),
            latest=max(state.now, shift.off) + OVERTIME_S,
        ),
        start=start,
        cost_per_second=rules.prices.travel,
    )


def _shipment(state: LiveState, prices: Prices, index: int, at: dict[int, int]) -> Shipment:
    day, order = state.day, state.day.orders[index]
    pickup = None
    if index in state.open:
        leaves = max(order.ready, state.now) + day.pickup.after
        pickup = Stop(
            location=at[order.pickup],
            windows=(TimeWindow(earliest=leaves, latest=max(leaves, order.latest)),),
            setup_duration=day.pickup.before + day.pickup.after,
        )
    ride = int(day.matrix.durations[order.pickup, order.delivery]) + day.delivery.before
    soonest = order.ready + day.pickup.after + ride
    could = max(order.ready, state.now) + day.pickup.after + ride
    is_urgent = could > order.target - prices.urgent_before
    latest = max(order.latest, state.now)
    if index in state.on_board:
        holder = state.couriers[state.on_board[index]]
        straight = int(day.matrix.durations[holder.place, order.delivery]) + day.delivery.before
        latest = max(latest, max(state.now, holder.free_at) + straight)
    return Shipment(
        id=order.id,
        pickup=pickup,
        delivery=Stop(
            location=at[order.delivery],
            windows=(TimeWindow(earliest=0, latest=latest),),
            setup_duration=day.delivery.before,
            service_duration=day.delivery.after,
            promise=Promise(
                by=soonest, cost_per_second=prices.urgent if is_urgent else prices.delay
            ),
        ),
    )


def _forbidden(
    state: LiveState, index_of: dict[int, int], vehicle_of: dict[int, int]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs whose pickup would be after the end of the shift, come what may."""
    day = state.day
    for order in sorted(state.open):
        asked = day.orders[order]
        for courier, vehicle in vehicle_of.items():
            at, shift = state.couriers[courier], day.couriers[courier]
            if at.doing is Doing.LOADED and at.place == asked.pickup:
                arrives = state.now
            else:
                travel = int(day.matrix.durations[at.place, asked.pickup])
                arrives = max(state.now, at.free_at) + travel + day.pickup.before
            if max(arrives, asked.ready) > shift.off or (order, courier) in state.barred:
                yield index_of[order], vehicle


def _pair_costs(
    state: LiveState,
    rules: LiveRules,
    orders: Sequence[int],
    couriers: Sequence[int],
    before: Sequence[Share] | None,
) -> dict[tuple[int, int], int]:
    """Price what is not picked up yet by how much each courier has had already."""
    if not rules.policy.lambda_s:
        return {}
    today = state.shares()
    whole = today if before is None else tuple(a + b for a, b in zip(before, today, strict=True))
    prices = order_prices_s(
        rules.policy,
        day=[today[courier] for courier in couriers],
        crew_day=sum(today, Share()),
        period=[whole[courier] for courier in couriers],
        crew_period=sum(whole, Share()),
    )
    return {
        (shipment, vehicle): price * rules.prices.delay
        for shipment, order in enumerate(orders)
        if order in state.open
        for vehicle, price in enumerate(prices)
        if price
    }
