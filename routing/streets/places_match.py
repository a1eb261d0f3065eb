"""Finds the entities whose names and towns match the words of a question, and how well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.streets.places_model import PlaceKind

if TYPE_CHECKING:
    import sqlite3

    from routing.streets.places_question import Question
    from routing.streets.places_words import Words

COLUMNS = """
SELECT entity.id, kind, label, street, house_number, entity.name, entity.more, lat, lon,
is_shown, line FROM
"""
ASK = f"""
{COLUMNS} word JOIN entity ON entity.id = word.rowid WHERE word MATCH ?
ORDER BY word.rowid LIMIT ?
"""
EXACTLY = f"{COLUMNS} entity WHERE name = ? ORDER BY id LIMIT ?"
MOST_CANDIDATES = 120
MOST_ALTERNATIVES = 3

BESIDE = {"street": 0.99, "town": 0.9, "postcode": 0.9, "named": 0.8}
"""How well a word fits that is not in the name but beside it: a town, or an address."""

UNFINISHED = 0.95
ABBREVIATED = 0.9
ERRORS = (1.0, 0.92, 0.8)
"""By number of typing errors."""

LEFT_OUT = 0.6
OUT_OF_ORDER = 0.98
REST_OF_NAME = 0.12
"""What a name loses, at most, by its words that were not asked for."""

Row = tuple[int, str, str, str, str, str, str, float, float, int, bytes | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An entity that answers a question.

    Attributes
    ----------
    row
        As it was read: id, kind, label, street, house number, folded name and further
        words, latitude, longitude, whether it is shown itself, its course.
    quality
        How well the words match, 0 to 1.
    """

    row: Row
    quality: float

    @property
    def kind(self) -> PlaceKind:
        """What it is."""
        return PlaceKind(self.row[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of a question and what it may stand for.

    Attributes
    ----------
    word
        As typed.
    is_last
        Whether more letters may follow.
    corrections
        Number of errors by word that may be meant.
    """

    word: str
    is_last: bool
    corrections: dict[str, int]

    def expression(self) -> str:
        """Return what to ask the index for."""
        begun = [f'"{self.word}"*', *(f'"{other}"*' for other in self.corrections)]
        return f"({' OR '.join(begun)})"

    def quality(self, names: list[str]) -> float:
        """Return how well some words have this one, 0 when they do not."""
        if self.word in names:
            return 1.0
        factor = UNFINISHED if self.is_last else ABBREVIATED
        best = factor if any(one.startswith(self.word) for one in names) else 0.0
        for other, errors in self.corrections.items():
            if other in names:
                best = max(best, ERRORS[errors])
            elif self.is_last and any(one.startswith(other) for one in names):
                best = max(best, ERRORS[errors] * UNFINISHED)
        return best


def as_typed(connection: sqlite3.Connection, question: Question) -> list[Match]:
    """Return the entities that have all words of a question as typed, best first.

    Parameters
    ----------
    connection
        An opened file of places.
    question
        What to look for.

    Returns
    -------
    list of Match
        Empty when there are none.
    """
    terms = _terms(question, None)
    typed = " ".join(question.words)
    rows: list[Row] = connection.execute(EXACTLY, (typed, MOST_CANDIDATES)).fetchall()
    known = {row[0] for row in rows}
    every = " AND ".join(term.expression() for term in terms)
    rows.extend(row for row in _rows(connection, every) if row[0] not in known)
    return _ranked(rows, terms, needs_all=True)


def roughly(connection: sqlite3.Connection, question: Question, words: Words) -> list[Match]:
    """Return the entities that a question with errors in it may mean, best first.

    Parameters
    ----------
    connection
        An opened file of places.
    question
        What to look for.
    words
        Words of the city.

    Returns
    -------
    list of Match
        Those that have all words, with typing errors set right; if there are none, those
        that have at least half of them.
    """
    terms = _terms(question, words)
    known = [term for term in terms if term.corrections or words.has_beginning(term.word)]
    if not known:
        return []
    every = " AND ".join(term.expression() for term in known)
    if found := _ranked(_rows(connection, every), terms, needs_all=False):
        return found
    rare = sorted(known, key=lambda term: words.count(term.word))[:MOST_ALTERNATIVES]
    some = " OR ".join(term.expression() for term in rare)
    return _ranked(_rows(connection, some), terms, needs_all=False)


def _rows(connection: sqlite3.Connection, question: str) -> list[Row]:
    return connection.execute(ASK, (question, MOST_CANDIDATES)).fetchall()


def _ranked(rows: list[Row], terms: list[Term], *, needs_all: bool) -> list[Match]:
    found = [Match(row=row, quality=_quality(row, terms, needs_all=needs_all)) for row in rows]
    return sorted((one for one in found if one.quality > 0), key=lambda one: -one.quality)


def _terms(question: Question, words: Words | None) -> list[Term]:
    last = len(question.words) - 1
    return [
        Term(
            word=word,
            is_last=at == last,
            corrections=words.corrections(word, is_unfinished=at == last) if words else {},
        )
        for at, word in enumerate(question.words)
    ]


def _quality(row: Row, terms: list[Term], *, needs_all: bool) -> float:
    name, more = row[5].split(), row[6].split()
    beside = BESIDE[row[1]]
    quality, num_missing, num_in_name = 1.0, 0, 0
    for term in terms:
        in_name, in_more = term.quality(name), beside * term.quality(more)
        one = max(in_name, in_more)
        num_missing += not one
        num_in_name += 0 < in_name >= in_more
        quality *= one or LEFT_OUT
    if num_missing and (needs_all or 2 * num_missing > len(terms)):
        return 0.0
    typed = " ".join(term.word for term in terms)
    if not row[5].startswith(typed) and not typed.startswith(row[5]):
        quality *= OUT_OF_ORDER
    asked = min(num_in_name, len(name))
    return quality * (1.0 - REST_OF_NAME * (1.0 - asked / max(len(name), 1)))
