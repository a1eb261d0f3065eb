"""What some days amount to: volume, punctuality, the way, hours, pay, and how even it was."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dispatch.errors import BadWish
from dispatch.model import OrderState, Period, Role, ShiftId
from dispatch.pay_facts import eve_of, has_salary, pay_facts, period_statement, pooled_tips
from dispatch.paying import week_of
from dispatch.permission import require
from dispatch.wholes import state_of
from fairness.measures import Equity, equity
from fairness.work import WorkKind
from routing.streets.profiles import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from dispatch.model import Actor, Courier, OrderId, Shift, StopFact, Tally
    from dispatch.store import ReadTransaction
    from fairness.work import WorkRecord

MOST_DAYS: Final = 92
"""How many days a report may span."""

OPEN: Final = (OrderState.PLACED, OrderState.ASSIGNED, OrderState.PICKED_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """What one day amounts to.

    Attributes
    ----------
    day
        Which.
    num_delivered, num_failed, num_canceled, num_open
        Orders by what became of them; what was brought back has failed, too.
    num_made, num_on_time
        Deliveries that were made, and those of them by the promised time.
    distance_m, motor_m
        Way of all, and that by electric van.
    online_s
        Paid seconds of all.
    """

    day: date
    num_delivered: int
    num_failed: int
    num_canceled: int
    num_open: int
    num_made: int
    num_on_time: int
    distance_m: int
    motor_m: int
    online_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierPeriod:
    """What the days amount to for one courier.

    Attributes
    ----------
    courier
        Who.
    num_drops, distance_m, online_s
        What they did.
    pay_minor, top_up_minor, tips_minor
        What they get, and what of it lifts it to the floor and comes from recipients.
    """

    courier: Courier
    num_drops: int
    distance_m: int
    online_s: int
    pay_minor: int
    top_up_minor: int
    tips_minor: int

    @property
    def per_hour_minor(self) -> int | None:
        """Pay per online hour without tips; ``None``: they were not online."""
        if not self.online_s:
            return None
        return round((self.pay_minor - self.tips_minor) * 3600 / self.online_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What some days amount to.

    Attributes
    ----------
    period
        Which days.
    days
        Each of them, in order.
    couriers
        Who worked or was paid, by name.
    equity
        How even pay per online hour is, without tips, among those who worked.
    floor_per_hour_minor
        What the policy of the last day guarantees.
    """

    period: Period
    days: tuple[DayFigures, ...]
    couriers: tuple[CourierPeriod, ...]
    equity: Equity
    floor_per_hour_minor: int


def report(tx: ReadTransaction, actor: Actor, first: date, last: date, *, now: datetime) -> Report:
    """Put together what some days amount to, from what has happened.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    first, last
        Days, both included; those to come have nothing in them but open orders.
    now
        Decides which policy counts for days to come.

    Raises
    ------
    BadWish
        When they run backwards or are more than 92.
    """
    require(actor, Role.DISPATCHER)
    if not first <= last < first + timedelta(days=MOST_DAYS):
        msg = f"Expected up to {MOST_DAYS} days in order, got {first} to {last}."
        raise BadWish(msg, field="last_day")
    period = Period(first_day=first, last_day=last)
    records = tx.work.of_days(first, last)
    shifts = tx.shifts.by_keys({record.shift for record in records})
    tallies = tx.tallies.of_days(first, last)
    floor = tx.policies.at(max(now, tx.coop.beginning(last))).hourly_floor_minor
    couriers = tuple(_couriers(tx, period, records, tallies))
    worked = [one for one in couriers if one.online_s]
    online = [one.online_s for one in worked]
    paid = [one.pay_minor - one.tips_minor for one in worked]
    return Report(
        period=period,
        days=tuple(_days(tx, period, records, shifts, tallies)),
        couriers=couriers,
        equity=equity(paid, online, hourly_floor_minor=floor),
        floor_per_hour_minor=floor,
    )


def _volume(
    tx: ReadTransaction, period: Period
) -> tuple[dict[date, Counter[OrderState]], Counter[date], Counter[date]]:
    """Count, by day, what became of orders, and deliveries: all, and by the promised time.

    An order in parts is one: as far as its slowest part, delivered with its last one.
    """
    states: dict[date, Counter[OrderState]] = defaultdict(Counter)
    promises: dict[OrderId, datetime] = {}
    parts: dict[tuple[date, OrderId], list[OrderState]] = defaultdict(list)
    wholes: dict[OrderId, OrderId] = {}
    outlines = tx.orders.outlines(period.first_day, period.last_day)
    for name, day, state, promise, part_of in outlines:
        parts[day, part_of or name].append(state)
        promises[name] = promise
        wholes[name] = part_of or name
    for (day, _), found in parts.items():
        states[day][state_of(found)] += 1
    made: Counter[date] = Counter()
    on_time: Counter[date] = Counter()
    last: dict[OrderId, StopFact] = {}
    for fact in tx.stop_facts.deliveries(period.first_day, period.last_day):
        if fact.order in promises:
            known = last.setdefault(wholes[fact.order], fact)
            last[wholes[fact.order]] = max(known, fact, key=lambda one: one.arrived_at)
    for fact in last.values():
        made[fact.day] += 1
        on_time[fact.day] += fact.arrived_at <= promises[fact.order]
    return states, made, on_time


