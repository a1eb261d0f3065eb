"""Finds a house number on a street: mapped, within a range, or between its neighbors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from routing.model import Location
from routing.streets.geodesy import METRES_PER_DEGREE

if TYPE_CHECKING:
    import sqlite3

MAPPED = "SELECT number, label, lat, lon, low, high, step, letter FROM house WHERE entity = ?"
AT_NUMBER = f"{MAPPED} AND low <= ? AND high >= ? ORDER BY high - low, letter, number"
BEGINNING = f"{MAPPED} AND low BETWEEN ? AND ? ORDER BY low, letter, number LIMIT ?"
BELOW = f"{MAPPED} AND high < ? AND high >= 0 AND high % 2 = ? ORDER BY high DESC LIMIT 1"
ABOVE = f"{MAPPED} AND low > ? AND low % 2 = ? ORDER BY low LIMIT 1"
SPANS = "SELECT first, last, step, line FROM span WHERE entity = ?"

EXACT = 1.0
IN_RANGE = 0.95
OTHER_LETTER = 0.9
IN_SPAN = 0.9
BETWEEN = 0.8
BETWEEN_FAR = 0.6
FAR_APART = 250.0
"""Metres between two known numbers beyond which the middle is a guess."""

LARGEST_NUMBER = 10**5


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A house on a street.

    Attributes
    ----------
    number
        As it is mapped, or as it was asked for when it is between two that are.
    label
        How it is shown; empty when it is not mapped itself.
    location
        Where it is.
    confidence
        How sure that is, given that it is the right street.
    """

    number: str
    label: str
    location: Location
    confidence: float


def find_house(
    connection: sqlite3.Connection, street: int, number: int, letter: str, line: bytes | None
) -> House | None:
    """Find a house number on a street.

    Parameters
    ----------
    connection
        An opened file of places.
    street
        Number of the street in it.
    number, letter
        What is asked for.
    line
        The street's course, if it has one.

    Returns
    -------
    House or None
        ``None`` when the street has no such number and none on both sides of it.
    """
    rows = connection.execute(AT_NUMBER, (street, number, number)).fetchall()
    mapped = [_mapped(row, letter) for row in rows if (number - row[4]) % row[6] == 0]
    if mapped:
        return max(mapped, key=lambda house: house.confidence)
    return _in_span(connection, street, number, letter) or _between(
        connection, street, number, letter, line
    )


def houses_beginning(
    connection: sqlite3.Connection, street: int, number: int | None, limit: int
) -> list[House]:
    """Return mapped houses whose number begins with digits, or any, in rising order.

    Parameters
    ----------
    connection
        An opened file of places.
    street
        Number of the street in it.
    number
        The digits; ``None``: all.
    limit
        Most houses.

    Returns
    -------
    list of House
        Their confidence is that of `find_house`.
    """
    if number is None:
        spans = [(-1, LARGEST_NUMBER)]
    else:
        tens = [10**power for power in range(1, 5) if number * 10**power < LARGEST_NUMBER]
        spans = [(number * ten, number * ten + ten - 1) for ten in tens] if number else []
    rows = [
        row
        for low, high in spans
        for row in connection.execute(BEGINNING, (street, low, high, limit)).fetchall()
    ]
    return [_mapped(row, row[7]) for row in rows[:limit]]


def _mapped(row: tuple[str, str, float, float, int, int, int, str], letter: str) -> House:
    number, label, lat, lon, low, high, _, own_letter = row
    confidence = EXACT if low == high else IN_RANGE
    if letter != own_letter:
        confidence = min(confidence, OTHER_LETTER)
    return House(
        number=number, label=label, location=Location(lat=lat, lon=lon), confidence=confidence
    )


def _in_span(connection: sqlite3.Connection, street: int, number: int, letter: str) -> House | None:
    for first, last, step, line in connection.execute(SPANS, (street,)):
        if min(first, last) <= number <= max(first, last) and (number - first) % step == 0:
            share = (number - first) / (last - first)
            point = shapely.line_interpolate_point(shapely.from_wkb(line), share, normalized=True)
            return _computed(number, letter, point.y, point.x, IN_SPAN)
    return None


def _between(
    connection: sqlite3.Connection, street: int, number: int, letter: str, line: bytes | None
) -> House | None:
    """Return a house between its neighbors on its side of the street, along the street."""
    below = connection.execute(BELOW, (street, number, number % 2)).fetchone()
    above = connection.execute(ABOVE, (street, number, number % 2)).fetchone()
    if below is None or above is None:
        return None
    share = (number - below[5]) / (above[4] - below[5])
    narrowing = float(np.cos(np.radians(below[2])))
    scale = np.array([narrowing, 1.0]) * METRES_PER_DEGREE
    ends = np.array([(below[3], below[2]), (above[3], above[2])]) * scale
    spot = _along(ends, share, None if line is None else _scaled(line, scale)) / scale
    gap = float(np.hypot(*(ends[1] - ends[0])))
    confidence = BETWEEN if gap <= FAR_APART else BETWEEN_FAR
    return _computed(number, letter, float(spot[1]), float(spot[0]), confidence)


def _scaled(line: bytes, scale: np.ndarray[tuple[int], np.dtype[np.float64]]) -> shapely.Geometry:
    return shapely.transform(shapely.from_wkb(line), lambda points: points * scale)


def _along(
    ends: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    share: float,
    course: shapely.Geometry | None,
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the point at a share of the way between two houses, beside their street.

    Both are moved onto the stretch of street nearest to them; the point keeps the mean of
    their distances from it. Where that stretch is a detour, the straight line serves.
    """
    straight: np.ndarray[tuple[int], np.dtype[np.float64]] = ends[0] + share * (ends[1] - ends[0])
    if course is None:
        return straight
    points = shapely.points(ends)
    parts = shapely.get_parts(course)
    stretch = min(parts, key=lambda part: float(shapely.distance(part, points).sum()))
    at = shapely.line_locate_point(stretch, points)
    length = float(np.hypot(*(ends[1] - ends[0])))
    if abs(float(at[1] - at[0])) < length / 2 or abs(float(at[1] - at[0])) > 2 * length:
        return straight
    feet = shapely.get_coordinates(shapely.line_interpolate_point(stretch, at))
    aside = (1 - share) * (ends[0] - feet[0]) + share * (ends[1] - feet[1])
    foot = shapely.line_interpolate_point(stretch, at[0] + share * (at[1] - at[0]))
    found: np.ndarray[tuple[int], np.dtype[np.float64]] = shapely.get_coordinates(foot)[0] + aside
    return found


def _computed(number: int, letter: str, lat: float, lon: float, confidence: float) -> House:
    return House(
        number=f"{number}{' ' if letter else ''}{letter.upper()}",
        label="",
        location=Location(lat=round(lat, 7), lon=round(lon, 7)),
        confidence=confidence,
    )
