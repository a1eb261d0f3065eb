"""Couriers do what is planned until the next plan: only what cannot wait is begun.

A courier leaves for a counter as late as the pickup allows, so that the next plan can still
send somebody else; with goods on board they go on at once. A way that is begun is finished,
and what it was begun for stays with the courier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.solution import StopKind
from scenarios.live.outcome import Leg
from scenarios.live.state import Doing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from routing.solution import Route, RouteStop
    from scenarios.live.moment import Moment
    from scenarios.live.state import Courier, LiveState


def after_off(state: LiveState, moment: Moment, routes: Iterable[Route]) -> set[tuple[int, int]]:
    """Find pickups that are planned after the end of a courier's shift.

    Returns
    -------
    set of tuple[int, int]
        Pairs of an order and a courier.
    """
    return {
        (moment.orders[stop.index], moment.couriers[route.vehicle])
        for route in routes
        for stop in route.stops
        if stop.kind is StopKind.PICKUP
        and stop.index is not None
        and stop.start - state.day.pickup.after
        > state.day.couriers[moment.couriers[route.vehicle]].off
    }


def carry_out(state: LiveState, moment: Moment, routes: Iterable[Route], *, until: int) -> None:
    """Let everybody do their part up to the next plan.

    Parameters
    ----------
    state
        Changed in place.
    moment
        What the routes' indices stand for.
    routes
        The plan; couriers without a route have nothing planned.
    until
        When the next plan is made.
    """
    for courier in moment.couriers:
        state.couriers[courier].plan = ()
    for route in routes:
        courier = moment.couriers[route.vehicle]
        stops = [stop for stop in route.stops if stop.index is not None]
        done = 0
        for stop in stops:
            order = moment.orders[stop.index or 0]
            if not _do(state, courier, order, stop, until):
                break
            done += 1
        state.couriers[courier].plan = tuple(
            (stop.kind, moment.orders[stop.index or 0]) for stop in stops[done:]
        )


def _do(state: LiveState, courier: int, order: int, stop: RouteStop, until: int) -> bool:
    """Begin a stop if that cannot wait; tell whether it is begun."""
    if stop.kind is StopKind.PICKUP:
        return _pick_up(state, courier, order, stop, until)
    return _hand_over(state, courier, order, stop, until)


def _pick_up(state: LiveState, courier: int, order: int, stop: RouteStop, until: int) -> bool:
    day, at = state.day, state.couriers[courier]
    place = day.orders[order].pickup
    picked = stop.start - day.pickup.after
    if picked > day.couriers[courier].off:
        return False
    is_there = at.doing is Doing.LOADED and at.place == place
    handling = day.pickup.before + day.pickup.after
    ready_to_go = max(at.free_at, state.now)
    leaves = ready_to_go if is_there else max(ready_to_go, stop.start - handling - stop.travel)
    if leaves >= until:
        return False
    if not is_there:
        _go(state, courier, leaves, place, stop.travel)
        at.stay = len(state.picked)
    state.picked[at.stay] = picked
    state.open.discard(order)
    state.on_board[order] = courier
    state.carriers[order] = courier
    state.decided[order] = state.now
    state.stays[order] = at.stay
    at.num_orders += 1
    _stand(at, place, stop.start, Doing.LOADED)
    return True


def _hand_over(state: LiveState, courier: int, order: int, stop: RouteStop, until: int) -> bool:
    at = state.couriers[courier]
    leaves = max(at.free_at, state.now)
    if leaves >= until:
        return False
    place = state.day.orders[order].delivery
    _go(state, courier, leaves, place, stop.travel)
    del state.on_board[order]
    state.handed[order] = stop.start
    _stand(at, place, stop.departure, Doing.WAITING)
    return True


def _go(state: LiveState, courier: int, leaves: int, place: int, travel: int) -> None:
    leg = Leg(
        courier=courier,
        departs=leaves,
        origin=state.couriers[courier].place,
        destination=place,
        travel=travel,
    )
    if leg.origin != leg.destination:
        state.legs.append(leg)


def _stand(at: Courier, place: int, free_at: int, doing: Doing) -> None:
    at.place, at.free_at, at.doing = place, free_at, doing
