"""What a change would do to a day is asked: one question of a co-op at a time, no plan touched.

The answer is searched for in a process of its own, which writes down how far it is and what it
found. Questions are forgotten after a day: they hold where people live.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dispatch.errands import as_seen, is_silent, require_running
from dispatch.errors import BadWish, NotFound, TransitionRefused
from dispatch.model import ErrandState, Role, ShiftState, WhatIf, WhatIfId
from dispatch.permission import require
from dispatch.street_overlays import parts_of
from dispatch.supposed import overlay_of, with_weights
from dispatch.transitions import OPEN_STATES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from dispatch.model import Actor, Plan, PlanFigures, Supposition
    from dispatch.store import ReadTransaction, Transaction

KEPT_FOR: Final = timedelta(days=1)


def start(  # noqa: PLR0913 - a use case's values
    tx: Transaction,
    actor: Actor,
    day: date,
    supposed: Supposition,
    *,
    now: datetime,
    new_id: Callable[[], str],
) -> WhatIf:
    """Ask what a change would do to a day.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    day
        Which day.
    supposed
        What would be different.
    now, new_id
        Time and id of the question.

    Raises
    ------
    NotFound
        When there is no such courier or order on that day, or no plan to compare with.
    BadWish
        When nothing is different, or something that cannot be: a shift that is over or has
        no end, a weather or weight that cannot be, an order or courier named twice.
    TransitionRefused
        When an order is over, or another question of the co-op is being answered.
    """
    require(actor, Role.DISPATCHER)
    _check(tx, day, supposed, now)
    if tx.plans.newest_version(day) == 0:
        raise NotFound.of(kind="plan", name=str(day))
    for known in tx.what_ifs.running():
        if not is_silent(known, now):
            msg = f"Question {known.id!r} is being answered."
            raise TransitionRefused(msg, what_if=known.id, state=known.state.value)
        tx.what_ifs.save(replace(known, state=ErrandState.FAILED))
    return tx.what_ifs.add(
        WhatIf(
            id=WhatIfId(new_id()),
            day=day,
            asked_by=actor.member,
            asked_at=now,
            supposed=supposed,
            state=ErrandState.RUNNING,
            num_done=0,
            num_steps=1,
            seen_at=now,
        )
    )


def cancel(tx: Transaction, actor: Actor, name: WhatIfId, *, now: datetime) -> WhatIf:
    """Stop looking for an answer; the process ends at its next step.

    Raises
    ------
    NotFound
        When there is no such question.
    TransitionRefused
        When it is over.
    """
    require(actor, Role.DISPATCHER)
    known = tx.what_ifs.get(name)
    require_running(known, f"Question {name!r}", what_if=name)
    return tx.what_ifs.save(replace(known, state=ErrandState.CANCELED, seen_at=now))


def what_ifs(tx: ReadTransaction, actor: Actor, day: date, *, now: datetime) -> tuple[WhatIf, ...]:
    """List what was asked about a day, the newest first."""
    require(actor, Role.DISPATCHER)
    return tuple(as_seen(one, now) for one in tx.what_ifs.of_day(day))


def what_if(tx: ReadTransaction, actor: Actor, name: WhatIfId, *, now: datetime) -> WhatIf:
    """Give one question, with its answer once there is one.

    Raises
    ------
    NotFound
        When there is no such question.
    """
    require(actor, Role.DISPATCHER)
    return as_seen(tx.what_ifs.get(name), now)


def go_on(tx: Transaction, name: WhatIfId, num_done: int, num_steps: int, *, now: datetime) -> bool:
    """Write down how far an answer is, and tell whether to go on."""
    known = tx.what_ifs.get(name)
    if known.state is not ErrandState.RUNNING:
        return False
    tx.what_ifs.save(replace(known, num_done=num_done, num_steps=num_steps, seen_at=now))
    return True


def finish(
    tx: Transaction,
    name: WhatIfId,
    answer: tuple[PlanFigures, Plan] | None,
    *,
    now: datetime,
) -> WhatIf:
    """Write down the answer, or with nothing that there is none; not once it is over."""
    known = tx.what_ifs.get(name)
    if known.state is not ErrandState.RUNNING:
        return known
    usual, found = answer or (None, None)
    state = ErrandState.FAILED if answer is None else ErrandState.DONE
    return tx.what_ifs.save(replace(known, state=state, seen_at=now, usual=usual, found=found))


def forget_old(tx: Transaction, *, now: datetime) -> int:
    """Delete questions that are kept no longer; give how many."""
    return tx.what_ifs.forget_before(now - KEPT_FOR)


def _check(tx: ReadTransaction, day: date, supposed: Supposition, now: datetime) -> None:
    if supposed.is_empty:
        msg = "Expected something that is different, got nothing."
        raise BadWish(msg, field="supposed")
    shifts = [
        shift
        for shift in tx.shifts.of_day(day)
        if shift.state is not ShiftState.CANCELED and shift.ends_at > now
    ]
    couriers = {shift.courier for shift in shifts}
    for courier in (*supposed.fewer, *(one.like for one in supposed.more)):
        if courier not in couriers:
            raise NotFound.of(kind="shift", name=courier)
    if len(set(supposed.fewer)) != len(supposed.fewer):
        msg = "Expected each courier once."
        raise BadWish(msg, field="fewer")
    if any(one.ends_at <= max(now, one.starts_at) for one in supposed.more):
        msg = "Expected a shift that ends after it starts, and is not over."
        raise BadWish(msg, field="more")
    _check_windows(tx, day, supposed, now)
    overlay = overlay_of(supposed, now=now)
    try:
        with_weights(tx.policies.at(now), supposed)
        if overlay is not None:
            parts_of(overlay, name=str(overlay.id), version=overlay.version)
    except ValueError as error:
        raise BadWish(str(error), field="supposed") from error


def _check_windows(tx: ReadTransaction, day: date, supposed: Supposition, now: datetime) -> None:
    orders = [one.order for one in supposed.windows]
    if len(set(orders)) != len(orders):
        msg = "Expected each order once."
        raise BadWish(msg, field="windows")
    for one in supposed.windows:
        order = tx.orders.get(one.order)
        if order.day != day or tx.coop.day_of(one.window.latest) != day:
            msg = f"Order {order.id!r} is for {order.day}."
            raise BadWish(msg, field="windows")
        if order.state not in OPEN_STATES:
            msg = f"Order {order.id!r} is {order.state.value}."
            raise TransitionRefused(msg, order=order.id, state=order.state.value)
        if one.window.latest < now:
            msg = f"Expected a window that is not over, got one until {one.window.latest}."
            raise BadWish(msg, field="windows")
