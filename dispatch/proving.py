"""Whether a courier brings from the door what the order asks for."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from dispatch.errors import PinWrong, ProofMissing
from dispatch.model import Proof, ProofGiven

if TYPE_CHECKING:
    from dispatch.model import CourierEvent, Order


def pin_of(order: Order) -> str:
    """Give the four digits that only the recipient and the sender know; empty without a link.

    They follow from the secret of the tracking link, so that nothing else has to be kept.
    """
    if order.delivery.proof is not Proof.PIN or order.tracking is None:
        return ""
    digest = hashlib.sha256(f"pin {order.tracking}".encode()).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10_000:04d}"


def check_proof(order: Order, report: CourierEvent) -> None:
    """Refuse a delivery without the proof that the order asks for.

    Raises
    ------
    ProofMissing
        When it is not there.
    PinWrong
        When the digits are others.
    """
    wanted, given = order.delivery.proof, report.proof or ProofGiven()
    brought = {
        Proof.NONE: True,
        Proof.PHOTO: bool(given.photo_sha256),
        Proof.SIGNATURE: bool(given.signed_by.strip()),
        Proof.PIN: bool(given.pin),
        Proof.ID: given.is_id_seen,
    }
    if not brought[wanted]:
        msg = f"Order {order.id!r} asks for {wanted.value} at the door; none came."
        raise ProofMissing(msg, order=order.id, proof=wanted.value)
    if wanted is Proof.PIN and not hmac.compare_digest(given.pin.encode(), pin_of(order).encode()):
        msg = f"Expected the digits that the recipient of order {order.id!r} has, got others."
        raise PinWrong(msg, order=order.id)
