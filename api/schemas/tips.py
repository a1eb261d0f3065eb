"""Tips for delivered orders."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import ConfigDict, Field

from api.schemas.fields import Answer, Body, Identifier
from dispatch.model import Tip

MOST_MINOR = 100_000_000


class TipIn(Body):
    """A tip; the same reference twice is one tip."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"amount_minor": 200, "reference": "card-4711"}]}
    )

    amount_minor: Annotated[int, Field(ge=1, le=MOST_MINOR)]
    reference: Identifier = "tip"


class TipOut(Answer):
    """A tip that was given; it is the courier's, or everybody's where tips are pooled."""

    order_id: str
    reference: str
    amount_minor: int
    given_at: datetime

    @classmethod
    def of(cls, tip: Tip) -> Self:
        """Write a tip."""
        return cls(
            order_id=tip.order,
            reference=tip.reference,
            amount_minor=tip.amount_minor,
            given_at=tip.given_at,
        )
