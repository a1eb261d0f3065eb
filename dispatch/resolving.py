"""A person decides about a doubtful report, and what it adds to the courier's pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.added_lines import (
    DECIDED,
    add_correction,
    agreed_line,
    new_correction,
    tell_corrections,
)
from dispatch.errors import BadWish, NotAllowed, NotFound, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import MOST_LETTERS, Period, ReportDecision, Role
from dispatch.permission import require
from fairness.books import BookKind
from fairness.clauses import CLAUSES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from dispatch.model import Actor, CourierId
    from dispatch.store import Transaction


def resolve(  # noqa: PLR0913 - a use case's values
    tx: Transaction,
    actor: Actor,
    courier: CourierId,
    device: str,
    sequence: int,
    *,
    reason: str,
    amount_minor: int = 0,
    clause: str = "",
    now: datetime,
    new_id: Callable[[], str],
) -> ReportDecision:
    """Decide that what was recorded stands, or that something is added to the courier's pay.

    Nothing that was recorded is changed. An addition is a new line: of the statement, when the
    day's pay has been closed, else of the one that comes: of a later period, if the day's own had
    nothing to pay.

    Parameters
    ----------
    tx, actor
        In which co-op and who: a dispatcher.
    courier, device, sequence
        Which report.
    reason
        Why, in the person's own words; the courier reads it.
    amount_minor, clause
        What is added, below zero where too much was recorded, and the clause that it follows.
    now, new_id
        Time and id of the decision.

    Raises
    ------
    NotFound
        When there is no such report, or it was not doubtful.
    NotAllowed
        When it is the actor's own.
    BadWish
        When nothing is said or too much, or an amount comes without a clause of the policy.
    TransitionRefused
        When it was decided before.
    """
    require(actor, Role.DISPATCHER)
    kept = tx.reports.find(courier, device, sequence)
    if kept is None or not kept.code:
        raise NotFound.of(kind="doubtful report", name=f"{courier} {device} {sequence}")
    if actor.courier == courier:
        msg = "Expected somebody else than the courier to decide."
        raise NotAllowed(msg, role=actor.role.value)
    if tx.report_decisions.find(courier, device, sequence) is not None:
        msg = "Somebody decided about this report before."
        raise TransitionRefused(msg, state="decided")
    said = reason.strip()
    if not 0 < len(said) <= MOST_LETTERS:
        msg = f"Expected 1 to {MOST_LETTERS} letters, got {len(said)}."
        raise BadWish(msg, field="reason")
    if amount_minor and clause not in CLAUSES:
        msg = f"Expected a clause of the policy, got {clause!r}."
        raise BadWish(msg, field="clause")
    made = tx.report_decisions.add(
        ReportDecision(
            id=new_id(),
            courier=courier,
            device=device,
            sequence=sequence,
            day=tx.coop.day_of(kept.report.at),
            amount_minor=amount_minor,
            clause=clause if amount_minor else "",
            reason=said,
            decided_by=actor.member,
            decided_at=now,
        )
    )
    tx.record(
        EventKind.REPORT_DECIDED,
        actor=actor.member,
        at=now,
        day=made.day,
        subjects={"courier": str(courier)},
        payload={"sequence": sequence, "code": kept.code, "amount_minor": amount_minor},
    )
    if amount_minor:
        _add_to_closed(tx, made, now)
    return made


def _add_to_closed(tx: Transaction, made: ReportDecision, now: datetime) -> None:
    """Add the line at once where the day's pay has been closed."""
    period = _closed_with(tx, made.day)
    if period is None:
        return
    correction = new_correction(
        made.courier,
        period,
        made.id,
        (agreed_line(made.amount_minor, made.clause),),
        reason=DECIDED,
        author=made.decided_by,
        now=now,
        note=made.reason,
    )
    version = max(one.policy_version for one in tx.statements.of_period(period))
    add_correction(tx, correction, version, BookKind.CORRECTION)
    tell_corrections(tx, made.decided_by, [correction], now=now)


def _closed_with(tx: Transaction, day: date) -> Period | None:
    """Give the closed period that has a day."""
    for first, last in tx.statements.periods():
        if first <= day <= last:
            return Period(first_day=first, last_day=last)
    return None