def _days(
    tx: ReadTransaction,
    period: Period,
    records: tuple[WorkRecord, ...],
    shifts: Mapping[ShiftId, Shift],
    tallies: tuple[Tally, ...],
) -> Iterator[DayFigures]:
    states, made, on_time = _volume(tx, period)
    way: Counter[date] = Counter()
    motor: Counter[date] = Counter()
    for record in records:
        if record.kind is WorkKind.TRAVEL:
            shift = shifts.get(ShiftId(record.shift))
            day = tx.coop.day_of(record.begins_at) if shift is None else shift.day
            way[day] += record.meters
            if shift is not None and shift.profile == Profile.E_VAN:
                motor[day] += record.meters
    online: Counter[date] = Counter()
    for tally in tallies:
        online[tally.day] += tally.online_s
    for number in range((period.last_day - period.first_day).days + 1):
        day = period.first_day + timedelta(days=number)
        orders = states[day]
        yield DayFigures(
            day=day,
            num_delivered=orders[OrderState.DELIVERED],
            num_failed=orders[OrderState.FAILED] + orders[OrderState.RETURNED],
            num_canceled=orders[OrderState.CANCELED],
            num_open=sum(orders[state] for state in OPEN),
            num_made=made[day],
            num_on_time=on_time[day],
            distance_m=way[day],
            motor_m=motor[day],
            online_s=online[day],
        )


def _couriers(
    tx: ReadTransaction,
    period: Period,
    records: tuple[WorkRecord, ...],
    tallies: tuple[Tally, ...],
) -> Iterator[CourierPeriod]:
    way: Counter[str] = Counter()
    for record in records:
        if record.kind is WorkKind.TRAVEL:
            way[record.courier] += record.meters
    drops: Counter[str] = Counter()
    online: Counter[str] = Counter()
    for tally in tallies:
        drops[tally.courier] += tally.num_drops
        online[tally.courier] += tally.online_s
    pay: dict[str, Counter[str]] = defaultdict(Counter)
    first_policy = min(policy.valid_from for policy in tx.policies.all())
    for week in _weeks(period):
        if tx.coop.beginning(week.last_day + timedelta(days=1)) > first_policy:
            _add_pay(tx, week, pay)
    for courier in sorted(tx.couriers.all(), key=lambda one: (one.name.casefold(), one.id)):
        if courier.id in pay or online[courier.id] or drops[courier.id]:
            sums = pay[courier.id]
            yield CourierPeriod(
                courier=courier,
                num_drops=drops[courier.id],
                distance_m=way[courier.id],
                online_s=online[courier.id],
                pay_minor=sums["total"],
                top_up_minor=sums["top_up"],
                tips_minor=sums["tips"],
            )


def _weeks(period: Period) -> Iterator[Period]:
    """Part days into the weeks that are settled; the first and the last may be cut."""
    first = period.first_day
    while first <= period.last_day:
        last = min(week_of(first).last_day, period.last_day)
        yield Period(first_day=first, last_day=last)
        first = last + timedelta(days=1)


def _add_pay(tx: ReadTransaction, week: Period, pay: dict[str, Counter[str]]) -> None:
    facts = pay_facts(tx, week)
    mine: dict[str, list[WorkRecord]] = defaultdict(list)
    for record in tx.work.of_days(week.first_day, week.last_day):
        mine[record.courier].append(record)
    online: Counter[str] = Counter()
    for tally in tx.tallies.of_days(week.first_day, week.last_day):
        online[tally.courier] += tally.online_s
    pool = pooled_tips(facts, online)
    before: dict[str, list[WorkRecord]] = defaultdict(list)
    for record in eve_of(tx, week):
        before[record.courier].append(record)
    for courier in tx.couriers.all():
        name = courier.id
        if not (mine[name] or name in pool or has_salary(facts, name, week)):
            continue
        statement = period_statement(
            facts, name, mine[name], week, pooled_tip=pool.get(name), before=before[name]
        )
        pay[name]["total"] += statement.total_minor
        pay[name]["top_up"] += statement.top_up_minor
        pay[name]["tips"] += statement.tips_minor
