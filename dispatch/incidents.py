"""Incidents are written down, with pictures; they are forgotten when they are old."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dispatch.errors import BadWish, NotFound, PhotoRefused
from dispatch.events import EventKind
from dispatch.model import Incident, IncidentId, IncidentPhoto, Role
from dispatch.permission import require
from dispatch.photos import fault_of, without_camera_data

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from dispatch.model import Actor, CourierId, OrderId
    from dispatch.store import ReadTransaction, Transaction

MOST_TEXT: Final = 2000
"""Characters of an incident."""
MOST_PHOTOS: Final = 8
"""Of one incident."""
KEPT_FOR: Final = timedelta(days=90)
"""Long enough for an insurance to ask."""
LONG_AGO: Final = timedelta(days=7)
"""What happened longer ago is no incident of a day any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An incident with the digests of its pictures."""

    incident: Incident
    photos: tuple[str, ...]


def record(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    text: str,
    *,
    happened_at: datetime,
    order: OrderId | None,
    courier: CourierId | None,
    now: datetime,
    new_id: Callable[[], str],
) -> Incident:
    """Write down what went wrong.

    Parameters
    ----------
    tx, actor
        In which co-op and who: a dispatcher, or a courier about their own work.
    text
        What happened.
    happened_at
        When.
    order, courier
        What it is about, if anything; a courier's is about themselves.
    now, new_id
        Time and id of the record.

    Raises
    ------
    NotFound
        When there is no such order or courier, or the courier has no such order.
    BadWish
        When there is no text, or it happened later than now or long ago.
    """
    require(actor, Role.DISPATCHER, Role.COURIER)
    if not text.strip() or len(text) > MOST_TEXT:
        msg = f"Expected 1 to {MOST_TEXT} characters."
        raise BadWish(msg, field="text")
    if not now - LONG_AGO <= happened_at <= now:
        msg = f"Expected a moment of the last {LONG_AGO.days} days."
        raise BadWish(msg, field="happened_at")
    if actor.role is Role.COURIER:
        courier = actor.courier
    if courier is not None:
        tx.couriers.get(courier)
    if order is not None:
        known = tx.orders.get(order)
        if actor.role is Role.COURIER and known.courier != courier:
            raise NotFound.of(kind="order", name=order)
    made = tx.incidents.add(
        Incident(
            id=IncidentId(new_id()),
            day=tx.coop.day_of(happened_at),
            happened_at=happened_at,
            text=text.strip(),
            order=order,
            courier=courier,
            author=actor.member,
            recorded_at=now,
        )
    )
    about = {"order": order, "courier": courier}
    tx.record(
        EventKind.INCIDENT_RECORDED,
        actor=actor.member,
        at=now,
        day=made.day,
        subjects={"incident": str(made.id)}
        | {name: str(one) for name, one in about.items() if one is not None},
    )
    return made


def add_photo(
    tx: Transaction, actor: Actor, name: IncidentId, content: bytes, *, now: datetime
) -> IncidentPhoto:
    """Keep a picture of an incident, without what the camera wrote into it.

    The same picture again changes nothing.

    Raises
    ------
    NotFound
        When there is no such incident, or a courier did not write it down.
    PhotoRefused
        When it is no JPEG file, too large or one too many.
    """
    require(actor, Role.DISPATCHER, Role.COURIER)
    known = tx.incidents.get(name)
    if actor.role is Role.COURIER and known.author != actor.member:
        raise NotFound.of(kind="incident", name=name)
    fault = fault_of(content)
    bare = b"" if fault else without_camera_data(content)
    digest = hashlib.sha256(bare).hexdigest()
    there = tx.incident_photos.find(name, digest)
    if there is not None and not fault:
        return there
    if not fault and len(tx.incident_photos.digests(name)) >= MOST_PHOTOS:
        fault = f"at most {MOST_PHOTOS} pictures of an incident"
    if fault:
        msg = f"Expected {fault}."
        raise PhotoRefused(msg)
    photo = IncidentPhoto(incident=name, sha256=digest, kept_at=now, content=bare)
    return tx.incident_photos.add(photo)


def incidents(tx: ReadTransaction, actor: Actor, day: date) -> tuple[Seen, ...]:
    """List the incidents of a day, the newest first."""
    require(actor, Role.DISPATCHER)
    return tuple(
        Seen(incident=one, photos=tx.incident_photos.digests(one.id))
        for one in tx.incidents.of_day(day)
    )


def photo(tx: ReadTransaction, actor: Actor, name: IncidentId, sha256: str) -> IncidentPhoto:
    """Give a picture.

    Raises
    ------
    NotFound
        When there is none.
    """
    require(actor, Role.DISPATCHER)
    return tx.incident_photos.get(name, sha256)


def forget_old(tx: Transaction, *, now: datetime) -> int:
    """Delete incidents that are kept no longer, with their pictures; give how many."""
    return tx.incidents.forget_before(now - KEPT_FOR)
