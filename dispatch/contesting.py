"""A courier objects to a decision; a person answers within two weeks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.errors import BadWish, NotAllowed, NotFound, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import (
    ANSWER_WITHIN,
    MOST_LETTERS,
    Contestation,
    ContestationId,
    ContestationState,
    PlanState,
    Role,
)
from dispatch.permission import require, require_courier

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dispatch.model import Actor, OrderId
    from dispatch.store import ReadTransaction, Transaction


def contest(  # noqa: PLR0913 - a use case's values
    tx: Transaction,
    actor: Actor,
    order: OrderId,
    objection: str,
    *,
    now: datetime,
    new_id: Callable[[], str],
) -> Contestation:
    """Object to who has an order, or to nobody having it.

    Parameters
    ----------
    tx, actor
        In which co-op; the actor is a courier.
    order
        The decision about which order.
    objection
        In the courier's own words.
    now, new_id
        Time and id of the objection.

    Returns
    -------
    Contestation
        With the moment until which a person answers.

    Raises
    ------
    NotFound
        When there is no such order, or the courier has neither it nor a shift on its day.
    BadWish
        When nothing is said, or too much.
    TransitionRefused
        When an earlier objection of the courier to this decision still waits for its answer.
    """
    courier = require_courier(actor)
    known = tx.orders.get(order)
    if known.courier != courier and not tx.shifts.of_courier(courier, known.day, known.day):
        raise NotFound.of(kind="order", name=order)
    words = _said(objection, "objection")
    for earlier in tx.contestations.of_courier(courier):
        if earlier.order == order and earlier.state is ContestationState.OPEN:
            msg = f"Contestation {earlier.id!r} of order {order!r} waits for its answer."
            raise TransitionRefused(msg, contestation=earlier.id, state=earlier.state.value)
    made = Contestation(
        id=ContestationId(new_id()),
        courier=courier,
        member=actor.member,
        order=order,
        day=known.day,
        holder=known.courier,
        plan_version=tx.plans.newest_version_in(known.day, PlanState.PUBLISHED),
        policy_version=tx.policies.at(max(now, tx.coop.beginning(known.day))).version,
        objection=words,
        opened_at=now,
        answer_by=now + ANSWER_WITHIN,
    )
    tx.contestations.add(made)
    _record(tx, actor, EventKind.CONTESTATION_OPENED, made, now)
    return made


def answer(  # noqa: PLR0913 - a use case's values
    tx: Transaction,
    actor: Actor,
    contestation: ContestationId,
    outcome: ContestationState,
    said: str,
    *,
    now: datetime,
) -> Contestation:
    """Answer an objection, as a person who did not make it.

    An answer that comes late is taken as well; the record shows when it came.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    contestation
        Which objection.
    outcome
        `UPHELD` or `RECTIFIED`.
    said
        Why the decision stands, or what was put right.
    now
        When.

    Raises
    ------
    NotFound
        When there is no such objection.
    NotAllowed
        When the actor made it, or is the courier whom it is about.
    BadWish
        When nothing is said, or too much, or the outcome is none.
    TransitionRefused
        When it was answered already.
    """
    require(actor, Role.DISPATCHER)
    known = tx.contestations.get(contestation)
    if actor.member == known.member or actor.courier == known.courier:
        msg = "Expected somebody else than who objected to answer."
        raise NotAllowed(msg, role=actor.role.value)
    if known.state is not ContestationState.OPEN:
        msg = f"Contestation {contestation!r} was answered: {known.state.value}."
        raise TransitionRefused(msg, contestation=contestation, state=known.state.value)
    if outcome not in {ContestationState.UPHELD, ContestationState.RECTIFIED}:
        msg = f"Expected upheld or rectified, got {outcome.value}."
        raise BadWish(msg, field="outcome")
    answered = replace(
        known,
        state=outcome,
        answer=_said(said, "answer"),
        answered_by=actor.member,
        answered_at=now,
    )
    tx.contestations.save(answered)
    _record(tx, actor, EventKind.CONTESTATION_ANSWERED, answered, now)
    return answered


def erase(tx: Transaction, actor: Actor, contestation: ContestationId, *, now: datetime) -> None:
    """Erase what was said in an objection and in its answer, as who objected may ask.

    What was decided when, and that somebody objected, stays. An objection that waits is taken
    back by it. Erasing again changes nothing.

    Parameters
    ----------
    tx, actor
        In which co-op and who: the courier who objected, or a dispatcher for them.
    contestation
        Which objection.
    now
        When.

    Raises
    ------
    NotFound
        When there is no such objection, or it is another courier's.
    """
    require(actor, Role.COURIER, Role.DISPATCHER)
    known = tx.contestations.get(contestation)
    if actor.role is Role.COURIER and known.courier != require_courier(actor):
        raise NotFound.of(kind="contestation", name=contestation)
    if known.is_erased:
        return
    is_open = known.state is ContestationState.OPEN
    state = ContestationState.WITHDRAWN if is_open else known.state
    erased = replace(known, objection="", answer="", state=state)
    tx.contestations.save(erased)
    _record(tx, actor, EventKind.CONTESTATION_ERASED, erased, now)


def waiting(tx: ReadTransaction, actor: Actor) -> tuple[Contestation, ...]:
    """List the objections of the co-op: those that wait first, by when an answer is due."""
    require(actor, Role.DISPATCHER)
    return tx.contestations.by_deadline()


def mine(tx: ReadTransaction, actor: Actor) -> tuple[Contestation, ...]:
    """List a courier's own objections, the newest first."""
    return tx.contestations.of_courier(require_courier(actor))


def _said(words: str, field: str) -> str:
    trimmed = words.strip()
    if not 0 < len(trimmed) <= MOST_LETTERS:
        msg = f"Expected 1 to {MOST_LETTERS} letters, got {len(trimmed)}."
        raise BadWish(msg, field=field)
    return trimmed


def _record(
    tx: Transaction, actor: Actor, kind: EventKind, about: Contestation, now: datetime
) -> None:
    """Tell what happened; neither the objection nor the answer is in the event."""
    tx.record(
        kind,
        actor=actor.member,
        at=now,
        day=about.day,
        subjects={"contestation": str(about.id), "courier": str(about.courier)},
        payload={"state": about.state.value, "answer_by": about.answer_by.isoformat()},
    )
