"""Ways of moving, and how fast each of them is on a street with given tags.

The question "may it, and how fast?" is answered once per combination of tags, not once
per street: `speeds` for streets and `barrier_seconds` for gates and bollards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from routing.streets import speed_tables as tables
from routing.streets.access import is_permitted, open_directions

if TYPE_CHECKING:
    from collections.abc import Mapping

WALKING_PACE = 6.0
MILE_IN_KM = 1.609344
KNOT_IN_KM = 1.852
FOOT_IN_METRES = 0.3048


class Profile(StrEnum):
    """A way of moving. The order is that of the rows of a city's arrays."""

    FOOT = "foot"
    BIKE = "bike"
    CARGO_BIKE = "cargo_bike"
    E_VAN = "e_van"

    @property
    def letter(self) -> str:
        """The profile's letter in the tables."""
        return "v" if self is Profile.E_VAN else self.value[0]

    @property
    def row(self) -> int:
        """The profile's row in a city's arrays."""
        return list(Profile).index(self)


BICYCLES = (Profile.BIKE, Profile.CARGO_BIKE)


@dataclass(frozen=True, slots=True)
class Speeds:
    """Speed along a street in the direction it was drawn and against it.

    Attributes
    ----------
    forward, backward
        km/h; 0 where the profile may not go.
    """

    forward: float
    backward: float


CLOSED = Speeds(0.0, 0.0)


def speeds(tags: Mapping[str, str], profile: Profile) -> Speeds:
    """Return how fast a profile moves on a street, each way.

    Where a bicycle may not be ridden but may be pushed, it moves at walking speed.

    Parameters
    ----------
    tags
        OpenStreetMap tags of the street.
    profile
        Who moves.

    Returns
    -------
    Speeds
        Always within `speed_tables.PLAUSIBLE_SPEED`, or 0.
    """
    street = tables.CLASSES.get(tags.get("highway", ""))
    if street is None or _is_too_narrow(tags, profile):
        return CLOSED
    may_walk = is_permitted(tags, "foot", is_open="f" in street.open_to)
    if profile is Profile.FOOT:
        pace = _on_ground(street.foot, tags, profile) if may_walk else 0.0
        return _directed(pace, pace, open_directions(tags, "foot"))
    ridden = _riding_speed(street, tags, profile)
    pushed = _pushing_speed(street, tags, profile) if may_walk else 0.0
    forward, backward = open_directions(tags, "bike" if profile in BICYCLES else "e_van")
    return Speeds(
        ridden if ridden and forward else pushed, ridden if ridden and backward else pushed
    )


def _riding_speed(street: tables.StreetClass, tags: Mapping[str, str], profile: Profile) -> float:
    """Return the speed in km/h on wheels, 0 where riding is not allowed."""
    is_open = profile.letter in street.open_to and tags.get("area") != "yes"
    if not is_permitted(tags, "bike" if profile in BICYCLES else "e_van", is_open=is_open):
        return 0.0
    legal = parse_speed(tags.get("maxspeed", ""))
    calm = tables.SERVICE_FACTOR.get(tags.get("service", ""), 1.0)
    if profile is Profile.E_VAN:
        factor = tables.URBAN_FACTOR.get(tags["highway"], tables.URBAN_FACTOR_ELSEWHERE)
        limit = legal if legal is not None and street.e_van else street.e_van
        return _on_ground(limit * factor * calm, tags, profile)
    speed = street.bike if profile is Profile.BIKE else street.cargo_bike
    return _on_ground(min(speed * calm, legal or speed), tags, profile)


def _pushing_speed(street: tables.StreetClass, tags: Mapping[str, str], profile: Profile) -> float:
    """Return the speed in km/h beside a bicycle, 0 where it cannot be pushed."""
    if profile not in BICYCLES:
        return 0.0
    if tags["highway"] == "steps":
        has_ramp = "yes" in (tags.get("ramp:bicycle"), tags.get("ramp"))
        return tables.RAMP_SPEED if has_ramp and profile is Profile.BIKE else 0.0
    if street.pushable or tags.get("bicycle") == "dismount":
        return tables.PUSHING_SPEED[profile.value]
    return 0.0


