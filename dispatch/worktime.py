"""Work records from what happened, and what a day of them adds up to."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.model import Tally
from dispatch.store.repositories.rules import rules_at
from fairness.drops import drops_worth_minor
from fairness.hours import common, joined, total_s, without
from fairness.pay import paid_stretches
from fairness.work import WorkKind, WorkRecord
from routing.solution import StopKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from dispatch.model import CourierId, Order, OrderId, Shift, StopFact
    from dispatch.store import Transaction
    from fairness.hours import Stretch
    from fairness.policy import Policy


def stop_records(  # noqa: PLR0913 - all named by the caller
    shift: Shift,
    order: Order,
    fact: StopFact,
    *,
    name: str,
    before: datetime,
    waited_until: datetime | None,
    is_more: bool = False,
) -> Iterator[WorkRecord]:
    """Give the work of reaching and serving a stop.

    The leg's metres and seconds are those of the plan; a delivery is a paid drop over the
    order's own distance and ascent, whatever the detour.

    Parameters
    ----------
    shift, order, fact
        Whose work, for which order, and what happened.
    name
        Begin of the records' ids.
    before
        When the courier had nothing to do before this stop: the end of the last one.
    waited_until
        Until when the courier was held up there, if they were.
    is_more
        Whether the drop is paid already, the weight is not: the same shift has delivered a part
        of that order, or somebody wrote the drop down.
    """
    served_at = fact.served_at or fact.arrived_at
    left_at = max(before, fact.arrived_at - timedelta(seconds=fact.travel_s))
    if fact.travel_s and left_at < fact.arrived_at:
        yield WorkRecord(
            id=f"{name}:travel",
            courier=fact.courier,
            shift=shift.id,
            kind=WorkKind.TRAVEL,
            begins_at=left_at,
            ends_at=fact.arrived_at,
            meters=fact.distance_m,
        )
    begins_at = fact.arrived_at
    if waited_until is not None:
        begins_at = min(served_at, max(begins_at, waited_until))
    is_delivered = fact.kind is StopKind.DELIVERY and fact.state == "done"
    is_drop = is_delivered and not is_more
    yield WorkRecord(
        id=f"{name}:service",
        courier=fact.courier,
        shift=shift.id,
        kind=WorkKind.SERVICE,
        begins_at=begins_at,
        ends_at=max(begins_at, served_at),
        meters=order.delivery.distance_m if is_delivered else 0,
        climb_m=order.delivery.climb_m if is_drop else 0,
        weight_g=order.delivery.load[0] if is_delivered else 0,
        order=order.id,
        is_drop=is_drop,
    )


def waiting_record(
    shift: Shift, order: Order, kind: StopKind, begins_at: datetime, ends_at: datetime
) -> WorkRecord:
    """Give the record of being held up at a stop."""
    moment = int(begins_at.timestamp())
    return WorkRecord(
        id=f"{order.id}:{kind.value}:waiting:{moment}",
        courier=shift.courier,
        shift=shift.id,
        kind=WorkKind.WAITING,
        begins_at=begins_at,
        ends_at=max(begins_at, ends_at),
        order=order.id,
    )


def return_name(order: OrderId) -> str:
    """Name the record of bringing an order back to its sender."""
    return f"{order}:return"


def return_record(shift: Shift, order: Order, *, before: datetime, at: datetime) -> WorkRecord:
    """Give the work of bringing back what could not be handed over: a paid drop of its own.

    Parameters
    ----------
    shift, order
        Whose work, and for which order.
    before
        When the courier had nothing to do before that.
    at
        When it was handed back.
    """
    return WorkRecord(
        id=return_name(order.id),
        courier=shift.courier,
        shift=shift.id,
        kind=WorkKind.TRAVEL,
        begins_at=min(before, at),
        ends_at=at,
        meters=order.delivery.distance_m,
        order=order.id,
        is_drop=True,
    )


def online_records(shift: Shift, *, until: datetime) -> tuple[WorkRecord, ...]:
    """Give the stretches in which a courier was online, and those in which they rested.

    Care windows are neither. A pause is online for as long as paid rests were agreed in the
    shift; what is beyond that is a break.

    Parameters
    ----------
    shift
        A shift that has begun.
    until
        Its end, or the present moment.
    """
    if shift.began_at is None:
        return ()
    whole = ((max(shift.began_at, shift.starts_at), until),)
    care = [(one.begins_at, one.ends_at) for one in shift.care]
    rests = without(common(whole, _rests(shift, until)), care)
    kinds = (
        ("online", WorkKind.IDLE, without(whole, (*care, *rests))),
        ("break", WorkKind.BREAK, rests),
    )
    return tuple(
        WorkRecord(
            id=f"{shift.id}:{word}:{number}",
            courier=shift.courier,
            shift=shift.id,
            kind=kind,
            begins_at=first,
            ends_at=last,
        )
        for word, kind, stretches in kinds
        for number, (first, last) in enumerate(stretches)
    )


def _rests(shift: Shift, until: datetime) -> tuple[Stretch, ...]:
    """Give the pauses of a shift beyond the paid rests that were agreed."""
    left = timedelta(seconds=sum(one.duration_s for one in shift.breaks if one.is_paid))
    found = []
    for pause in shift.pauses:
        ends_at = max(pause.begins_at, pause.ends_at or until)
        paid = min(left, ends_at - pause.begins_at)
        left -= paid
        found.append((pause.begins_at + paid, ends_at))
    return joined(found)


def by_shift(records: Iterable[WorkRecord]) -> tuple[tuple[WorkRecord, ...], ...]:
    """Sort work records into the shifts they are of, and both by time."""
    found: dict[tuple[str, str], list[WorkRecord]] = defaultdict(list)
    for record in sorted(records, key=lambda one: (one.begins_at, one.ends_at, one.id)):
        found[record.courier, record.shift].append(record)
    return tuple(
        tuple(mine)
        for mine in sorted(found.values(), key=lambda mine: (mine[0].begins_at, mine[0].shift))
    )


def keep_tally(tx: Transaction, courier: CourierId, day: date) -> Tally:
    """Add up a courier's day anew and write it down."""
    records = tx.work.of_courier(courier, day, day)
    return tx.tallies.put(tally_of(tx.policies.all(), courier, day, records))


def tally_of(
    policies: Sequence[Policy], courier: CourierId, day: date, records: Sequence[WorkRecord]
) -> Tally:
    """Add up a courier's day: online time, and what its drops are worth.

    Raises
    ------
    NotFound
        When no policy holds so early.
    """
    online_s, worth_minor = 0, 0
    taken: tuple[Stretch, ...] = ()
    for mine in by_shift(records):
        policy = rules_at(policies, mine[0].begins_at)
        paid = paid_stretches(policy, mine, earlier=taken)
        taken = (*taken, *paid)
        online_s += total_s(paid)
        worth_minor += drops_worth_minor(policy, mine)
    return Tally(
        courier=courier,
        day=day,
        online_s=online_s,
        earned_minor=worth_minor,
        num_drops=sum(record.is_drop for record in records),
    )
