"""What some days amount to."""

from datetime import date
from typing import Self

from api.schemas.fairness import EquityOut
from api.schemas.fields import Answer, Day, Params
from dispatch.reporting import CourierPeriod, DayFigures, Report


class ReportParams(Params):
    """Which days, both included; without them, this week until today."""

    first_day: Day | None = None
    last_day: Day | None = None


class DayFiguresOut(Answer):
    """What one day amounts to."""

    day: date
    delivered: int
    failed: int
    canceled: int
    open: int
    made: int
    on_time: int
    distance_m: int
    motor_m: int
    online_s: int

    @classmethod
    def of(cls, one: DayFigures) -> Self:
        """Write a day."""
        return cls(
            day=one.day,
            delivered=one.num_delivered,
            failed=one.num_failed,
            canceled=one.num_canceled,
            open=one.num_open,
            made=one.num_made,
            on_time=one.num_on_time,
            distance_m=one.distance_m,
            motor_m=one.motor_m,
            online_s=one.online_s,
        )


class CourierPeriodOut(Answer):
    """What the days amount to for one courier."""

    courier_id: str
    name: str
    drops: int
    distance_m: int
    online_s: int
    pay_minor: int
    top_up_minor: int
    tips_minor: int
    pay_per_hour_minor: int | None

    @classmethod
    def of(cls, one: CourierPeriod) -> Self:
        """Write a courier."""
        return cls(
            courier_id=one.courier.id,
            name=one.courier.name,
            drops=one.num_drops,
            distance_m=one.distance_m,
            online_s=one.online_s,
            pay_minor=one.pay_minor,
            top_up_minor=one.top_up_minor,
            tips_minor=one.tips_minor,
            pay_per_hour_minor=one.per_hour_minor,
        )


class ReportOut(Answer):
    """Volume, punctuality, the way, hours, pay without tips per hour, and how even it is."""

    first_day: date
    last_day: date
    currency: str
    floor_per_hour_minor: int
    days: list[DayFiguresOut]
    couriers: list[CourierPeriodOut]
    equity: EquityOut

    @classmethod
    def of(cls, report: Report, currency: str) -> Self:
        """Write a report."""
        return cls(
            first_day=report.period.first_day,
            last_day=report.period.last_day,
            currency=currency,
            floor_per_hour_minor=report.floor_per_hour_minor,
            days=[DayFiguresOut.of(one) for one in report.days],
            couriers=[CourierPeriodOut.of(one) for one in report.couriers],
            equity=EquityOut.of(report.equity),
        )
