"""Lines over two axes as SVG, told apart by dashes and labels as well as by color."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import floor, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 20, 20, 60
TICKS = 5
STYLES = (
    ("#0b5cad", "none"),
    ("#b3541e", "8 4"),
    ("#3c7a3c", "2 4"),
    ("#6b3fa0", "10 3 2 3"),
)
"""Color and dashes of each line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a chart.

    Attributes
    ----------
    label
        What it shows.
    points
        From left to right.
    """

    label: str
    points: tuple[tuple[float, float], ...]


def line_chart(lines: Sequence[Line], *, across: str, up: str) -> str:
    """Draw up to four lines; both axes begin at zero.

    Parameters
    ----------
    lines
        What to draw.
    across, up
        What the axes are.
    """
    most_across = max(1e-9, *(x for line in lines for x, _ in line.points))
    most_up = max(1e-9, *(y for line in lines for _, y in line.points))

    digits = max(0, 2 - floor(log10(most_up)))

    def place(x: float, y: float) -> tuple[float, float]:
        wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
        return LEFT + wide * x / most_across, HEIGHT - BOTTOM - high * y / most_up

    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
            f' aria-label="{escape(up)} against {escape(across)}"'
            ' font-family="sans-serif" font-size="13">'
        ),
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for tick in range(TICKS + 1):
        x, y = most_across * tick / TICKS, most_up * tick / TICKS
        (at_x, base), (side, at_y) = place(x, 0), place(0, y)
        parts += [
            f'<path d="M{side:.0f} {at_y:.1f}H{WIDTH - RIGHT}" stroke="#dddddd"/>',
            f'<text x="{at_x:.1f}" y="{base + 18:.0f}" text-anchor="middle">{x:.1f}</text>',
            f'<text x="{side - 8:.0f}" y="{at_y + 4:.1f}" text-anchor="end">{y:.{digits}f}</text>',
        ]
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts += [
        f'<text x="{WIDTH / 2:.0f}" y="{HEIGHT - 14}" text-anchor="middle">{escape(across)}</text>',
        (
            f'<text transform="translate(18 {middle:.0f}) rotate(-90)" text-anchor="middle">'
            f"{escape(up)}</text>"
        ),
    ]
    for number, (line, (color, dashes)) in enumerate(zip(lines, STYLES, strict=False)):
        spots = " ".join("{:.1f},{:.1f}".format(*place(x, y)) for x, y in line.points)
        level = TOP + 18 + 20 * number
        stroke = f'fill="none" stroke="{color}" stroke-width="2" stroke-dasharray="{dashes}"'
        parts += [
            f'<polyline points="{spots}" {stroke}/>',
            f'<path d="M{WIDTH - 290} {level - 4}h36" {stroke}/>',
            f'<text x="{WIDTH - 246}" y="{level}">{escape(line.label)}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])
