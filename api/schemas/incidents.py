"""What went wrong on a day."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import ConfigDict, Field

from api.schemas.fields import Answer, Body, Identifier, Timestamp
from dispatch.incidents import MOST_TEXT, Seen
from dispatch.model import Incident


class IncidentIn(Body):
    """What happened; without a time, now. What a courier writes is about their own work."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "The box fell at the corner; one jar broke."}]}
    )

    text: Annotated[str, Field(min_length=1, max_length=MOST_TEXT)]
    happened_at: Timestamp | None = None
    order_id: Identifier | None = None
    courier_id: Identifier | None = None


class IncidentOut(Answer):
    """What happened, with the digests of its pictures."""

    id: str
    day: str
    happened_at: datetime
    text: str
    order_id: str | None
    courier_id: str | None
    author: str
    recorded_at: datetime
    photos: list[str]

    @classmethod
    def of(cls, one: Incident, photos: tuple[str, ...] = ()) -> Self:
        """Write an incident."""
        return cls(
            id=one.id,
            day=one.day.isoformat(),
            happened_at=one.happened_at,
            text=one.text,
            order_id=one.order,
            courier_id=one.courier,
            author=one.author,
            recorded_at=one.recorded_at,
            photos=list(photos),
        )


class IncidentsOut(Answer):
    """The incidents of a day, the newest first."""

    incidents: list[IncidentOut]

    @classmethod
    def of(cls, found: tuple[Seen, ...]) -> Self:
        """Write them."""
        return cls(incidents=[IncidentOut.of(one.incident, one.photos) for one in found])


class IncidentPhotoOut(Answer):
    """A picture that is kept, by the digest of what is left without the camera's data."""

    sha256: str
