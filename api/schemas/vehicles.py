"""The co-op's vehicles, and who has which."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field

from api.schemas.couriers import ETag, Skills
from api.schemas.fields import Answer, Body, Day, Identifier, Name
from dispatch.etags import etag_of
from dispatch.fleet import InFleet
from dispatch.model import CoopVehicle, Shift, VehicleId
from routing.streets.profiles import Profile


class VehicleIn(Body):
    """What the co-op calls a vehicle, and what it carries at most."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Long John 3",
                    "profile": "cargo_bike",
                    "capacity_g": 90000,
                    "capacity_cm3": 400000,
                }
            ]
        },
    )

    name: Annotated[Name, Field(min_length=1)]
    profile: Annotated[Profile, Field(strict=False)]
    capacity_g: Annotated[int, Field(ge=1, le=2_000_000)]
    capacity_cm3: Annotated[int, Field(ge=1, le=20_000_000)]
    skills: Skills = Field(default_factory=list)

    def value(self, name: str) -> CoopVehicle:
        """Give the vehicle."""
        return CoopVehicle(
            id=VehicleId(name),
            name=self.name,
            profile=str(self.profile),
            capacity=(self.capacity_g, self.capacity_cm3),
            skills=frozenset(self.skills),
        )


class VehicleChangeIn(VehicleIn):
    """A vehicle as it should be; the tag of what was looked at may be named."""

    if_match: ETag | None = None


class VehicleStateIn(Body):
    """Whether it runs, is broken until a day that somebody may know, or is retired."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"state": "broken", "back_on": "2026-03-09"}]}
    )

    state: Literal["runs", "broken", "retired"]
    back_on: Day | None = None


class LendIn(Body):
    """Which shift gets it."""

    shift_id: Identifier


class VehicleUseOut(Answer):
    """A shift that has a vehicle."""

    shift_id: str
    courier_id: str
    day: date
    starts_at: datetime
    ends_at: datetime
    state: str

    @classmethod
    def of(cls, shift: Shift) -> Self:
        """Write it."""
        return cls(
            shift_id=shift.id,
            courier_id=shift.courier,
            day=shift.day,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            state=shift.state,
        )


class VehicleOut(Answer):
    """A vehicle of the co-op, with the shifts that have it."""

    id: str
    name: str
    profile: str
    capacity_g: int
    capacity_cm3: int
    skills: list[str]
    broken_since: datetime | None
    back_on: date | None
    is_active: bool
    etag: str
    shifts: list[VehicleUseOut]

    @classmethod
    def of(cls, one: InFleet) -> Self:
        """Write it."""
        vehicle = one.vehicle
        grams, volume = vehicle.capacity[:2]
        return cls(
            id=vehicle.id,
            name=vehicle.name,
            profile=vehicle.profile,
            capacity_g=grams,
            capacity_cm3=volume,
            skills=sorted(vehicle.skills),
            broken_since=vehicle.broken_since,
            back_on=vehicle.back_on,
            is_active=vehicle.is_active,
            etag=etag_of(vehicle),
            shifts=[VehicleUseOut.of(shift) for shift in one.shifts],
        )


class VehiclesOut(Answer):
    """All of them, by name; retired ones come last."""

    vehicles: list[VehicleOut]
