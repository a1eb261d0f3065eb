"""Orders that come again and again: agreed once, skipped, paused, changed and ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dispatch import ordering, wishes
from dispatch.errors import (
    BadWish,
    StaleVersion,
    TransitionRefused,
)
from dispatch.events import EventKind
from dispatch.model import (
    Actor,
    OrderState,
    RunState,
    StandingOrder,
    StandingOrderId,
    StandingRun,
    StandingState,
)
from dispatch.permission import require_storefront
from dispatch.recurrence import check_rule, days_of, rest_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime, time

    from dispatch.model import QuoteWish
    from dispatch.store import ReadTransaction, Transaction
    from dispatch.streets import Streets

DAYS_SHOWN: Final = 60
MOST_STANDING: Final = 500
"""Standing orders of one storefront that have not ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is wanted again and again.

    Attributes
    ----------
    wish
        What to carry each time; its times do not count.
    rule, starts_on
        On which days, as an RRULE, and from which day on.
    opens, closes
        By the co-op's clock, between which it is to be delivered.
    ready
        From when on it can be picked up; ``None``: an hour before.
    reference
        The storefront's own name for each order.
    ends_on
        Last day; ``None``: the rule says it.
    """

    wish: QuoteWish
    rule: str
    starts_on: date
    opens: time
    closes: time
    ready: time | None = None
    reference: str = ""
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingDay:
    """One of the next days of a standing order.

    Attributes
    ----------
    day
        Which.
    run
        What became of it; ``None``: it is not ordered yet.
    """

    day: date
    run: StandingRun | None


def add(  # noqa: PLR0913 - a use case's values
    tx: Transaction,
    actor: Actor,
    wanted: Standing,
    *,
    streets: Streets,
    now: datetime,
    new_id: Callable[[], str],
) -> StandingOrder:
    """Agree to an order that comes again and again.

    Raises
    ------
    RuleImpossible
        When the rule names no day that can be meant.
    BadWish
        When its hours end before they begin, or it would end before it starts.
    RuleError
        As `dispatch.wishes.resolve`, for what could never be carried.
    """
    return _begin(tx, actor, wanted, streets=streets, now=now, new_id=new_id)


def _begin(  # noqa: PLR0913 - as `add`
    tx: Transaction,
    actor: Actor,
    wanted: Standing,
    *,
    streets: Streets,
    now: datetime,
    new_id: Callable[[], str],
    state: StandingState = StandingState.ACTIVE,
    skipped: tuple[date, ...] = (),
) -> StandingOrder:
    storefront = wishes.storefront_of(tx, actor, wanted.wish)
    known = tx.standing_orders.of_storefront(storefront.id)
    if sum(one.state is not StandingState.ENDED for one in known) >= MOST_STANDING:
        msg = f"Expected at most {MOST_STANDING} standing orders of one storefront."
        raise BadWish(msg, field="rule")
    if wanted.opens >= wanted.closes:
        msg = f"Expected hours that end after they begin, got {wanted.opens}, {wanted.closes}."
        raise BadWish(msg, field="to")
    today = tx.coop.day_of(now)
    starts_on = max(wanted.starts_on, today)
    if wanted.ends_on is not None and wanted.ends_on < starts_on:
        msg = f"Expected a last day from {starts_on} on, got {wanted.ends_on}."
        raise BadWish(msg, field="ends_on")
    wish = replace(
        wanted.wish, storefront=storefront.id, ready_at=None, deliver_between=None, slot=None
    )
    wishes.resolve(tx, storefront, wish, streets=streets, now=now)
    made = StandingOrder(
        id=StandingOrderId(new_id()),
        storefront=storefront.id,
        member=actor.member,
        state=state,
        wish=wish,
        rule=check_rule(wanted.rule, starts_on),
        starts_on=starts_on,
        opens=wanted.opens,
        closes=wanted.closes,
        ready=wanted.ready or _earlier(wanted.opens),
        reference=wanted.reference,
        created_at=now,
        ends_on=wanted.ends_on,
        skipped=skipped,
    )
    tx.standing_orders.add(made)
    _record(tx, actor, EventKind.STANDING_ADDED, made, now)
    return made


def find(tx: ReadTransaction, actor: Actor, name: StandingOrderId) -> StandingOrder:
    """Give a standing order.

    Raises
    ------
    NotFound
        When there is none, or it is another storefront's.
    """
    known = tx.standing_orders.get(name)
    require_storefront(actor, known.storefront, kind="standing order", name=name)
    return known


def next_days(
    tx: ReadTransaction, known: StandingOrder, *, now: datetime
) -> tuple[StandingDay, ...]:
    """Give the days from today on, with what became of each, for two months."""
    today = tx.coop.day_of(now)
    runs = {run.day: run for run in tx.standing_runs.of(known.id, today)}
    until = today + timedelta(days=DAYS_SHOWN)
    days = () if known.state is StandingState.ENDED else coming(known, today, until)
    for day in known.skipped:
        if day in days:
            runs.setdefault(day, _skipped(known, day, now))
    return tuple(StandingDay(day=day, run=runs.get(day)) for day in sorted({*runs, *days}))


def set_state(
    tx: Transaction,
    actor: Actor,
    name: StandingOrderId,
    state: StandingState,
    *,
    now: datetime,
) -> StandingOrder:
    """Pause, resume or end a standing order; what is ordered already stays ordered.

    Days that pass while it is paused are not ordered afterwards.

    Raises
    ------
    NotFound
        When the storefront has no such standing order.
    TransitionRefused
        When it has ended.
    """
    known = find(tx, actor, name)
    if known.state is StandingState.ENDED and state is not StandingState.ENDED:
        msg = f"Standing order {name!r} has ended; make a new one."
        raise TransitionRefused(msg, state=known.state.value)
    if known.state is state:
        return known
    return _save(tx, actor, replace(known, state=state), now)


def skip(
    tx: Transaction,
    actor: Actor,
    name: StandingOrderId,
    day: date,
    *,
    now: datetime,
) -> StandingOrder:
    """Order nothing on a day; what was ordered for it already is canceled.

    Raises
    ------
    NotFound
        When the storefront has no such standing order.
    BadWish
        When it has no such day.
    TransitionRefused
        When the order of that day is on its way or done.
    """
    known = find(tx, actor, name)
    if day < tx.coop.day_of(now) or day not in coming(known, day, day):
        msg = f"Expected a coming day of standing order {name!r}, got {day}."
        raise BadWish(msg, field="day")
    _take_back(tx, actor, known, day, now=now)
    tx.standing_runs.put(_skipped(known, day, now))
    return _save(tx, actor, replace(known, skipped=tuple(sorted({*known.skipped, day}))), now)


def revise(  # noqa: PLR0913 - a use case's values
    tx: Transaction,
    actor: Actor,
    name: StandingOrderId,
    wanted: Standing,
    *,
    if_version: int | None = None,
    streets: Streets,
    now: datetime,
    new_id: Callable[[], str],
) -> StandingOrder:
    """Change a standing order from a day on: the old one ends before it, a new one begins.

    Days before that are ordered as they were. One that is paused stays so. Orders that were
    made ahead for that day and later are canceled, and made anew as they should be now.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    name, wanted
        Which one, and what it is from `wanted.starts_on` on. The same rule goes on counting
        where it was.
    if_version
        The version that was looked at.
    streets
        The co-op's city.
    now, new_id
        Time and id of the new one.

    Raises
    ------
    NotFound
        When the storefront has no such standing order.
    StaleVersion
        When it has changed since the actor looked at it.
    TransitionRefused
        When it has ended, or an order from that day on is on its way.
    RuleImpossible
        When the same rule has no day left.
    RuleError
        As `add`.
    """
    known = find(tx, actor, name)
    if if_version not in {None, known.version}:
        msg = f"Expected version {known.version} of {name!r}, got {if_version}."
        raise StaleVersion(msg, got=if_version, newest=known.version)
    if known.state is StandingState.ENDED:
        msg = f"Standing order {name!r} has ended; make a new one."
        raise TransitionRefused(msg, state=known.state.value)
    today = tx.coop.day_of(now)
    day = max(wanted.starts_on, today, known.starts_on)
    rule = check_rule(wanted.rule, day)
    if rule == known.rule:
        last = day + timedelta(days=DAYS_SHOWN * 7)
        day = next(iter(days_of(rule, known.starts_on, day, last)), day)
        rule = rest_of(rule, known.starts_on, day)
    for run in tx.standing_runs.of(known.id, day):
        _take_back(tx, actor, known, run.day, now=now)
    before = replace(known, ends_on=day - timedelta(days=1))
    if not _has_days_to_order(tx, before, today, day):
        before = replace(before, state=StandingState.ENDED)
    _save(tx, actor, before, now)
    ends_on = wanted.ends_on or known.ends_on
    changed = replace(wanted, rule=rule, starts_on=day, ends_on=ends_on)
    return _begin(
        tx,
        actor,
        changed,
        streets=streets,
        now=now,
        new_id=new_id,
        state=known.state,
        skipped=tuple(one for one in known.skipped if one >= day),
    )


def coming(known: StandingOrder, first: date, last: date) -> tuple[date, ...]:
    """Give the days of a standing order between two days, skipped ones too."""
    if known.ends_on is not None:
        last = min(last, known.ends_on)
    return days_of(known.rule, known.starts_on, first, last)


def _earlier(clock: time) -> time:
    """Give the time an hour before another one, on the same day."""
    return clock.replace(hour=clock.hour - 1) if clock.hour else clock.min


def _skipped(known: StandingOrder, day: date, now: datetime) -> StandingRun:
    return StandingRun(
        standing=known.id,
        day=day,
        state=RunState.SKIPPED,
        order=None,
        reason=None,
        tried_at=now,
    )


def _has_days_to_order(tx: ReadTransaction, known: StandingOrder, first: date, last: date) -> bool:
    runs = {run.day: run for run in tx.standing_runs.of(known.id, first)}
    return any(
        day not in runs or runs[day].state is RunState.MISSED
        for day in coming(known, first, last)
        if day not in known.skipped
    )


def _take_back(
    tx: Transaction, actor: Actor, known: StandingOrder, day: date, *, now: datetime
) -> None:
    """Cancel what was ordered ahead for a day."""
    run = tx.standing_runs.find(known.id, day)
    if run is None or run.order is None:
        return
    order = tx.orders.get(run.order)
    if order.state is not OrderState.CANCELED:
        ordering.cancel(tx, actor, order.id, now=now)


def _save(tx: Transaction, actor: Actor, changed: StandingOrder, now: datetime) -> StandingOrder:
    saved = tx.standing_orders.save(replace(changed, version=changed.version + 1))
    _record(tx, actor, EventKind.STANDING_CHANGED, saved, now)
    return saved


def _record(
    tx: Transaction, actor: Actor, kind: EventKind, known: StandingOrder, now: datetime
) -> None:
    tx.record(
        kind,
        actor=actor.member,
        at=now,
        subjects={"standing_order": str(known.id), "storefront": str(known.storefront)},
        payload={"state": known.state.value, "version": known.version},
    )
