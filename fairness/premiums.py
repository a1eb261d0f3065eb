"""Premiums of a shift.

Premiums come on top of the hourly floor and never count toward it. Each kind of premium is
rounded once per line, never per record.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from fairness.clauses import PayForm
from fairness.hours import common, nights, sundays, total_s
from fairness.money import half_up
from fairness.statement import PayKey, PayLine
from fairness.work import WorkKind, covered_s, stretches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, tzinfo

    from fairness.hours import Stretch
    from fairness.policy import Policy
    from fairness.work import WorkRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class DropPay:
    """Pay of one order's drops, before floor and premiums.

    Attributes
    ----------
    drops
        Records that completed a drop.
    amount_minor
        Pay per drop and kilometre.
    stretch
        From the first record of the order to the last drop.
    """

    drops: tuple[WorkRecord, ...]
    amount_minor: int
    stretch: tuple[Stretch, ...] = ()

    @property
    def records(self) -> tuple[str, ...]:
        """Ids of the records that completed a drop."""
        return tuple(record.id for record in self.drops)


def premium_lines(  # noqa: PLR0913 (what premiums depend on)
    policy: Policy,
    records: Sequence[WorkRecord],
    drops: Sequence[DropPay],
    *,
    paid: Sequence[Stretch],
    form: PayForm,
    zone: tzinfo,
    rain: Sequence[Stretch],
) -> Iterator[PayLine]:
    """Give the premium lines of a shift, without lines of zero.

    Rain, night and Sunday are a percentage of the drop pay of drops that were done then;
    where the form pays by time, of the pay of the seconds that were worked then.

    Parameters
    ----------
    policy
        Rules in force.
    records
        Work records of the shift in order of time.
    drops
        Drop pay of the shift; none where the form does not pay drops.
    paid
        Stretches that are paid.
    form
        How the work is paid.
    zone
        Time zone in which nights and Sundays are told.
    rain
        When it rained.

    Yields
    ------
    PayLine
        Climb, load, rain, night, Sunday, then waiting per order.
    """
    climbing = [record for record in records if record.climb_m]
    climb = sum(record.climb_m for record in climbing)
    loaded = [record for record in records if record.weight_g * record.meters]
    gram_meters = sum(record.weight_g * record.meters for record in loaded)
    by_time = _by_time(policy, records, paid, form=form, zone=zone, rain=rain)
    lines = (
        PayLine(
            key=PayKey.CLIMB,
            clause="per_climb_m_minor",
            amount_minor=policy.per_climb_m_minor * climb,
            quantity=climb,
            records=tuple(record.id for record in climbing),
        ),
        PayLine(
            key=PayKey.LOAD,
            clause="per_kg_km_minor",
            amount_minor=half_up(policy.per_kg_km_minor * gram_meters, 1_000_000),
            quantity=gram_meters,
            records=tuple(record.id for record in loaded),
        ),
        *(by_time or _by_drop(policy, drops, zone=zone, rain=rain)),
        *_waiting_lines(policy, records),
    )
    yield from (line for line in lines if line.amount_minor)


def _by_drop(
    policy: Policy, drops: Sequence[DropPay], *, zone: tzinfo, rain: Sequence[Stretch]
) -> tuple[PayLine, ...]:
    in_rain = [drop for drop in drops if common(drop.stretch, rain)]
    at_night = [drop for drop in drops if any(_is_night(policy, d, zone) for d in drop.drops)]
    on_sunday = [drop for drop in drops if any(_is_sunday(d.ends_at, zone) for d in drop.drops)]
    return (
        _on_drops(PayKey.RAIN, "rain_percent", policy.rain_percent, in_rain),
        _on_drops(PayKey.NIGHT, "night_percent", policy.night_percent, at_night),
        _on_drops(PayKey.SUNDAY, "sunday_percent", policy.sunday_percent, on_sunday),
    )


def _by_time(  # noqa: PLR0913 (as premium_lines)
    policy: Policy,
    records: Sequence[WorkRecord],
    paid: Sequence[Stretch],
    *,
    form: PayForm,
    zone: tzinfo,
    rain: Sequence[Stretch],
) -> tuple[PayLine, ...]:
    """Give rain, night and Sunday by the second; nothing where the form pays drops."""
    if form is PayForm.HOURLY:
        rate_minor, per_s = policy.hourly_rate_minor, 3600
    elif form is PayForm.MONTHLY and policy.full_month_s:
        rate_minor, per_s = policy.monthly_pay_minor, policy.full_month_s
    else:
        return ()
    night = nights(paid, begins_at=policy.night_from, ends_at=policy.night_until, zone=zone)

    def line(key: PayKey, clause: str, percent: int, when: Sequence[Stretch]) -> PayLine:
        seconds = total_s(when)
        then = [record.id for record in records if common(stretches([record]), when)]
        return PayLine(
            key=key,
            clause=clause,
            amount_minor=half_up(rate_minor * seconds * percent, per_s * 100),
            quantity=seconds,
            records=tuple(then),
        )

    return (
        line(PayKey.RAIN, "rain_percent", policy.rain_percent, common(paid, rain)),
        line(PayKey.NIGHT, "night_percent", policy.night_percent, night),
        line(PayKey.SUNDAY, "sunday_percent", policy.sunday_percent, sundays(paid, zone=zone)),
    )


def _on_drops(key: PayKey, clause: str, percent: int, drops: Sequence[DropPay]) -> PayLine:
    paid = sum(drop.amount_minor for drop in drops)
    return PayLine(
        key=key,
        clause=clause,
        amount_minor=half_up(paid * percent, 100),
        quantity=paid,
        records=tuple(name for drop in drops for name in drop.records),
    )


def _waiting_lines(policy: Policy, records: Sequence[WorkRecord]) -> Iterator[PayLine]:
    """Give one line per order waited for; waits without an order each stand alone."""

    def awaited(record: WorkRecord) -> tuple[bool, str]:
        return record.order is None, record.order or record.id

    waits = sorted((r for r in records if r.kind is WorkKind.WAITING), key=awaited)
    for _, group in groupby(waits, key=awaited):
        of_order = tuple(group)
        beyond_s = max(0, covered_s(of_order) - policy.waiting_free_s)
        yield PayLine(
            key=PayKey.WAITING,
            clause="per_waiting_minute_minor",
            amount_minor=half_up(policy.per_waiting_minute_minor * beyond_s, 60),
            quantity=beyond_s,
            records=tuple(record.id for record in of_order),
        )


def _is_sunday(moment: datetime, zone: tzinfo) -> bool:
    sunday = 7
    return moment.astimezone(zone).isoweekday() == sunday


def _is_night(policy: Policy, record: WorkRecord, zone: tzinfo) -> bool:
    clock = record.ends_at.astimezone(zone).time()
    if policy.night_from <= policy.night_until:
        return policy.night_from <= clock < policy.night_until
    return clock >= policy.night_from or clock < policy.night_until
