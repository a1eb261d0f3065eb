"""Who may use a street and in which directions, from OpenStreetMap's access tags.

The most specific tag that says something decides: ``bicycle`` before ``vehicle`` before
``access``. Deliveries count as a reason to be somewhere, so ``destination``,
``delivery`` and ``customers`` are open to everyone here; ``private`` is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ACCESS_KEYS = {
    "foot": ("foot", "access"),
    "bike": ("bicycle", "vehicle", "access"),
    "e_van": ("motorcar", "motor_vehicle", "vehicle", "access"),
}
"""Tags that decide for a mode, most specific first."""

OPEN_VALUES = frozenset(
    (
        *("yes", "designated", "permissive", "official", "permit", "allowed"),
        *("destination", "delivery", "customers"),
    )
)
CLOSED_VALUES = frozenset(
    (
        *("no", "private", "restricted", "residents", "employees", "use_sidepath", "dismount"),
        *("agricultural", "forestry", "military", "emergency", "bus", "psv"),
    )
)
FORWARD_VALUES = frozenset(("yes", "true", "1"))
BACKWARD_VALUES = frozenset(("-1", "reverse"))
UNSTEADY_VALUES = frozenset(("reversible", "alternating"))
ROUND_JUNCTIONS = frozenset(("roundabout", "circular"))
ONE_WAY_CLASSES = frozenset(("motorway", "motorway_link"))

ROUTING_TAGS = (
    *("highway", "access", "vehicle", "motor_vehicle", "motorcar", "bicycle", "foot"),
    *("oneway", "oneway:bicycle", "oneway:foot", "junction", "area", "service", "motorroad"),
    *("cycleway", "cycleway:left", "cycleway:right", "cycleway:both"),
    *("cycleway:left:oneway", "cycleway:right:oneway", "sidewalk"),
    *("surface", "smoothness", "tracktype", "maxspeed"),
    *("width", "maxwidth", "maxwidth:physical", "ramp", "ramp:bicycle"),
)
"""Tags of a street that any profile looks at; a city keeps these and no others."""

BARRIER_TAGS = (
    *("barrier", "access", "vehicle", "motor_vehicle", "motorcar", "bicycle", "foot"),
    *("width", "maxwidth", "maxwidth:physical"),
)
"""Tags of a barrier that any profile looks at."""


def is_permitted(tags: Mapping[str, str], mode: str, *, is_open: bool) -> bool:
    """Return whether a mode may use a street or pass a barrier.

    Parameters
    ----------
    tags
        OpenStreetMap tags.
    mode
        ``"foot"``, ``"bike"`` or ``"e_van"``.
    is_open
        The answer when no tag decides.

    Returns
    -------
    bool
        The most specific tag's word.
    """
    if tags.get("motorroad") == "yes" and mode != "e_van":
        is_open = False
    if mode == "foot" and tags.get("sidewalk") in {"both", "left", "right", "yes"}:
        is_open = True
    for key in ACCESS_KEYS[mode]:
        value = tags.get(key, "").split(";")[0].strip()
        if value in CLOSED_VALUES:
            return False
        if value in OPEN_VALUES and (key != "access" or is_open):
            return True
    return is_open


def open_directions(tags: Mapping[str, str], mode: str) -> tuple[bool, bool]:
    """Return in which directions a mode may move along a street.

    Parameters
    ----------
    tags
        OpenStreetMap tags of the street.
    mode
        ``"foot"``, ``"bike"`` or ``"e_van"``.

    Returns
    -------
    tuple of bool
        As drawn, and against it.
    """
    if mode == "foot":
        return _one_way(tags.get("oneway:foot", "no"))
    value = tags.get("oneway", "")
    if value not in FORWARD_VALUES | BACKWARD_VALUES | UNSTEADY_VALUES | {"no"}:
        is_one_way = (
            tags.get("junction") in ROUND_JUNCTIONS or tags.get("highway") in ONE_WAY_CLASSES
        )
        value = "yes" if is_one_way else "no"
    if mode == "bike":
        value = tags.get("oneway:bicycle", value)
        if "oneway:bicycle" not in tags and _has_contraflow(tags):
            value = "no"
    return _one_way(value)


def _one_way(value: str) -> tuple[bool, bool]:
    if value in UNSTEADY_VALUES:
        return (False, False)
    return (value not in BACKWARD_VALUES, value not in FORWARD_VALUES)


def _has_contraflow(tags: Mapping[str, str]) -> bool:
    """Return whether bicycles may ride against a one-way street on a lane of their own."""
    lanes = ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")
    if any(tags.get(lane, "").startswith("opposite") for lane in lanes):
        return True
    sides = ("cycleway:left:oneway", "cycleway:right:oneway")
    return any(tags.get(side) in BACKWARD_VALUES | {"no"} for side in sides)
