"""What pay is computed from besides phones' reports: other work, contracts, rain, tips."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from dispatch.errors import AlreadyExists, BadWish, NotFound, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import CourierId, OrderState, Period, Role
from dispatch.permission import require
from dispatch.tips import keep_tip
from dispatch.wholes import members, own_whole, put_together
from dispatch.worktime import keep_tally
from fairness.money import split_by_weights
from routing.solution import StopKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dispatch.model import Actor, Contract, OrderId, Rain, Tip
    from dispatch.store import Transaction
    from fairness.work import WorkRecord


def record_work(
    tx: Transaction, actor: Actor, records: Sequence[WorkRecord], *, now: datetime
) -> int:
    """Write down work that no phone reported: repair, training, weeks of another system.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    records
        Each counts for the day on which it begins.
    now
        When it is written down.

    Returns
    -------
        How many records there were.

    Raises
    ------
    NotFound
        When a record is of somebody who is no courier here.
    AlreadyExists
        When a record is known, or the drop of its order is.
    TransitionRefused
        When it lies in a period that has been closed.
    """
    require(actor, Role.DISPATCHER)
    couriers = tx.couriers.by_keys({record.courier for record in records})
    days = [tx.coop.day_of(record.begins_at) for record in records]
    for record in records:
        if record.courier not in couriers:
            raise NotFound.of(kind="courier", name=record.courier)
    for day in sorted(set(days)):
        _refuse_closed(tx, Period(first_day=day, last_day=day))
    _refuse_second_drops(tx, records)
    tx.work.add_of_days(records, days)
    touched = {(CourierId(r.courier), d) for r, d in zip(records, days, strict=True)}
    for courier, day in sorted(touched):
        keep_tally(tx, courier, day)
    tx.record(
        EventKind.WORK_RECORDED,
        actor=actor.member,
        at=now,
        payload={"num_records": len(records)},
    )
    return len(records)


def agree_contract(tx: Transaction, actor: Actor, contract: Contract, *, now: datetime) -> Contract:
    """Write down by what form a courier has agreed to be paid; the last word of a day counts.

    Raises
    ------
    NotFound
        When there is no such courier.
    BadWish
        When the policy in force then does not have the form, or not such a need weight.
    TransitionRefused
        When pay of that day or of a later one has been closed: it would be another by then.
    """
    require(actor, Role.DISPATCHER, Role.MEMBER)
    tx.couriers.get(contract.courier)
    begins, _ = tx.coop.bounds(contract.valid_from)
    policy = tx.policies.at(max(begins, now))
    if contract.pay_form not in policy.pay_forms:
        forms = ", ".join(policy.pay_forms)
        msg = f"Expected a form among pay_forms ({forms}), got {contract.pay_form.value}."
        raise BadWish(msg, field="pay_form", clause="pay_forms")
    if contract.need_percent > policy.max_need_percent:
        most = policy.max_need_percent
        msg = f"Expected a need weight up to max_need_percent ({most}), got more."
        raise BadWish(msg, field="need_percent", clause="max_need_percent")
    _refuse_closed(tx, Period(first_day=contract.valid_from, last_day=date.max))
    return _put_contract(tx, actor, contract, now)


def end_salary(
    tx: Transaction, actor: Actor, courier: CourierId, first_day: date, *, now: datetime
) -> None:
    """Let a courier's contracts be for no hours a month from a day on, those to come as well."""
    mine = [one for one in tx.contracts.all() if one.courier == courier]
    held = [one for one in mine if one.valid_from < first_day][-1:]
    for one in (*(replace(last, valid_from=first_day) for last in held), *mine):
        if one.valid_from >= first_day and one.month_s:
            _put_contract(tx, actor, replace(one, month_s=0), now)


def _put_contract(tx: Transaction, actor: Actor, contract: Contract, now: datetime) -> Contract:
    tx.contracts.put(contract)
    tx.record(
        EventKind.CONTRACT_AGREED,
        actor=actor.member,
        at=now,
        subjects={"courier": str(contract.courier)},
        payload={
            "valid_from": contract.valid_from.isoformat(),
            "pay_form": contract.pay_form.value,
            "month_s": contract.month_s,
            "need_percent": contract.need_percent,
        },
    )
    return contract


