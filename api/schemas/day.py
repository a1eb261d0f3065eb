"""The dispatcher's day: plans, orders and couriers in one answer."""

from datetime import datetime
from typing import Self

from api.schemas.fields import Answer, LocationOut
from api.schemas.orders import OrderOut
from api.schemas.plans import PinOut, PlanOut
from dispatch.model import Courier, CourierFigures, Shift, Storefront


class BreakOut(Answer):
    """A rest that must begin inside a window."""

    earliest: datetime
    latest: datetime
    duration_s: int
    is_paid: bool


class CareOut(Answer):
    """Time away during a shift."""

    begins_at: datetime
    ends_at: datetime


class ShiftOut(Answer):
    """Agreed working interval of a courier."""

    id: str
    starts_at: datetime
    ends_at: datetime
    profile: str
    state: str
    start: LocationOut
    breaks: list[BreakOut]
    care: list[CareOut]

    @classmethod
    def of(cls, shift: Shift) -> Self:
        """Write a shift."""
        return cls(
            id=shift.id,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            profile=shift.profile,
            state=shift.state,
            start=LocationOut.of(shift.start),
            breaks=[
                BreakOut(
                    earliest=rest.window.earliest,
                    latest=rest.window.latest,
                    duration_s=rest.duration_s,
                    is_paid=rest.is_paid,
                )
                for rest in shift.breaks
            ],
            care=[CareOut(begins_at=care.begins_at, ends_at=care.ends_at) for care in shift.care],
        )


class CourierOut(Answer):
    """A courier on this day; pay, time and balance are of the plan in force."""

    id: str
    name: str
    initials: str
    profile: str
    color: int
    skills: list[str]
    capacity: list[int]
    time_permille: int
    shift: ShiftOut
    pay_minor: int
    top_up_minor: int
    online_s: int
    balance_minor: int
    balance_s: int

    @classmethod
    def of(
        cls,
        courier: Courier,
        *,
        color: int,
        shift: Shift,
        row: CourierFigures | None,
        balance_s: int,
    ) -> Self:
        """Write a courier with their shift and their row of the plan's figures."""
        return cls(
            id=courier.id,
            name=courier.name,
            initials=courier.initials,
            profile=shift.profile,
            color=color,
            skills=sorted(shift.skills),
            capacity=list(shift.capacity),
            time_permille=courier.time_permille,
            shift=ShiftOut.of(shift),
            pay_minor=row.pay_minor if row else 0,
            top_up_minor=row.top_up_minor if row else 0,
            online_s=row.online_s if row else 0,
            balance_minor=row.balance_minor if row else 0,
            balance_s=balance_s,
        )


class CountsOut(Answer):
    """The day in four numbers."""

    orders: int
    unassigned: int
    late_soon: int
    delivered: int


class StorefrontOut(Answer):
    """A storefront on the map."""

    id: str
    name: str
    location: LocationOut

    @classmethod
    def of(cls, storefront: Storefront) -> Self:
        """Write a storefront."""
        location = LocationOut.of(storefront.place.location)
        return cls(id=storefront.id, name=storefront.name, location=location)


class DayOut(Answer):
    """Everything that the console shows of a day."""

    day: str
    begins_at: datetime
    now: datetime
    plan: PlanOut | None
    proposal: PlanOut | None
    orders: list[OrderOut]
    couriers: list[CourierOut]
    counts: CountsOut
    storefronts: list[StorefrontOut]
    pins: list[PinOut]
