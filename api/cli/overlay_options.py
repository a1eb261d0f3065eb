"""What `commonwheel overlay add` is told, as values: factors, hours, an area from a file."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from routing.model import Location
    from routing.streets.overlays import Hours

LARGEST_FILE = 1_000_000
SPAN = re.compile(r"(\d{2}:\d{2})-(\d{2}:\d{2})")
FEWEST_POSITIONS = 4


def permille_of(factor: float | None) -> int | None:
    """Read a factor like 1.25 as thousandths.

    Raises
    ------
    ValueError
        When it is no number from 0.001 to 100.
    """
    if factor is None:
        return None
    if not 0.001 <= factor <= 100:  # noqa: PLR2004 - thousandths, as overlays have them
        msg = f"Expected --factor from 0.001 to 100, such as 1.25, got {factor}."
        raise ValueError(msg)
    return round(factor * 1000)


def hours_of(span: str | None, days: str | None) -> "Hours | None":
    """Read a part of the day like ``07:30-09:00``, on days like ``mon,tue``.

    Raises
    ------
    ValueError
        When one of them is written in another way, or there are days without hours.
    """
    from api.schemas.overlays import WEEKDAYS, minute_of
    from routing.streets.overlays import Hours

    if span is None:
        if days is not None:
            msg = "Expected --hours together with --days, got --days alone."
            raise ValueError(msg)
        return None
    written = SPAN.fullmatch(span)
    if written is None:
        msg = f"Expected --hours like 07:30-09:00, got {span!r}."
        raise ValueError(msg)
    names = list(WEEKDAYS) if days is None else days.split(",")
    if not set(names) <= set(WEEKDAYS):
        msg = f"Expected --days out of {','.join(WEEKDAYS)}, got {days!r}."
        raise ValueError(msg)
    begin, end = (minute_of(clock) for clock in written.groups())
    return Hours(begin=begin, end=end, weekdays=frozenset(map(WEEKDAYS.index, names)))


def area_of(file: Path | None) -> tuple["Location", ...]:
    """Read the corners of a polygon from a GeoJSON file; empty without a file.

    Raises
    ------
    ValueError
        When it holds anything but one polygon without holes, in degrees.
    OSError
        When it cannot be read.
    """
    from routing.model import Location

    if file is None:
        return ()
    if file.stat().st_size > LARGEST_FILE:
        msg = f"Expected --area as a GeoJSON file below 1 MB, got {file}."
        raise ValueError(msg)
    try:
        rings = _rings(json.loads(file.read_text(encoding="utf-8")))
        corners = [Location(lat=float(lat), lon=float(lon)) for lon, lat, *_ in rings[0]]
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        rings, corners = [], []
    if len(rings) != 1 or len(corners) < FEWEST_POSITIONS:
        msg = f"Expected one GeoJSON polygon without holes, lon before lat, in {file}."
        raise ValueError(msg)
    return tuple(corners[:-1] if corners[0] == corners[-1] else corners)


def _rings(value: Any) -> list[Any]:  # noqa: ANN401 - whatever a file holds
    """Find the rings of the one polygon of a geometry, a feature or a collection of one."""
    match value:
        case {"type": "FeatureCollection", "features": [feature]}:
            return _rings(feature)
        case {"type": "Feature", "geometry": geometry}:
            return _rings(geometry)
        case {"type": "Polygon", "coordinates": [*rings]}:
            return rings
    return []
