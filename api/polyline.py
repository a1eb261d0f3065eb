"""Lines as text in Google's encoded polyline format."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

STEPS_PER_DEGREE = 100_000


def write_polyline(points: Iterable[tuple[float, float]]) -> str:
    """Encode a line with five decimals.

    Parameters
    ----------
    points
        Longitude and latitude of each.

    Returns
    -------
    str
        Differences of latitude and longitude, five bits per character.

    References
    ----------
    .. [1] Google Maps Platform. Encoded Polyline Algorithm Format.
    """
    text: list[str] = []
    before = (0, 0)
    for lon, lat in points:
        now = (round(lat * STEPS_PER_DEGREE), round(lon * STEPS_PER_DEGREE))
        for a, b in zip(before, now, strict=True):
            text.extend(_letters(b - a))
        before = now
    return "".join(text)


def _letters(difference: int) -> Iterable[str]:
    value = ~(difference << 1) if difference < 0 else difference << 1
    while value >= 0x20:  # noqa: PLR2004 - five bits at a time
        yield chr((0x20 | (value & 0x1F)) + 63)
        value >>= 5
    yield chr(value + 63)
