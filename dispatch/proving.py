"""Whether a courier brings from the door what the order asks for."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dispatch.attention import PIN_SPENT
from dispatch.errors import PinSpent, PinWrong, ProofMissing
from dispatch.model import Proof, ProofGiven

if TYPE_CHECKING:
    from dispatch.model import CourierEvent, Order
    from dispatch.store import Transaction


PIN_TRIES: Final = 5
"""How often digits may be wrong before they count no more; chance is right once in 2,000."""


def pin_of(order: Order) -> str:
    """Give the four digits that only the recipient and the sender know; empty without a link.

    They follow from the secret of the tracking link, so that nothing else has to be kept.
    """
    if order.delivery.proof is not Proof.PIN or order.tracking is None:
        return ""
    digest = hashlib.sha256(f"pin {order.tracking}".encode()).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10_000:04d}"


def proof_wanted(order: Order) -> Proof:
    """Give what to bring from the door: a photo once the digits count no more."""
    is_spent = PIN_SPENT in order.needs_attention
    return Proof.PHOTO if is_spent else order.delivery.proof


def check_proof(order: Order, report: CourierEvent, *, pin: str) -> None:
    """Refuse a delivery without the proof that the order asks for.

    Parameters
    ----------
    order, report
        What is delivered, and what came with it.
    pin
        The digits that the recipient has.

    Raises
    ------
    ProofMissing
        When it is not there.
    PinWrong
        When the digits are others.
    PinSpent
        When digits were wrong too often before; a photo, a signature or an identity document
        counts instead, and the order stays marked for a person to look at.
    """
    wanted, given = order.delivery.proof, report.proof or ProofGiven()
    is_spent = PIN_SPENT in order.needs_attention
    brought = {
        Proof.NONE: True,
        Proof.PHOTO: bool(given.photo_sha256),
        Proof.SIGNATURE: bool(given.signed_by.strip()),
        Proof.PIN: bool(given.pin),
        Proof.ID: given.is_id_seen,
    }
    if wanted is Proof.PIN and is_spent:
        if not any(brought[other] for other in (Proof.PHOTO, Proof.SIGNATURE, Proof.ID)):
            msg = f"The digits of order {order.id!r} count no more after {PIN_TRIES} wrong tries."
            raise PinSpent(msg, order=order.id, tries=PIN_TRIES)
        return
    if not brought[wanted]:
        msg = f"Order {order.id!r} asks for {wanted.value} at the door; none came."
        raise ProofMissing(msg, order=order.id, proof=wanted.value)
    if wanted is Proof.PIN and not hmac.compare_digest(given.pin.encode(), pin.encode()):
        msg = f"Expected the digits that the recipient of order {order.id!r} has, got others."
        raise PinWrong(msg, order=order.id)


def count_wrong_pin(tx: Transaction, order: Order) -> None:
    """Mark an order for a person to look at when its digits were wrong too often.

    Call it when the report with the wrong digits has been kept.
    """
    if PIN_SPENT in order.needs_attention:
        return
    kept = tx.reports.with_code(since=order.placed_at)
    wrong = [one for one in kept if (one.report.order, one.code) == (order.id, PinWrong.code)]
    if len(wrong) >= PIN_TRIES:
        tx.orders.save(replace(order, needs_attention=(*order.needs_attention, PIN_SPENT)))
