"""Who is asking."""

from datetime import datetime
from typing import Self

from api.schemas.fields import Answer, Said
from dispatch.model import Coop


class CoopOut(Answer):
    """The co-op of the person who asks."""

    id: str
    name: str
    time_zone: str
    currency: str
    language: str
    city: str
    day_begins: str

    @classmethod
    def of(cls, coop: Coop) -> Self:
        """Write a co-op."""
        return cls(
            id=coop.id,
            name=coop.name,
            time_zone=coop.time_zone,
            currency=coop.currency,
            language=coop.language,
            city=coop.city,
            day_begins=f"{coop.day_begins:%H:%M}",
        )


class MeOut(Answer):
    """Who is asking, what time it is here, and what to know before typing."""

    coop: CoopOut
    member: str
    role: str
    name: str
    language: str
    courier_id: str | None
    storefront_id: str | None
    day: str
    now: datetime
    speed: float
    notices: list[Said]
