"""A day as it would be under a supposition: a pure change of what planners know."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.changing import in_window
from dispatch.day_state import standing_of
from dispatch.falling_out import waiting_at
from dispatch.model import (
    NOBODY,
    CourierId,
    MemberId,
    OrderState,
    Overlay,
    OverlayId,
    ShiftId,
    ShiftState,
)
from routing.solution import StopKind

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.day_state import DayState
    from dispatch.model import ExtraShift, Order, Shift, Supposition
    from dispatch.streets import Streets
    from fairness.policy import Policy


def supposed_day(state: DayState, supposed: Supposition, *, streets: Streets) -> DayState:
    """Change what is known of a day.

    Parameters
    ----------
    state
        The day as it is.
    supposed
        What would be different.
    streets
        The co-op's city, for the address of where goods would be left.

    Returns
    -------
        A courier who would not go on has ended their shift now, and what they have on board
        waits where they are; one more courier is called ``what-if-1`` and so on.
    """
    extra = tuple(
        _extra(state, one, name)
        for one, name in zip(supposed.more, supposed.names_of_more, strict=True)
    )
    for courier in supposed.fewer:
        state = _without(state, courier, streets=streets)
    windows = {one.order: one.window for one in supposed.windows}
    overlay = overlay_of(supposed, now=state.now)
    return replace(
        state,
        policy=with_weights(state.policy, supposed),
        shifts=(*state.shifts, *extra),
        orders=tuple(
            replace(order, delivery=in_window(order.delivery, windows[order.id]))
            if order.id in windows
            else order
            for order in state.orders
        ),
        overlays=state.overlays if overlay is None else (*state.overlays, overlay),
    )


def with_weights(policy: Policy, supposed: Supposition) -> Policy:
    """Weigh evenness as supposed.

    Raises
    ------
    PolicyError
        When no policy may be like that.
    """
    eps, seconds = supposed.eps_permille, supposed.lambda_s
    return replace(
        policy,
        eps_permille=policy.eps_permille if eps is None else eps,
        lambda_s=policy.lambda_s if seconds is None else seconds,
    )


def overlay_of(supposed: Supposition, *, now: datetime) -> Overlay | None:
    """Give the supposed weather or factor as an overlay; ``None`` when it is as it is."""
    if supposed.weather is None and supposed.time_permille is None:
        return None
    return Overlay(
        id=OverlayId(NOBODY),
        version=1,
        area=(),
        streets=frozenset(),
        profiles=frozenset(),
        weather=supposed.weather,
        is_closed=False,
        time_permille=supposed.time_permille,
        hours=None,
        begins_at=now,
        ends_at=None,
        note="",
        author=MemberId(NOBODY),
        created_at=now,
    )


def _extra(state: DayState, wanted: ExtraShift, name: str) -> Shift:
    """Let somebody more ride like a colleague."""
    like = next(shift for shift in state.shifts if shift.courier == wanted.like)
    return replace(
        like,
        id=ShiftId(name),
        courier=CourierId(name),
        starts_at=max(state.now, wanted.starts_at),
        ends_at=wanted.ends_at,
        breaks=(),
        care=(),
        pauses=(),
        state=ShiftState.AGREED,
        began_at=None,
        ended_at=None,
        is_offered=False,
    )


def _without(state: DayState, courier: CourierId, *, streets: Streets) -> DayState:
    """Let a courier not go on from now."""
    mine = [
        shift
        for shift in state.shifts
        if shift.courier == courier and shift.state is not ShiftState.ENDED
    ]
    running = next((shift for shift in mine if shift.state is ShiftState.BEGUN), None)
    left = {
        order.id
        for order in state.orders
        if order.courier == courier and order.state is OrderState.PICKED_UP
    }
    place = None if running is None else standing_of(state, running).location

    def waiting(order: Order) -> Order:
        if order.id not in left or place is None:
            return order
        delivery = waiting_at(order.delivery, place, streets=streets, now=state.now)
        return replace(order, state=OrderState.ASSIGNED, courier=None, delivery=delivery)

    return replace(
        state,
        shifts=tuple(
            replace(shift, state=ShiftState.ENDED, ended_at=state.now)
            if running is not None and shift.id == running.id
            else shift
            for shift in state.shifts
            if shift not in mine or (running is not None and shift.id == running.id)
        ),
        orders=tuple(map(waiting, state.orders)),
        facts=tuple(
            fact
            for fact in state.facts
            if not (fact.order in left and fact.kind is StopKind.PICKUP)
        ),
        pins=tuple(pin for pin in state.pins if pin.courier != courier),
    )
