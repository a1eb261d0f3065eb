"""Pictures from the door: proof of a delivery, and nothing beyond what is on them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dispatch.errors import NotFound, PhotoRefused
from dispatch.model import OrderState, Photo, ProofGiven
from dispatch.permission import require_courier
from dispatch.wholes import members, own_whole, state_of
from routing.solution import StopKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from dispatch.model import Actor, OrderId
    from dispatch.store import ReadTransaction, Transaction

MOST_PHOTOS: Final = 4
"""Of one order."""
LARGEST_BYTES: Final = 2_000_000
KEPT_FOR: Final = timedelta(days=30)
"""As long as a recipient's link shows something."""

JPEG: Final = b"\xff\xd8\xff"
ABOUT_THE_CAMERA: Final = b"Exif\x00\x00"
ABOUT_THE_PLACE: Final = frozenset({0xE1, 0xED})
"""Segments of Exif, XMP and IPTC, each of which may say where a picture was taken."""
MARK: Final = 0xFF
PICTURE: Final = 0xDA
"""Begins the picture itself, after all segments about it."""
SAID_BESIDE: Final = frozenset({*range(0xE1, 0xF0), 0xFE}) - {0xEE}
"""Segments that programs add; Adobe's (0xEE) says how colors are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What shows that an order was delivered.

    Attributes
    ----------
    given
        What was brought from the door; ``None`` before the delivery.
    at
        When it was delivered.
    photo
        The picture, once it has come.
    """

    given: ProofGiven | None
    at: datetime | None
    photo: bytes | None


def keep(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    order: OrderId,
    *,
    sha256: str,
    content: bytes,
    now: datetime,
) -> Photo:
    """Keep a picture of a delivery; the same one again changes nothing.

    Raises
    ------
    NotFound
        When the courier has no such order.
    PhotoRefused
        When it is no JPEG file, too large, one too many, not what its digest says, or carries
        the camera's data.
    """
    courier = require_courier(actor)
    known = tx.orders.find(order)
    if known is None or known.courier != courier:
        raise NotFound.of(kind="order", name=order)
    there = tx.photos.find(order, sha256)
    if there is not None:
        return there
    fault = _fault(content, sha256)
    if not fault and len(tx.photos.digests(order)) >= MOST_PHOTOS:
        fault = f"at most {MOST_PHOTOS} pictures of an order"
    if fault:
        msg = f"Expected {fault}."
        raise PhotoRefused(msg)
    photo = Photo(order=order, sha256=sha256, courier=courier, kept_at=now, content=content)
    return tx.photos.add(photo)


def proof_of(tx: ReadTransaction, actor: Actor, order: OrderId) -> Proven:
    """Show how an order was delivered; of one in parts, how the last part was.

    Raises
    ------
    NotFound
        When the storefront has no such order.
    """
    known = own_whole(tx, actor, order)
    group = (known,) if known.part_of is not None else members(tx, known)
    found = [tx.stop_facts.find(one.id, StopKind.DELIVERY) for one in group]
    facts = [fact for fact in found if fact is not None and fact.served_at is not None]
    if not facts or state_of(one.state for one in group) is not OrderState.DELIVERED:
        return Proven(given=None, at=None, photo=None)
    fact = max(facts, key=lambda one: one.served_at or one.arrived_at)
    given = fact.proof or ProofGiven()
    photo = tx.photos.find(fact.order, given.photo_sha256) if given.photo_sha256 else None
    return Proven(given=given, at=fact.served_at, photo=photo.content if photo else None)


def forget_old(tx: Transaction, *, now: datetime) -> int:
    """Delete pictures that nobody may look at any more; give how many."""
    return tx.photos.forget_before(now - KEPT_FOR)


def fault_of(content: bytes) -> str:
    """Say what was expected of a picture's file; empty when it is as it should be."""
    if not content.startswith(JPEG):
        return "a JPEG file"
    return f"at most {LARGEST_BYTES} bytes" if len(content) > LARGEST_BYTES else ""


def without_camera_data(content: bytes) -> bytes:
    """Leave out what a JPEG file says beside its picture: camera, place, comments.

    Of the segments before the picture [1]_ those that any program may add (APP1 to APP15 but
    for Adobe's colors, and comments) are left out; a file that breaks off stays as it is.

    References
    ----------
    .. [1] ITU-T T.81 (1992). Digital compression and coding of continuous-tone still images.
       Annex B.
    """
    kept, rest = [content[:2]], 2
    for marker, at, end in _segments(content):
        rest = end
        if marker not in SAID_BESIDE:
            kept.append(content[at:end])
    return b"".join([*kept, content[rest:]])


def _segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield marker, begin and end of each segment before the picture itself."""
    at = 2
    while at + 4 <= len(content) and content[at] == MARK and content[at + 1] != PICTURE:
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        yield content[at + 1], at, end
        at = end


def _fault(content: bytes, sha256: str) -> str:
    """Say what was expected of a picture from a phone; empty when it is as it should be."""
    fault = fault_of(content)
    if fault:
        return fault
    said = {marker for marker, _, _ in _segments(content)}
    if ABOUT_THE_CAMERA in content[:65_536] or said & ABOUT_THE_PLACE:
        return "a picture without data about the camera or the place"
    if hashlib.sha256(content).hexdigest() != sha256:
        return "the digest of the content"
    return ""
