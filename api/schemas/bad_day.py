"""Who fell out, and what will be late."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Self

from pydantic import ConfigDict, Field

from api.schemas.fields import Answer, Body, Identifier, LocationIn, LocationOut, Skill
from dispatch.breaking_down import BrokenDown, NewRide
from dispatch.falling_out import FallenOut
from dispatch.foreseeing import Foreseen
from dispatch.model import VehicleId
from routing.streets.profiles import Profile


class FallOutIn(Body):
    """Where the courier is; without it, at the stop they are at or on the way to."""

    location: LocationIn | None = None


class FallenOutOut(Answer):
    """What is left behind: orders to be fetched where the courier is, and orders to be given."""

    shift_ids: list[str]
    to_fetch: list[str]
    to_give: list[str]
    location: LocationOut

    @classmethod
    def of(cls, left: FallenOut) -> Self:
        """Write what is left."""
        return cls(
            shift_ids=list(left.shifts),
            to_fetch=list(left.to_fetch),
            to_give=list(left.to_give),
            location=LocationOut.of(left.at),
        )


class BreakDownIn(Body):
    """What the courier goes on with; `dry_run` only tells what that would mean."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"profile": "foot", "capacity_g": 8000, "capacity_cm3": 30000}]
        }
    )

    profile: Annotated[Profile, Field(strict=False)]
    capacity_g: Annotated[int, Field(ge=1, le=2_000_000)]
    capacity_cm3: Annotated[int, Field(ge=1, le=20_000_000)]
    lost_skills: Annotated[list[Skill], Field(max_length=20)] = Field(default_factory=list)
    vehicle_id: Identifier | None = None
    location: LocationIn | None = None
    dry_run: bool = False

    def value(self) -> NewRide:
        """Give the new ride."""
        return NewRide(
            profile=str(self.profile),
            capacity=(self.capacity_g, self.capacity_cm3),
            lost_skills=frozenset(self.lost_skills),
            vehicle=None if self.vehicle_id is None else VehicleId(self.vehicle_id),
        )


class BrokenDownOut(Answer):
    """What becomes of a courier's orders when their vehicle is out."""

    shift_id: str
    keeps: list[str]
    to_fetch: list[str]
    to_replan: list[str]
    location: LocationOut

    @classmethod
    def of(cls, found: BrokenDown) -> Self:
        """Write it."""
        return cls(
            shift_id=found.shift,
            keeps=list(found.keeps),
            to_fetch=list(found.to_fetch),
            to_replan=list(found.to_replan),
            location=LocationOut.of(found.at),
        )


class ForeseenOut(Answer):
    """A delivery whose time is not what the plan says, or is outside its window."""

    order_id: str
    courier_id: str
    planned_at: datetime
    expected_at: datetime
    latest: datetime | None
    lateness_s: int


class ForeseenListOut(Answer):
    """Deliveries that will be late or at another time, the latest first."""

    now: datetime
    deliveries: list[ForeseenOut]

    @classmethod
    def of(cls, found: Iterable[Foreseen], now: datetime) -> Self:
        """Write them."""
        return cls(
            now=now,
            deliveries=[
                ForeseenOut(
                    order_id=one.order,
                    courier_id=one.courier,
                    planned_at=one.planned,
                    expected_at=one.expected,
                    latest=one.latest,
                    lateness_s=one.lateness_s,
                )
                for one in found
            ],
        )