def _on_ground(speed: float, tags: Mapping[str, str], profile: Profile) -> float:
    """Slow a speed down to what the ground allows, and keep it plausible."""
    left = min(
        tables.SURFACE_FACTOR.get(tags.get("surface", ""), 1.0),
        tables.SMOOTHNESS_FACTOR.get(tags.get("smoothness", ""), 1.0),
        tables.TRACKTYPE_FACTOR.get(tags.get("tracktype", ""), 1.0),
    )
    if not speed or (not left and profile is not Profile.FOOT):
        return 0.0
    slowest, fastest = tables.PLAUSIBLE_SPEED[profile.value]
    share = 1.0 - tables.ROUGHNESS_SENSITIVITY[profile.value] * (1.0 - left)
    return min(max(speed * share, slowest), fastest)


def _directed(forward: float, backward: float, is_open: tuple[bool, bool]) -> Speeds:
    return Speeds(forward if is_open[0] else 0.0, backward if is_open[1] else 0.0)


def barrier_seconds(tags: Mapping[str, str], profile: Profile) -> float | None:
    """Return what passing a barrier costs.

    Parameters
    ----------
    tags
        OpenStreetMap tags of the node.
    profile
        Who wants to pass.

    Returns
    -------
    float or None
        Seconds; ``None`` when the barrier cannot be passed.
    """
    kind = tables.BARRIERS.get(tags.get("barrier", "no"), tables.UNKNOWN_BARRIER)
    if _is_too_narrow(tags, profile):
        return None
    may_walk = is_permitted(tags, "foot", is_open="f" in kind.open_to)
    mode = {Profile.FOOT: "foot", Profile.E_VAN: "e_van"}.get(profile, "bike")
    is_open = profile.letter in kind.open_to or (
        profile is Profile.CARGO_BIKE and _width(tags) is not None and "b" in kind.open_to
    )
    if is_permitted(tags, mode, is_open=is_open):
        return kind.seconds
    may_push = is_open and may_walk and tags.get("bicycle") == "dismount"
    return kind.seconds + 5.0 if may_push and profile in BICYCLES else None


def parse_speed(text: str) -> float | None:
    """Return a legal limit in km/h.

    Parameters
    ----------
    text
        Value of ``maxspeed``: ``"50"``, ``"30 mph"``, ``"walk"``, ``"50;30"``, ...

    Returns
    -------
    float or None
        ``None`` when the text holds no usable number (``"none"``, ``"FI:urban"``, ``"0"``).
    """
    first = text.split(";", maxsplit=1)[0].strip().lower()
    if first == "walk" or first.endswith(":walk"):
        return WALKING_PACE
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(km/h|kmh|kph|mph|knots)?", first)
    if found is None or float(found[1]) <= 0:
        return None
    return float(found[1]) * {"mph": MILE_IN_KM, "knots": KNOT_IN_KM}.get(found[2], 1.0)


def parse_width(text: str) -> float | None:
    r"""Return a width in metres.

    Parameters
    ----------
    text
        Value of a width tag: ``"1.2"``, ``"1,2 m"``, ``"90 cm"``, ``"4'"``, ``"6'6\""``.

    Returns
    -------
    float or None
        ``None`` when the text holds no usable number.
    """
    cleaned = text.strip().lower().replace(",", ".")
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)\s*(m|cm|ft)?", cleaned):
        return float(found[1]) * {"cm": 0.01, "ft": FOOT_IN_METRES}.get(found[2], 1.0)
    if found := re.fullmatch(r"(\d+)'(?:\s*(\d+)\")?", cleaned):
        return (int(found[1]) + int(found[2] or 0) / 12) * FOOT_IN_METRES
    return None


def _width(tags: Mapping[str, str]) -> float | None:
    keys = ("maxwidth:physical", "maxwidth", "width")
    widths = [w for key in keys if (w := parse_width(tags.get(key, ""))) is not None]
    return min(widths, default=None)


def _is_too_narrow(tags: Mapping[str, str], profile: Profile) -> bool:
    width = _width(tags)
    return width is not None and 0 < width < tables.CLEARANCE[profile.value]
