"""The crew, and what dispatchers and couriers agree on about how somebody works."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.fields import Answer, Body, LocationIn, LocationOut, Name, Skill
from api.schemas.times import AbsenceOut, RideIn
from dispatch.crew import CrewMember
from dispatch.etags import etag_of
from dispatch.model import (
    LONGEST_PERMILLE,
    SHORTEST_PERMILLE,
    Courier,
    CourierId,
    Shift,
)

ETag = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
"""Tag of what was looked at; whoever was slower is refused."""

TimePermille = Annotated[int, Field(ge=SHORTEST_PERMILLE, le=LONGEST_PERMILLE)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Skills = Annotated[list[Skill], Field(max_length=40)]


class CourierTimeIn(Body):
    """Thousandths of the usual travel time that a courier takes: 1100 is a tenth more."""

    time_permille: TimePermille


class CourierTimeOut(Answer):
    """How long a courier takes."""

    courier_id: str
    time_permille: int

    @classmethod
    def of(cls, courier: Courier) -> Self:
        """Write it."""
        return cls(courier_id=courier.id, time_permille=courier.time_permille)


class CourierIn(RideIn):
    """Somebody who delivers, with what they usually ride and carry at most."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Ada Lovelace",
                    "initials": "AL",
                    "profile": "cargo_bike",
                    "capacity_g": 60000,
                    "capacity_cm3": 200000,
                    "skills": ["cold"],
                    "home": {"lat": 60.1699, "lon": 24.9384},
                }
            ]
        },
    )

    name: Annotated[Name, Field(min_length=1)]
    initials: Annotated[str, StringConstraints(min_length=1, max_length=4)]
    skills: Skills = Field(default_factory=list)
    home: LocationIn | None = None
    language: Language = "en"
    time_permille: TimePermille = 1000

    def value(self, name: str) -> Courier:
        """Give the courier."""
        return Courier(
            id=CourierId(name),
            name=self.name,
            initials=self.initials,
            profile=self.profile,
            capacity=(self.capacity_g, self.capacity_cm3),
            skills=frozenset(self.skills),
            home=self.home.value() if self.home else None,
            language=self.language,
            time_permille=self.time_permille,
        )


class CourierChangeIn(CourierIn):
    """A courier as they should be; the tag of what was looked at may be named."""

    if_match: ETag | None = None


class CourierOut(Answer):
    """Somebody who delivers."""

    id: str
    name: str
    initials: str
    profile: str
    capacity_g: int
    capacity_cm3: int
    skills: list[str]
    home: LocationOut | None
    language: str
    time_permille: int
    is_active: bool
    etag: str
    next_shift_at: datetime | None
    absences: list[AbsenceOut]

    @classmethod
    def of(cls, member: CrewMember) -> Self:
        """Write one of the crew."""
        courier = member.courier
        grams, volume = courier.capacity[:2]
        shift: Shift | None = member.next_shift
        return cls(
            id=courier.id,
            name=courier.name,
            initials=courier.initials,
            profile=courier.profile,
            capacity_g=grams,
            capacity_cm3=volume,
            skills=sorted(courier.skills),
            home=LocationOut.of(courier.home) if courier.home else None,
            language=courier.language,
            time_permille=courier.time_permille,
            is_active=courier.is_active,
            etag=etag_of(courier),
            next_shift_at=shift.starts_at if shift else None,
            absences=[AbsenceOut.of(one) for one in member.absences],
        )


class CrewOut(Answer):
    """Everybody, by name; who has left comes last."""

    couriers: list[CourierOut]


class LeftOut(Answer):
    """Somebody who has left, and how many of their shifts were called off."""

    courier: CourierOut
    num_shifts: int
