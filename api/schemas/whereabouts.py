"""Where couriers are who share it."""

from datetime import datetime
from typing import Self

from api.schemas.fields import Answer, LocationOut
from dispatch.model import Position


class PositionOut(Answer):
    """Where a courier was last."""

    courier_id: str
    at: datetime
    location: LocationOut

    @classmethod
    def of(cls, position: Position) -> Self:
        """Write a position."""
        return cls(
            courier_id=position.courier,
            at=position.at,
            location=LocationOut.of(position.location),
        )


class PositionsOut(Answer):
    """Where couriers on shift are, as far as they share it."""

    positions: list[PositionOut]
