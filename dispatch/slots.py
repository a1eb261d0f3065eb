"""Slots: windows of a day that can be booked, with what room is left in each."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dispatch.errors import BadWish, NotFound, SlotUnavailable
from dispatch.model import Role, Slot, SlotState, Window
from dispatch.permission import require

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model import Actor, Coop, QuoteId, SlotRule, StorefrontId
    from dispatch.store import ReadTransaction

FAR_AHEAD = timedelta(days=90)
STAMP = "%Y%m%dT%H%M"


def slots_of(
    tx: ReadTransaction,
    actor: Actor,
    day: date,
    *,
    storefront: StorefrontId | None,
    now: datetime,
) -> tuple[Slot, ...]:
    """List the slots of a day with what room they have, by their begin.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    day
        Date on which they begin.
    storefront
        Whose; a storefront's own may be left out.
    now
        What cut-offs and notice are measured against.

    Raises
    ------
    NotFound
        When there is no such storefront, or it is another one than the actor's.
    BadWish
        When a dispatcher does not say whose.
    """
    require(actor, Role.STOREFRONT, Role.DISPATCHER)
    whose = storefront or actor.storefront
    if whose is None:
        msg = "Expected the storefront whose slots are asked for, got none."
        raise BadWish(msg, field="storefront")
    if actor.role is Role.STOREFRONT and whose != actor.storefront:
        raise NotFound.of(kind="storefront", name=whose)
    tx.storefronts.get(whose)
    return _slots(tx, day, storefront=whose, now=now)


def slot_to_book(
    tx: ReadTransaction,
    name: str,
    *,
    storefront: StorefrontId,
    now: datetime,
    but: QuoteId | None = None,
) -> Slot:
    """Give a slot if it can be booked now.

    Parameters
    ----------
    tx
        Knows what has been booked.
    name
        Id of the slot.
    storefront
        For whom.
    now
        The present moment.
    but
        A quote whose own hold does not count.

    Raises
    ------
    SlotUnavailable
        When there is no such slot, it is full, or it is too late to book it.
    """
    try:
        day = datetime.strptime(name.rpartition(":")[2], STAMP).date()  # noqa: DTZ007 - a day
    except ValueError as error:
        raise _unavailable(name, "unknown") from error
    found = _slots(tx, day, storefront=storefront, now=now, but=but)
    slot = next((one for one in found if one.id == name), None)
    if slot is None:
        raise _unavailable(name, "unknown")
    if slot.state is not SlotState.OPEN:
        raise _unavailable(name, slot.state.value)
    return slot


def open_slot_in(
    tx: ReadTransaction, window: Window, *, storefront: StorefrontId, now: datetime
) -> tuple[str | None, bool]:
    """Find the first open slot inside a window, and tell whether there should be one.

    Returns
    -------
        Its id; and whether the storefront has slots, but none of them can be booked then.
    """
    if not tx.slot_rules.for_storefront(storefront):
        return None, False
    day = tx.coop.date_of(window.earliest)
    for slot in _slots(tx, day, storefront=storefront, now=now):
        is_inside = window.earliest <= slot.window.earliest and slot.window.latest <= window.latest
        if is_inside and slot.state is SlotState.OPEN:
            return slot.id, False
    return None, True


def next_open(
    tx: ReadTransaction, after: Slot, *, storefront: StorefrontId, now: datetime, days: int
) -> Iterator[Slot]:
    """Give the open slots after another one, earliest first, for some days."""
    first = tx.coop.date_of(after.window.earliest)
    for ahead in range(days):
        for slot in _slots(tx, first + timedelta(days=ahead), storefront=storefront, now=now):
            if slot.state is SlotState.OPEN and slot.window.earliest > after.window.earliest:
                yield slot


def _slots(
    tx: ReadTransaction,
    day: date,
    *,
    storefront: StorefrontId,
    now: datetime,
    but: QuoteId | None = None,
) -> tuple[Slot, ...]:
    rules = tx.slot_rules.for_storefront(storefront)
    if not rules or not timedelta(days=-1) <= day - tx.coop.day_of(now) <= FAR_AHEAD:
        return ()
    taken = Counter(tx.orders.slots_of(day))
    taken.update(tx.quotes.held_slots(day, now, but=but))
    found = [
        _slot(rule, window, until, taken, now=now)
        for rule in rules
        for window, until in _windows(rule, tx.coop, day)
    ]
    return tuple(sorted(found, key=lambda slot: (slot.window.earliest, slot.id)))


def _slot(
    rule: SlotRule, window: Window, until: datetime, taken: Counter[str], *, now: datetime
) -> Slot:
    name = f"{rule.id}:{window.earliest.strftime(STAMP)}"
    num_taken = taken[name]
    state = SlotState.FULL if num_taken >= rule.capacity else SlotState.OPEN
    return Slot(
        id=name,
        window=window,
        capacity=rule.capacity,
        taken=num_taken,
        bookable_until=until,
        state=SlotState.CLOSED if now > until else state,
    )


def _windows(rule: SlotRule, coop: Coop, day: date) -> Iterator[tuple[Window, datetime]]:
    """Cut a day of a rule into windows, each with the last moment to book it."""
    if day.weekday() not in rule.weekdays:
        return
    zone = ZoneInfo(coop.time_zone)

    def moment(on: date, clock: time, after: timedelta = timedelta()) -> datetime:
        return (datetime.combine(on, clock) + after).replace(tzinfo=zone)

    cut_off = None
    if rule.cut_off is not None:
        cut_off = moment(day - timedelta(days=rule.cut_off_days), rule.cut_off)
    length = timedelta(seconds=rule.length_s)
    for place in range(rule.open_s // rule.length_s):
        begins = moment(day, rule.opens, place * length)
        ends = moment(day, rule.opens, (place + 1) * length)
        until = begins - timedelta(seconds=rule.notice_s)
        yield (
            Window(earliest=begins, latest=ends),
            until if cut_off is None else min(until, cut_off),
        )


def _unavailable(name: str, why: str) -> SlotUnavailable:
    msg = f"Expected a slot that can be booked, got {name!r}, which is {why}."
    return SlotUnavailable(msg, slot=name, state=why)
