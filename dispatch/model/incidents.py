"""What went wrong on a day, as somebody wrote it down."""

from dataclasses import dataclass
from datetime import date, datetime

from dispatch.model.ids import CourierId, IncidentId, MemberId, OrderId


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """An accident, damage, a closed door: what happened, not who is to blame.

    Attributes
    ----------
    id
        Unique in the co-op.
    day
        Of which of the co-op's days.
    happened_at
        When it happened.
    text
        What, in the words of who wrote it.
    order, courier
        Which order and whose work it is about, if any.
    author, recorded_at
        Who wrote it down, and when.
    """

    id: IncidentId
    day: date
    happened_at: datetime
    text: str
    order: OrderId | None
    courier: CourierId | None
    author: MemberId
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPhoto:
    """A picture of an incident, without the camera's data.

    Attributes
    ----------
    incident
        Of what.
    sha256
        Digest of the content, in hex.
    kept_at
        Since when it is kept.
    content
        The JPEG file.
    """

    incident: IncidentId
    sha256: str
    kept_at: datetime
    content: bytes
