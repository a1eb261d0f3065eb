"""From one plan of a live day to the next: what is known grows, what is begun stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.cost import plan_cost
from routing.problem import Budget
from routing.schedule import schedule
from routing.solution import Entry, Reason, Solution, StopKind, Unassigned
from routing.solve import solve
from routing.solvers.ruin_recreate.live import live_routes
from routing.solvers.ruin_recreate.solver import RuinRecreateSolver
from scenarios.live.carry_out import after_off, carry_out
from scenarios.live.moment import moment_of
from scenarios.live.outcome import Handled, LiveOutcome
from scenarios.live.state import begin
from scenarios.live.waiting import go_and_wait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from fairness.targets import Share
    from routing.solution import Route
    from scenarios.live.day import LiveDay
    from scenarios.live.moment import Moment
    from scenarios.live.rules import LiveRules
    from scenarios.live.state import LiveState

MOST_TRIES = 3
"""Plans of one moment until none has a pickup after a shift."""


def run_day(
    day: LiveDay,
    rules: LiveRules,
    *,
    before: Sequence[Share] | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> LiveOutcome:
    """Let a day happen.

    Parameters
    ----------
    day
        What will be asked for, when.
    rules
        How to plan.
    before
        Each courier's orders and online time of the period before this day.
    tell
        Called with the orders that are over and all of them.

    Returns
    -------
    LiveOutcome
        The same for the same arguments.
    """
    state = begin(day)
    coming = sorted(range(len(day.orders)), key=lambda index: (day.orders[index].placed, index))
    known = 0
    while known < len(coming) or state.open or state.on_board:
        if state.now > day.ends and not state.on_board:
            break
        while known < len(coming) and day.orders[coming[known]].placed <= state.now:
            state.open.add(coming[known])
            known += 1
        _give_up(state)
        until = state.now + rules.epoch_s
        moment = moment_of(state, rules, before=before)
        if moment is not None:
            moment, found = _plan(state, rules, before, moment)
            carry_out(state, moment, found.routes, until=until)
        go_and_wait(state, coming[:known], rules.waiting)
        if tell is not None:
            tell(known - len(state.open) - len(state.on_board), len(coming))
        state.now = until
    return _outcome(state)


def _give_up(state: LiveState) -> None:
    """Forget orders that even somebody at the counter could not hand over in time."""
    day = state.day
    for order in sorted(state.open):
        asked = day.orders[order]
        ride = int(day.matrix.durations[asked.pickup, asked.delivery])
        leaves = max(asked.ready, state.now) + day.pickup.after
        if leaves + ride + day.delivery.before > asked.latest:
            state.open.discard(order)


def _plan(
    state: LiveState, rules: LiveRules, before: Sequence[Share] | None, moment: Moment
) -> tuple[Moment, Solution]:
    """Plan from what is left of the plan before; again if a pickup came after a shift."""
    start = _start(moment)
    _quote(state, moment, start.routes)
    for number in range(MOST_TRIES):
        found = solve(
            moment.problem,
            Budget(iterations=rules.iterations),
            seed=rules.seed + state.now,
            start=start,
            solver=RuinRecreateSolver(heats=rules.heats),
        )
        barred = after_off(state, moment, found.routes)
        if not barred or number + 1 == MOST_TRIES:
            break
        state.barred |= barred
        again = moment_of(state, rules, before=before)
        if again is None:
            break
        moment, start = again, found
    return moment, found


def _start(moment: Moment) -> Solution:
    routes = tuple(
        schedule(moment.problem, vehicle, entries)
        for vehicle, entries in sorted(moment.planned.items())
        if entries
    )
    served = {shipment for route in routes for shipment in route.shipments}
    return Solution(
        routes=routes,
        unassigned=tuple(
            Unassigned(shipment=index, reason=Reason(code="not_in_plan"))
            for index in range(len(moment.orders))
            if index not in served
        ),
        cost=plan_cost(moment.problem, routes),
    )


def _quote(state: LiveState, moment: Moment, routes: Sequence[Route]) -> None:
    """Say when orders that are seen for the first time would be handed over."""
    served = {shipment for route in routes for shipment in route.shipments}
    new = [
        index
        for index, order in enumerate(moment.orders)
        if index not in served and order not in state.seen
    ]
    live = live_routes(moment.problem, routes) if new else None
    for shipment in new:
        order = moment.orders[shipment]
        state.seen.add(order)
        offers = live.offers(shipment) if live is not None else ()
        if offers:
            state.quoted[order] = _handed(moment, offers[0].vehicle, offers[0].codes, shipment)


def _handed(moment: Moment, vehicle: int, codes: Iterable[int], shipment: int) -> int:
    """Give the moment at which a route would hand a shipment over."""
    entries = [
        Entry(kind=StopKind.DELIVERY if code % 2 else StopKind.PICKUP, index=code // 2)
        for code in codes
    ]
    route = schedule(moment.problem, vehicle, entries)
    return next(
        stop.start
        for stop in route.stops
        if stop.kind is StopKind.DELIVERY and stop.index == shipment
    )


def _outcome(state: LiveState) -> LiveOutcome:
    return LiveOutcome(
        day=state.day,
        handled=tuple(
            Handled(
                order=order,
                courier=state.carriers[order],
                decided=state.decided[order],
                stay=state.stays[order],
                picked=state.picked[state.stays[order]],
                handed=handed,
                quoted=state.quoted.get(order),
            )
            for order, handed in sorted(state.handed.items())
        ),
        legs=tuple(sorted(state.legs, key=lambda leg: (leg.courier, leg.departs))),
    )
