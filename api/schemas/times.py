"""When a courier works and how, as they see and say it."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import Field

from api.schemas.availability import AvailabilityOut
from api.schemas.day import CareOut
from api.schemas.fields import Answer, Body, Day, Timestamp
from dispatch.model import Absence, Courier, Shift
from dispatch.own_time import OwnTime
from routing.streets.profiles import Profile

MOST_CARE = 10


class ShiftIn(Body):
    """A shift to agree to."""

    starts_at: Timestamp
    ends_at: Timestamp


class CareWindowIn(Body):
    """Time away during a shift."""

    begins_at: Timestamp
    ends_at: Timestamp


class CareIn(Body):
    """All care windows of a shift; an empty list takes them back."""

    care: Annotated[list[CareWindowIn], Field(max_length=MOST_CARE)]

    def value(self) -> tuple[tuple[datetime, datetime], ...]:
        """Give the windows."""
        return tuple((one.begins_at, one.ends_at) for one in self.care)


class OfferIn(Body):
    """Whether colleagues may take a shift."""

    is_offered: bool


class AbsenceIn(Body):
    """Days to be away, both included."""

    first_day: Day
    last_day: Day


class RideIn(Body):
    """What one rides, carries and climbs at most; without a climb the rules' limit holds alone."""

    profile: Annotated[Profile, Field(strict=False)]
    capacity_g: Annotated[int, Field(ge=1, le=2_000_000)]
    capacity_cm3: Annotated[int, Field(ge=1, le=20_000_000)]
    max_climb_m: Annotated[int, Field(ge=0, le=20_000)] | None = None


class OwnShiftOut(Answer):
    """A shift as its courier sees it."""

    id: str
    starts_at: datetime
    ends_at: datetime
    state: str
    profile: str
    care: list[CareOut]
    is_offered: bool

    @classmethod
    def of(cls, shift: Shift) -> Self:
        """Write a shift."""
        return cls(
            id=shift.id,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            state=shift.state,
            profile=shift.profile,
            care=[CareOut(begins_at=one.begins_at, ends_at=one.ends_at) for one in shift.care],
            is_offered=shift.is_offered,
        )


class OfferedShiftOut(Answer):
    """A shift that a colleague offers."""

    id: str
    starts_at: datetime
    ends_at: datetime
    courier: str


class AbsenceOut(Answer):
    """Days on which a courier is away."""

    id: str
    first_day: date
    last_day: date

    @classmethod
    def of(cls, absence: Absence) -> Self:
        """Write an absence."""
        return cls(id=absence.id, first_day=absence.first_day, last_day=absence.last_day)


class RideOut(Answer):
    """What a courier rides, carries and climbs at most.

    In a city without heights nothing climbs, so that a limit has no effect.
    """

    profile: str
    capacity_g: int
    capacity_cm3: int
    max_climb_m: int | None
    has_heights: bool

    @classmethod
    def of(cls, courier: Courier, *, has_heights: bool) -> Self:
        """Write it."""
        grams, volume = courier.capacity[:2]
        return cls(
            profile=courier.profile,
            capacity_g=grams,
            capacity_cm3=volume,
            max_climb_m=courier.max_climb_m,
            has_heights=has_heights,
        )


class CalendarOut(Answer):
    """Where a calendar finds one's shifts; it is shown once."""

    path: str


class MyTimeOut(Answer):
    """When I work and how."""

    shifts: list[OwnShiftOut]
    offered: list[OfferedShiftOut]
    absences: list[AbsenceOut]
    availability: list[AvailabilityOut]
    ride: RideOut

    @classmethod
    def of(cls, time: OwnTime, *, has_heights: bool) -> Self:
        """Write it."""
        return cls(
            shifts=[OwnShiftOut.of(shift) for shift in time.shifts],
            offered=[
                OfferedShiftOut(
                    id=shift.id,
                    starts_at=shift.starts_at,
                    ends_at=shift.ends_at,
                    courier=courier.name,
                )
                for shift, courier in time.offered
            ],
            absences=[AbsenceOut.of(one) for one in time.absences],
            availability=[AvailabilityOut.of(one) for one in time.availability],
            ride=RideOut.of(time.courier, has_heights=has_heights),
        )
