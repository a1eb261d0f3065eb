"""Work records from what happened, and what a day of them adds up to."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dispatch.model import Tally
from fairness.pay import pay_for_shift
from fairness.work import WorkKind, WorkRecord
from routing.solution import StopKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from dispatch.model import CourierId, Order, Shift, StopFact
    from dispatch.store import ReadTransaction, Transaction
    from fairness.statement import PayStatement


def stop_records(
    shift: Shift, order: Order, fact: StopFact, *, before: datetime, waited_until: datetime | None
) -> Iterator[WorkRecord]:
    """Give the work of reaching and serving a stop.

    The leg's metres and seconds are those of the plan; a delivery is a paid drop over the
    order's own distance, whatever the detour.

    Parameters
    ----------
    shift, order, fact
        Whose work, for which order, and what happened.
    before
        When the courier had nothing to do before this stop: the end of the last one.
    waited_until
        Until when the courier was held up there, if they were.
    """
    name = f"{order.id}:{fact.kind.value}"
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
    is_drop = fact.kind is StopKind.DELIVERY and fact.state == "done"
    yield WorkRecord(
        id=f"{name}:service",
        courier=fact.courier,
        shift=shift.id,
        kind=WorkKind.SERVICE,
        begins_at=begins_at,
        ends_at=max(begins_at, served_at),
        meters=order.delivery.distance_m if is_drop else 0,
        weight_g=order.delivery.load[0] if is_drop else 0,
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


def online_records(shift: Shift, *, until: datetime) -> tuple[WorkRecord, ...]:
    """Give the stretches in which a courier was online: the shift less pauses and care.

    Parameters
    ----------
    shift
        A shift that has begun.
    until
        Its end, or the present moment.
    """
    if shift.began_at is None:
        return ()
    stretches = [(max(shift.began_at, shift.starts_at), until)]
    away = [(care.begins_at, care.ends_at) for care in shift.care]
    away += [(pause.begins_at, pause.ends_at or until) for pause in shift.pauses]
    for begins_at, ends_at in away:
        stretches = [
            part
            for first, last in stretches
            for part in ((first, min(last, begins_at)), (max(first, ends_at), last))
            if part[0] < part[1]
        ]
    return tuple(
        WorkRecord(
            id=f"{shift.id}:online:{number}",
            courier=shift.courier,
            shift=shift.id,
            kind=WorkKind.IDLE,
            begins_at=first,
            ends_at=last,
        )
        for number, (first, last) in enumerate(stretches)
        if first < last
    )


def shift_statements(
    tx: ReadTransaction, records: Iterable[WorkRecord]
) -> tuple[PayStatement, ...]:
    """Compute the pay of each shift that some records are of, in order of time."""
    by_shift: dict[tuple[str, str], list[WorkRecord]] = defaultdict(list)
    for record in records:
        by_shift[record.courier, record.shift].append(record)
    zone = ZoneInfo(tx.coop.time_zone)
    policies = tx.policies
    return tuple(
        pay_for_shift(policies.at(min(record.begins_at for record in mine)), mine, zone=zone)
        for mine in sorted(by_shift.values(), key=lambda mine: mine[0].begins_at)
    )


def keep_tally(tx: Transaction, courier: CourierId, day: date) -> Tally:
    """Add up a courier's day anew and write it down."""
    records = tx.work.of_courier(courier, day, day)
    return tx.tallies.put(tally_of(tx, courier, day, records))


def tally_of(
    tx: ReadTransaction, courier: CourierId, day: date, records: Sequence[WorkRecord]
) -> Tally:
    """Add up a courier's day."""
    statements = shift_statements(tx, records)
    return Tally(
        courier=courier,
        day=day,
        online_s=sum(statement.paid_s for statement in statements),
        earned_minor=sum(statement.drops_minor for statement in statements),
        num_drops=sum(record.is_drop for record in records),
    )
