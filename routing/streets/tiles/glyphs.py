"""Letters for the map's labels, made from an open font when a city is built.

Source: the ``glyphs.proto`` of MapLibre and its convention that a letter is drawn 24 pixels
high with a border of 3, and that capitals stand in the middle of the line.

The font is Source Sans Pro (SIL Open Font License 1.1): Latin, Greek and Cyrillic. Where it
lacks a letter the label shows a gap.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from routing.streets.tiles.distance_field import distance_field
from routing.streets.tiles.protobuf import bytes_field, number_field, signed_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

GLYPHS_FOLDER = "glyphs"
FONTS = {"regular": "SourceSansPro", "semibold": "SourceSansProSemibold"}
"""Names under which a style asks for letters, and the fonts' own."""

ALWAYS = "".join(chr(code) for code in (*range(0x20, 0x7F), *range(0xA1, 0x100)))
"""Letters for what pages write on the map: Latin-1."""

SIZE = 24
BORDER = 3
BASELINE = 17
"""Pixels from the line's top to the baseline, as renderers assume."""

RANGE = 256
STEPS = 5
"""Straight stretches per curve: at 24 pixels less than a tenth of a pixel from round."""


def write_glyphs(folder: Path, characters: str) -> None:
    """Write the letters of all fonts as files by name and range.

    Parameters
    ----------
    folder
        Made with a folder per font in it: ``regular/0-255.pbf``.
    characters
        Those that occur on the map, beside those that pages need.
    """
    import font_source_sans_pro as fonts  # noqa: PLC0415 - only who draws a map needs it
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - as above

    wanted = sorted(set(map(ord, characters + ALWAYS)))
    for name, own_name in FONTS.items():
        (folder / name).mkdir(parents=True)
        with TTFont(fonts.font_files_otf[own_name]) as font:
            made = _glyphs(font, wanted)
        for first in sorted({code // RANGE * RANGE for code in made}):
            span = range(first, first + RANGE)
            in_range = [made[code] for code in span if code in made]
            codes = f"{span[0]}-{span[-1]}"
            (folder / name / f"{codes}.pbf").write_bytes(_stack(name, codes, in_range))


def read_glyphs(folder: Path, font: str, codes: str) -> bytes | None:
    """Return the letters that a map asks for.

    Parameters
    ----------
    folder
        What `write_glyphs` filled.
    font
        One of `FONTS`; of several, parted by commas, the first counts.
    codes
        First and last code of a range: ``"0-255"``.

    Returns
    -------
    bytes or None
        A range without letters is an answer without letters. ``None`` when there is no such
        font or the range is none.
    """
    name = font.split(",", maxsplit=1)[0]
    if name not in FONTS or not re.fullmatch(r"\d{1,7}-\d{1,7}", codes):
        return None
    file = folder / name / f"{codes}.pbf"
    return file.read_bytes() if file.is_file() else _stack(name, codes, ())


def _glyphs(font: Any, codes: Iterable[int]) -> dict[int, bytes]:  # noqa: ANN401 - fontTools' own
    """Return the messages of those letters that the font has."""
    names: Mapping[int, str] = font.getBestCmap()
    outlines = font.getGlyphSet()
    scale = SIZE / font["head"].unitsPerEm
    capital = font["OS/2"].sCapHeight * scale
    return {
        code: _glyph(code, outlines[names[code]], scale, capital) for code in codes if code in names
    }


def _glyph(code: int, outline: Any, scale: float, capital: float) -> bytes:  # noqa: ANN401 - as above
    segments = _segments(outline) * scale
    parts = [number_field(1, code)]
    size = (0, 0)
    left = top = 0
    if len(segments):
        points = segments.reshape(-1, 2)
        left, low = np.floor(points.min(axis=0)).astype(int).tolist()
        right, top = np.ceil(points.max(axis=0)).astype(int).tolist()
        size = (right - left, top - low)
        picture = distance_field(
            segments,
            left=left - BORDER,
            top=top + BORDER,
            width=size[0] + 2 * BORDER,
            height=size[1] + 2 * BORDER,
        )
        parts.append(bytes_field(2, picture.tobytes()))
    above = BASELINE + round(capital / 2)
    return b"".join(
        (
            *parts,
            number_field(3, size[0]),
            number_field(4, size[1]),
            signed_field(5, left),
            signed_field(6, top - above if len(segments) else 0),
            number_field(7, round(outline.width * scale)),
        )
    )


def _segments(outline: Any) -> NDArray[np.float64]:  # noqa: ANN401 - as above
    """Return the straight stretches of an outline, shape ``(s, 4)``, in the font's units."""
    from fontTools.pens.recordingPen import RecordingPen  # noqa: PLC0415 - as above

    pen = RecordingPen()
    outline.draw(pen)
    found: list[NDArray[np.float64]] = []
    begin = at = np.zeros(2)
    for command, places in pen.value:
        points = np.array(places, dtype=np.float64).reshape(-1, 2)
        if command == "moveTo":
            begin = at = points[0]
            continue
        path = points if command == "lineTo" else _curve(at, points)
        if command in {"closePath", "endPath"}:
            path = begin.reshape(1, 2)
        whole = np.vstack((at, path))
        found.append(np.hstack((whole[:-1], whole[1:])))
        at = whole[-1]
    return np.vstack(found) if found else np.empty((0, 4))


def _curve(begin: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points along a cubic curve, without its begin."""
    if len(points) < 3:  # noqa: PLR2004 - a close has no points
        return points
    t = np.linspace(0.0, 1.0, STEPS + 1)[1:, None]
    u = 1.0 - t
    a, b, c = points
    curve: NDArray[np.float64] = u**3 * begin + 3 * u * u * t * a + 3 * u * t * t * b + t**3 * c
    return curve


def _stack(name: str, codes: str, glyphs: Iterable[bytes]) -> bytes:
    content = bytes_field(1, name.encode()) + bytes_field(2, codes.encode())
    return bytes_field(1, content + b"".join(bytes_field(3, glyph) for glyph in glyphs))
