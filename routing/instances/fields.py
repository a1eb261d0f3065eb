"""Reading JSON values with the path at fault in every message."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NoReturn

from routing.instances.instance import InstanceError
from routing.model import TimeWindow

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

SHOWN = 60
"""Most characters of a wrong value that a message repeats."""

LARGEST = 2**31 - 1
"""Largest whole number that is read."""

LARGEST_NAME = 2**53 - 1
"""Largest whole number that names a thing: exact in every client's JSON."""


def record(value: object, path: str) -> dict[str, Any]:
    """Read an object."""
    if not isinstance(value, dict):
        _refuse("an object", path, value)
    return value


def array(value: object, path: str) -> list[Any]:
    """Read an array."""
    if not isinstance(value, list):
        _refuse("an array", path, value)
    return value


def whole(value: object, path: str, *, least: int = 0, most: int = LARGEST) -> int:
    """Read a whole number from `least` to `most`."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if not is_number or not isinstance(value, int) or not least <= value <= most:
        _refuse(f"a whole number from {least} to {most}", path, value)
    return value


def name(value: object, path: str) -> int:
    """Read the whole number that names a thing."""
    return whole(value, path, most=LARGEST_NAME)


def number(value: object, path: str, *, least: float, most: float) -> float:
    """Read a number within bounds."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not isinstance(value, int | float) or not least <= value <= most:
        _refuse(f"a number from {least:g} to {most:g}", path, value)
    return float(value)


def text(value: object, path: str) -> str:
    """Read a string."""
    if not isinstance(value, str):
        _refuse("a string", path, value)
    return value


def amounts(value: object, path: str) -> tuple[int, ...]:
    """Read an array of whole numbers."""
    return tuple(whole(part, f"{path}[{i}]") for i, part in enumerate(array(value, path)))


def window(value: object, path: str) -> TimeWindow:
    """Read a pair of moments as a window."""
    pair = amounts(value, path)
    if len(pair) != 2 or pair[0] > pair[1]:  # noqa: PLR2004 - a pair has two
        _refuse("[earliest, latest]", path, value)
    return TimeWindow(earliest=pair[0], latest=pair[1])


def windows(value: object, path: str) -> tuple[TimeWindow, ...]:
    """Read an array of disjoint windows, at least one, in any order."""
    found = [window(part, f"{path}[{i}]") for i, part in enumerate(array(value, path))]
    found.sort(key=lambda one: one.earliest)
    is_disjoint = all(a.latest < b.earliest for a, b in pairwise(found))
    if not found or not is_disjoint:
        _refuse("disjoint time windows", path, value)
    return tuple(found)


def only(mapping: Mapping[str, object], known: Collection[str], path: str) -> None:
    """Refuse fields that would change the answer and that are not understood."""
    for field in mapping:
        if field not in known:
            msg = f"Expected only known fields in {path}, got {field!r}, which is not supported."
            raise InstanceError(msg)


def _refuse(wanted: str, path: str, value: object) -> NoReturn:
    shown = repr(value)
    shown = shown if len(shown) <= SHOWN else shown[: SHOWN - 3] + "..."
    msg = f"Expected {wanted} at {path}, got {shown}."
    raise InstanceError(msg)
