"""What dispatchers and couriers agree on about how somebody works."""

from typing import Annotated, Self

from pydantic import Field

from api.schemas.fields import Answer, Body
from dispatch.model import LONGEST_PERMILLE, SHORTEST_PERMILLE, Courier


class CourierTimeIn(Body):
    """Thousandths of the usual travel time that a courier takes: 1100 is a tenth more."""

    time_permille: Annotated[int, Field(ge=SHORTEST_PERMILLE, le=LONGEST_PERMILLE)]


class CourierTimeOut(Answer):
    """How long a courier takes."""

    courier_id: str
    time_permille: int

    @classmethod
    def of(cls, courier: Courier) -> Self:
        """Write it."""
        return cls(courier_id=courier.id, time_permille=courier.time_permille)
