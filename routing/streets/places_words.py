"""The words of a city, and which of them a mistyped or unfinished one may stand for."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routing.streets.places_file import opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SHORTEST = 4
"""Letters from which on a word may hold one typing error; twice as many: two."""

MOST_CORRECTIONS = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Words:
    """All folded words of a city.

    Attributes
    ----------
    words
        Rising.
    counts
        How many names each occurs in.
    """

    words: tuple[str, ...]
    counts: tuple[int, ...]
    _beginnings: dict[int, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def count(self, word: str) -> int:
        """Return how many names have a word, 0 when none has."""
        at = bisect_left(self.words, word)
        is_known = at < len(self.words) and self.words[at] == word
        return self.counts[at] if is_known else 0

    def has_beginning(self, word: str) -> bool:
        """Return whether one of them begins so."""
        at = bisect_left(self.words, word)
        return at < len(self.words) and self.words[at].startswith(word)

    def corrections(self, word: str, *, is_unfinished: bool) -> dict[str, int]:
        """Return words, or beginnings of words, that a mistyped one may stand for.

        An error is a letter too many, too few, another one, or two swapped neighbors.

        Parameters
        ----------
        word
            Folded.
        is_unfinished
            Whether more letters may be meant to follow.

        Returns
        -------
        dict
            Number of errors by word, the fewest first; at most eight.
        """
        from rapidfuzz import process  # noqa: PLC0415 - not to open a city
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - as above

        most = min(2, len(word) // SHORTEST)
        if not most or word.isdigit():
            return {}
        choices: list[Sequence[str]] = [self.words]
        if is_unfinished:
            choices = [self._begun(len(word) + more) for more in (0, 1, -1)]
        found: dict[str, int] = {}
        for some in choices:
            for errors in range(1, most + 1):
                close = process.extract(
                    word, some, scorer=OSA.distance, score_cutoff=errors, limit=MOST_CORRECTIONS
                )
                found |= {other: int(distance) for other, distance, _ in close if distance}
                if close:
                    break
        best = sorted(
            found.items(), key=lambda item: (item[1], abs(len(item[0]) - len(word)), item)
        )
        return dict(best[:MOST_CORRECTIONS])

    def _begun(self, length: int) -> tuple[str, ...]:
        """Return all different beginnings of a length, of words that are as long."""
        if length not in self._beginnings:
            begun = dict.fromkeys(word[:length] for word in self.words if len(word) >= length)
            self._beginnings[length] = tuple(begun)
        return self._beginnings[length]


def read_words(file: Path) -> Words:
    """Return the words of a file of places.

    Parameters
    ----------
    file
        What `places_build.write_places` wrote.

    Returns
    -------
    Words
        To be kept between searches.

    Raises
    ------
    CityError
        When the file is missing or damaged.
    """
    with opened(file) as connection:
        rows = connection.execute("SELECT word, count FROM vocabulary ORDER BY word").fetchall()
    return Words(words=tuple(word for word, _ in rows), counts=tuple(count for _, count in rows))
