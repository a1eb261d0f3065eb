"""What the words of a search may mean: a name, and perhaps a house number."""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMBER = re.compile(r"(\d{1,5})([a-z]|bis|ter|quater)?")
LETTER = re.compile(r"[a-z]|bis|ter|quater")
LONGEST_UNIT = 3
"""Digits that the number of a flat may have; more are a postcode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One way to read a search.

    Attributes
    ----------
    words
        Those of the name, in their order.
    number
        House number, ``None`` when none is asked for.
    letter
        Letter after it; empty without one.
    ends_with_number
        Whether the number was typed last, so that more digits may follow.
    """

    words: tuple[str, ...]
    number: int | None = None
    letter: str = ""
    ends_with_number: bool = False


def readings(words: tuple[str, ...]) -> tuple[Question, ...]:
    """Return the ways to read the words of a search, likely ones first.

    Parameters
    ----------
    words
        Folded, in the order typed. After a house number may follow its letter and the
        number of a flat, which is left out: it is behind the same door.

    Returns
    -------
    tuple of Question
        With each number as the house number, the last first; then all as a name.
    """
    found = []
    for at in range(len(words) - 1, -1, -1):
        match = NUMBER.fullmatch(words[at])
        if match is None or len(words) == 1:
            continue
        end, letter = at + 1, match[2] or ""
        if not letter and end < len(words) and LETTER.fullmatch(words[end]):
            letter, end = words[end], end + 1
        ends_with_number = end == len(words)
        if end < len(words) and words[end].isdigit() and len(words[end]) <= LONGEST_UNIT:
            end += 1
        rest = (*words[:at], *words[end:])
        if rest:
            found.append(
                Question(
                    words=rest,
                    number=int(match[1]),
                    letter=letter,
                    ends_with_number=ends_with_number,
                )
            )
    return (*found, Question(words=words))
