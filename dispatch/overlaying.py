"""Closures, works, weather and busy hours are put on the streets and taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dispatch.errors import (
    BadOverlay,
    OverlayOutside,
    StaleVersion,
    StreetUnknown,
    TransitionRefused,
)
from dispatch.events import EventKind
from dispatch.model import Overlay, OverlayId, Role
from dispatch.permission import require
from dispatch.street_overlays import parts_of
from routing.streets.errors import CityError, UnknownStreetError
from routing.streets.places_model import PlaceKind, fold

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dispatch.model import Actor, OverlayWish
    from dispatch.store import ReadTransaction, Transaction
    from dispatch.streets import Streets

MOST_SIMILAR: Final = 5
"""Streets that are named instead of an unknown one."""


def work_out(  # noqa: PLR0913 - a use case's values
    tx: ReadTransaction,
    actor: Actor,
    wish: OverlayWish,
    *,
    streets: Streets,
    now: datetime,
    new_id: Callable[[], str],
) -> Overlay:
    """Check an overlay against the city without writing anything; `add` keeps it.

    For callers that would rather not keep the store's one writer busy meanwhile.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    wish
        What is different; names of streets without regard to case and diacritics.
    streets
        The co-op's city.
    now, new_id
        Time and id of the overlay.

    Raises
    ------
    BadOverlay
        When it says too little, contradicts itself, or is over already.
    OverlayOutside
        When the city has no streets in its area.
    StreetUnknown
        When the city has no such street.
    """
    require(actor, Role.DISPATCHER)
    del tx
    _check(wish, now)
    found = replace(wish, streets=_known_streets(wish, streets))
    return Overlay(
        id=OverlayId(new_id()),
        version=1,
        area=found.area,
        streets=found.streets,
        profiles=found.profiles,
        weather=found.weather,
        is_closed=found.is_closed,
        time_permille=found.time_permille,
        hours=found.hours,
        begins_at=found.begins_at or now,
        ends_at=found.ends_at,
        note=found.note.strip(),
        author=actor.member,
        created_at=now,
    )


def add(tx: Transaction, actor: Actor, overlay: Overlay, *, now: datetime) -> Overlay:
    """Put an overlay that was worked out on the streets; the planner looks at it when it holds.

    Raises
    ------
    AlreadyExists
        When its id is taken.
    """
    require(actor, Role.DISPATCHER)
    tx.overlays.add(overlay)
    _record(tx, actor, EventKind.OVERLAY_ADDED, overlay, now)
    return overlay


def end(
    tx: Transaction, actor: Actor, overlay: OverlayId, *, if_version: int | None, now: datetime
) -> Overlay:
    """Take an overlay back; it stays on record.

    Raises
    ------
    NotFound
        When there is no such overlay.
    StaleVersion
        When it has changed since the actor looked at it.
    TransitionRefused
        When it was taken back already.
    """
    require(actor, Role.DISPATCHER)
    known = tx.overlays.get(overlay)
    if known.ended_at is not None:
        msg = f"Overlay {overlay!r} was taken back at {known.ended_at.isoformat()}."
        raise TransitionRefused(msg, overlay=overlay, state="ended")
    if if_version not in (None, known.version):
        msg = f"Expected version {known.version} of overlay {overlay!r}, got {if_version}."
        raise StaleVersion(msg, got=if_version, newest=known.version)
    ended = replace(known, version=known.version + 1, ended_at=now)
    tx.overlays.save(ended)
    _record(tx, actor, EventKind.OVERLAY_ENDED, ended, now)
    return ended


def coming(tx: ReadTransaction, actor: Actor, *, now: datetime) -> tuple[Overlay, ...]:
    """List what holds now or may hold later, by beginning."""
    require(actor, Role.DISPATCHER)
    found = tx.overlays.not_over(now)
    return tuple(sorted(found, key=lambda overlay: (overlay.begins_at, overlay.id)))


def _check(wish: OverlayWish, now: datetime) -> None:
    """Refuse a wish that no streets could make sense of."""
    if not (wish.is_closed or wish.time_permille or wish.weather):
        msg = "Expected a closure, a factor or a weather, got none of them."
        raise BadOverlay(msg)
    if wish.is_closed and (wish.time_permille or wish.weather):
        msg = "Expected either a closure, or a factor or weather, got both."
        raise BadOverlay(msg)
    if wish.is_closed and not (wish.streets or wish.area):
        msg = "Expected streets or an area to close, got neither."
        raise BadOverlay(msg)
    if wish.weather and (wish.streets or wish.area):
        msg = "Expected weather for the whole city, got it for a part."
        raise BadOverlay(msg)
    for moment in (wish.begins_at, wish.ends_at):
        if moment is not None and moment.tzinfo is None:
            msg = f"Expected times with an offset, got {moment.isoformat()}."
            raise BadOverlay(msg)
    ends_at = wish.ends_at
    if ends_at is not None and ends_at <= max(now, wish.begins_at or now):
        msg = f"Expected an end after the beginning and in the future, got {ends_at.isoformat()}."
        raise BadOverlay(msg)


def _known_streets(wish: OverlayWish, streets: Streets) -> frozenset[str]:
    """Try the overlay on the city; give the names of its streets as the city has them."""
    try:
        streets.with_overlays(parts_of(wish, name="new", version=1))
    except UnknownStreetError as error:
        same = {name: _same_street(streets, name) for name in error.streets}
        known = frozenset(same.get(name, name) for name in wish.streets)
        return _known_streets(replace(wish, streets=known), streets)
    except CityError as error:
        msg = "Expected an area that touches streets of the city, got one without."
        raise OverlayOutside(msg) from error
    except ValueError as error:
        raise BadOverlay(str(error)) from error
    return wish.streets


def _same_street(streets: Streets, name: str) -> str:
    """Find how the city writes a street, or name streets that are nearly called so."""
    labels = [place.label for place in streets.find(name, 20) if place.kind == PlaceKind.STREET]
    similar = list(dict.fromkeys(label.split(",")[0] for label in labels))
    for one in similar:
        if fold(one) == fold(name) and one != name:
            return one
    shown = similar[:MOST_SIMILAR]
    msg = f"Expected a street of the city, got {name!r}."
    if shown:
        msg = f"{msg} Did you mean {' or '.join(map(repr, shown))}?"
    raise StreetUnknown(msg, street=name, similar=", ".join(shown) or "-")


def _record(
    tx: Transaction, actor: Actor, kind: EventKind, overlay: Overlay, now: datetime
) -> None:
    ends_at = overlay.ends_at
    tx.record(
        kind,
        actor=actor.member,
        at=now,
        subjects={"overlay": str(overlay.id)},
        payload={
            "version": overlay.version,
            "is_closed": overlay.is_closed,
            "begins_at": overlay.begins_at.isoformat(),
            "ends_at": None if ends_at is None else ends_at.isoformat(),
        },
    )
