"""House numbers as people write them: ``12``, ``12 B 4``, ``12-16``, ``12;14``, ``4bis``."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_RANGE = 60
"""Numbers that one range may span; more is a mistake or another scheme."""

PIECES = re.compile(r"[;,]")
NUMBER = re.compile(r"(\d{1,5})(?!\d)\s*(.*)", re.DOTALL)
RANGE = re.compile(r"(\d{1,5})\s*[a-z]?\s*[-\N{EN DASH}]\s*(\d{1,5})(?!\d)", re.IGNORECASE)
LETTER = re.compile(r"\s*(bis|ter|quater|[a-z])(?![^\W\d_])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRange:
    """The numbers that one address stands for.

    Attributes
    ----------
    low, high
        First and last number; equal for most addresses.
    step
        2 when only every other number belongs to it, as along one side of a street.
    letter
        ``"b"`` of ``12 B``, ``"bis"`` of ``4bis``; empty where there is none.
    """

    low: int
    high: int
    step: int = 1
    letter: str = ""

    def has(self, number: int) -> bool:
        """Return whether a number is one of them."""
        return self.low <= number <= self.high and (number - self.low) % self.step == 0


def parse_house_number(text: str) -> tuple[NumberRange, ...]:
    """Return the numbers that a mapped house number stands for.

    Parameters
    ----------
    text
        As it was mapped. Lists are parted by semicolons or commas. A range whose ends are
        both even or both odd holds every other number.

    Returns
    -------
    tuple of NumberRange
        Empty when it does not begin with a number.
    """
    found = []
    for piece in PIECES.split(text):
        stripped = piece.strip()
        if match := RANGE.match(stripped):
            low, high = int(match[1]), int(match[2])
            if low < high <= low + LONGEST_RANGE:
                found.append(NumberRange(low=low, high=high, step=2 - (high - low) % 2))
                continue
        if match := NUMBER.match(stripped):
            if found and not _is_number_of_a_list(match[2]):
                continue
            number = int(match[1])
            letter = LETTER.match(match[2])
            found.append(
                NumberRange(low=number, high=number, letter=letter[1].lower() if letter else "")
            )
    return tuple(found)


def leading_number(text: str) -> int | None:
    """Return the first number of a house number, ``None`` when there is none."""
    ranges = parse_house_number(text)
    return ranges[0].low if ranges else None


def _is_number_of_a_list(rest: str) -> bool:
    """Return whether what follows a number is nothing or a letter, rather than a remark."""
    match = LETTER.match(rest)
    return not rest or (match is not None and not rest[match.end() :].strip())
