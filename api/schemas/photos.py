"""What shows that an order was delivered."""

from base64 import b64encode
from datetime import datetime
from typing import Self

from api.schemas.fields import Answer
from dispatch.photos import Proven


class DeliveryProofOut(Answer):
    """Proof of a delivery; digits are never told."""

    delivered_at: datetime | None
    signed_by: str | None
    is_id_seen: bool
    photo_sha256: str | None
    photo_jpeg: str | None

    @classmethod
    def of(cls, proven: Proven) -> Self:
        """Write the proof, the picture in base64."""
        given = proven.given
        return cls(
            delivered_at=proven.at,
            signed_by=given.signed_by or None if given else None,
            is_id_seen=given.is_id_seen if given else False,
            photo_sha256=given.photo_sha256 or None if given else None,
            photo_jpeg=b64encode(proven.photo).decode() if proven.photo else None,
        )
