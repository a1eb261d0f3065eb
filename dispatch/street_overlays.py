"""Which overlays of a co-op hold at a moment, and what they mean on the streets."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Protocol, Self, TypeVar
from zoneinfo import ZoneInfo

from routing.streets.errors import CityError
from routing.streets.overlays import Overlay as StreetOverlay
from routing.streets.profiles import Profile
from routing.streets.weather import Weather, weather_overlays

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dispatch.model import Overlay, OverlayWish
    from dispatch.store import ReadTransaction

NOON = time(12)
"""The time at which a coming day's streets are looked at."""

log = logging.getLogger(__name__)


class Overlayable(Protocol):
    """Streets that can be had under overlays."""

    def with_overlays(self, overlays: Iterable[StreetOverlay], /) -> Self:
        """Give the same streets under overlays."""


StreetsT = TypeVar("StreetsT", bound=Overlayable)


def overlays_of_day(tx: ReadTransaction, day: date, now: datetime) -> tuple[Overlay, ...]:
    """Give the overlays under which a day is planned now, by id.

    On the day itself, and after it, those that hold now; before it, those that as far as is
    known will hold at its noon.
    """
    coming = tx.coop.day_of(now) < day
    noon = datetime.combine(day, NOON, tzinfo=ZoneInfo(tx.coop.time_zone))
    return overlays_at(tx, noon.astimezone(UTC) if coming else now)


def labels_of(overlays: Iterable[Overlay]) -> tuple[str, ...]:
    """Name the states of overlays as plans keep them."""
    return tuple(sorted(overlay.label for overlay in overlays))


def overlays_at(tx: ReadTransaction, moment: datetime) -> tuple[Overlay, ...]:
    """Give the overlays that hold at a moment, by id."""
    local = moment.astimezone(ZoneInfo(tx.coop.time_zone))
    known = tx.once(("overlays", moment), lambda: tx.overlays.not_over(moment))
    return tuple(one for one in known if holds(one, local))


def holds(overlay: Overlay, local: datetime) -> bool:
    """Tell whether an overlay holds at a moment, which is in the co-op's own time zone."""
    is_over = overlay.ends_at is not None and overlay.ends_at <= local
    is_taken_back = overlay.ended_at is not None and overlay.ended_at <= local
    if is_over or is_taken_back or local < overlay.begins_at:
        return False
    return overlay.hours is None or overlay.hours.contain(local)


def on_streets(overlays: Iterable[Overlay]) -> tuple[StreetOverlay, ...]:
    """Say overlays that hold in the words of the streets, without their times."""
    return tuple(
        part for one in overlays for part in parts_of(one, name=str(one.id), version=one.version)
    )


def parts_of(wish: Overlay | OverlayWish, *, name: str, version: int) -> tuple[StreetOverlay, ...]:
    """Say one overlay in the words of the streets, without its times.

    Raises
    ------
    ValueError
        When the streets have no such words: a crossed outline, an unknown weather or profile.
    """
    profiles = frozenset(map(Profile, wish.profiles)) or frozenset(Profile)
    if wish.weather is not None and wish.time_permille is None:
        return tuple(
            replace(part, profiles=part.profiles & profiles)
            for part in weather_overlays(Weather(wish.weather), version=version)
            if part.profiles & profiles
        )
    if wish.weather is not None:
        Weather(wish.weather)
    whole = StreetOverlay(
        id=name,
        version=version,
        area=wish.area,
        streets=wish.streets,
        profiles=profiles,
        is_closed=wish.is_closed,
        time_permille=1000 if wish.time_permille is None else wish.time_permille,
    )
    return (whole,)


def streets_under(streets: StreetsT, overlays: Iterable[Overlay]) -> StreetsT:
    """Give streets under overlays that hold.

    One whose streets are gone from a newer map is left out, and the log says so: nobody
    should be without a plan because of it.
    """
    wanted = on_streets(overlays)
    if not wanted:
        return streets
    try:
        return streets.with_overlays(wanted)
    except CityError as error:
        log.warning("Overlays do not fit the map: %s", error)
    return streets.with_overlays([one for one in wanted if _fits(streets, one)])


def _fits(streets: Overlayable, overlay: StreetOverlay) -> bool:
    try:
        streets.with_overlays([overlay])
    except CityError:
        return False
    return True
