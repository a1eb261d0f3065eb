"""Who fell out, and what will be late."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from api.schemas.fields import Answer, Body, LocationIn, LocationOut
from dispatch.falling_out import FallenOut
from dispatch.foreseeing import Foreseen


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