def note_rain(tx: Transaction, actor: Actor, rain: Rain, *, now: datetime) -> Rain:
    """Note when it rained; the same id twice is the same rain.

    Raises
    ------
    AlreadyExists
        When another rain has that id.
    BadWish
        When it would end in the future.
    """
    require(actor, Role.DISPATCHER, Role.MEMBER)
    if rain.ends_at > now:
        msg = f"Expected rain that is over, got one until {rain.ends_at.isoformat()}."
        raise BadWish(msg, field="ends_at")
    known = tx.rains.find(rain.id)
    if known is not None:
        if (known.begins_at, known.ends_at) != (rain.begins_at, rain.ends_at):
            msg = f"There is another rain {rain.id!r}."
            raise AlreadyExists(msg, kind="rain", id=rain.id)
        return known
    tx.rains.add(rain)
    tx.record(
        EventKind.RAIN_NOTED,
        actor=actor.member,
        at=now,
        day=tx.coop.day_of(rain.begins_at),
        payload={"begins_at": rain.begins_at.isoformat(), "ends_at": rain.ends_at.isoformat()},
    )
    return rain


def give_tip(  # noqa: PLR0913 - a use case's values
    tx: Transaction,
    actor: Actor,
    order: OrderId,
    amount_minor: int,
    *,
    reference: str,
    now: datetime,
) -> Tip:
    """Give a tip for a delivered order; the same reference twice is the same tip.

    Those who brought parts of it share it by the number of parcels.

    Raises
    ------
    NotFound
        When there is no such order, or it is another storefront's.
    TransitionRefused
        When it has not been delivered.
    BadWish
        When the amount is not above zero.
    AlreadyExists
        When the reference came with another amount before.
    """
    known = own_whole(tx, actor, order)
    if amount_minor <= 0:
        msg = f"Expected a tip above 0, got {amount_minor}."
        raise BadWish(msg, field="amount_minor")
    group = members(tx, known)
    given = [tip for one in group if (tip := tx.tips.find(one.id, reference)) is not None]
    if given:
        if sum(tip.amount_minor for tip in given) != amount_minor:
            msg = f"There is another tip {reference!r} for order {order!r}."
            raise AlreadyExists(msg, kind="tip", id=reference)
        return replace(given[0], order=known.id, amount_minor=amount_minor)
    facts = [tx.stop_facts.find(one.id, StopKind.DELIVERY) for one in group]
    state = put_together(group).state
    if state is not OrderState.DELIVERED or None in facts:
        msg = f"Order {order!r} is {state.value}; tips are for delivered orders."
        raise TransitionRefused(msg, order=order, state=state.value)
    shares = split_by_weights(amount_minor, [len(one.delivery.parcels) for one in group])
    kept = [
        keep_tip(tx, actor, one, fact, share, reference=reference, now=now)
        for one, fact, share in zip(group, facts, shares, strict=True)
        if fact is not None and share
    ]
    return replace(kept[0], order=known.id, amount_minor=amount_minor)


def _refuse_closed(tx: Transaction, period: Period) -> None:
    closed = tx.statements.overlapping(period)
    if closed:
        day = max(period.first_day, closed[0].first_day)
        msg = f"Pay of {day} has been closed."
        raise TransitionRefused(msg, day=str(day))


def _refuse_second_drops(tx: Transaction, records: Sequence[WorkRecord]) -> None:
    """Refuse to pay the drop of an order that was reported or written down already."""
    orders = [record.order for record in records if record.is_drop and record.order is not None]
    known = [one.order for one in tx.work.drops_of(orders)]
    for at, order in enumerate(orders):
        reported = tx.stop_facts.find(order, StopKind.DELIVERY)
        is_reported = reported is not None and reported.served_at is not None
        if is_reported or order in known or order in orders[:at]:
            msg = f"The drop of order {order!r} has been recorded."
            raise AlreadyExists(msg, kind="work record", id=order)
