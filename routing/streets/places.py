"""Finds addresses, streets, named places, towns and postcodes of a city, both ways.

Words are compared without case and diacritics, in any order; the last may be unfinished,
and a word of four letters or more may hold a typing error. Each answer says how sure it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.model import Location
from routing.streets.places_file import opened
from routing.streets.places_houses import House, find_house, houses_beginning
from routing.streets.places_match import Match, as_typed, roughly
from routing.streets.places_memory import SAME, remembered
from routing.streets.places_model import (
    AddressMemory,
    Place,
    PlaceKind,
    Zone,
    fold,
    metres_between,
)
from routing.streets.places_near import Houses, KeptPlaces, nearest_house, read_houses
from routing.streets.places_question import Question, readings
from routing.streets.places_words import Words, read_words

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

__all__ = ["AddressMemory", "KeptPlaces", "Place", "PlaceKind", "Words", "Zone", "find", "nearest"]

MOST_WORDS = 12
STREETS_TRIED = 12
AS_A_WHOLE = {
    PlaceKind.NAMED: 0.95,
    PlaceKind.STREET: 0.6,
    PlaceKind.POSTCODE: 0.4,
    PlaceKind.TOWN: 0.35,
}
"""How likely a place's own point is the door that was meant."""

RANKS = {
    PlaceKind.STREET: 1.0,
    PlaceKind.TOWN: 0.99,
    PlaceKind.NAMED: 0.98,
    PlaceKind.POSTCODE: 0.97,
}
"""In what order equal matches are listed."""

NO_SUCH_NUMBER = 0.6
UNFINISHED_NUMBER = 0.65

DOUBTFUL = 0.65
"""What is left of the confidence when another place far away answers as well."""


def find(  # noqa: PLR0913 - all but three with a default
    file: Path,
    text: str,
    limit: int,
    *,
    words: Words | None = None,
    zone: Zone | None = None,
    memory: AddressMemory | None = None,
) -> tuple[Place, ...]:
    """Find places by the words of a text.

    Parameters
    ----------
    file
        What `places_build.write_places` wrote.
    text
        Words in any order; the last one may be unfinished.
    limit
        Most results.
    words
        What `read_words` returned, to be kept from one search to the next.
    zone
        Where to prefer places.
    memory
        What the co-op learned about doors; wins over the map.

    Returns
    -------
    tuple of Place
        Surest first; empty when nothing matches.

    Raises
    ------
    CityError
        When the file is missing or damaged.
    """
    asked = tuple(fold(text).split()[:MOST_WORDS])
    if not asked or limit < 1:
        return ()
    questions = readings(asked)
    with opened(file) as connection:
        found = [(one, as_typed(connection, one)) for one in questions]
        if not any(matches for _, matches in found):
            known = read_words(file) if words is None else words
            found = [(one, roughly(connection, one, known)) for one in questions]
        answers = [
            answer
            for question, matches in found
            for answer in _answers(connection, question, matches, limit)
        ]
    if zone is not None:
        answers = [answer.times(zone.preference(answer.place.location)) for answer in answers]
    answers.sort(key=lambda answer: -answer.rank)
    places = [answer.place for answer in answers]
    if memory is not None:
        places = remembered(memory, text, places)
    once: dict[tuple[str, float, float], Place] = {}
    for place in places:
        where = (round(place.location.lat, 2), round(place.location.lon, 2))
        once.setdefault((place.label, *where), place)
    return _with_doubt(tuple(once.values())[:limit])


def nearest(
    file: Path,
    location: Location,
    *,
    houses: Houses | None = None,
    memory: AddressMemory | None = None,
) -> Place | None:
    """Return the nearest address within 250 m.

    Parameters
    ----------
    file
        What `places_build.write_places` wrote.
    location
        Where to look.
    houses
        Those of the file, when they have been read already.
    memory
        What the co-op learned about doors; wins over the map.

    Returns
    -------
    Place or None
        Less sure the farther it is; ``None`` when there is none so near.

    Raises
    ------
    CityError
        When the file is missing or damaged.
    """
    if memory is not None and (address := memory.door_near(location)):
        return Place(
            kind=PlaceKind.ADDRESS, label=address, street="", house_number="", location=location
        )
    return nearest_house(read_houses(file) if houses is None else houses, location)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A place and how high it stands in the list, which is not how sure it is."""

    place: Place
    rank: float

    def times(self, factor: float) -> Answer:
        """Return the answer with both lowered."""
        return Answer(place=self.place.times(factor), rank=self.rank * factor)


def _answers(
    connection: sqlite3.Connection, question: Question, found: list[Match], limit: int
) -> list[Answer]:
    streets = [match for match in found if match.kind is PlaceKind.STREET]
    if question.number is None:
        whole = [_whole(match) for match in found if match.row[9]]
        return [*whole, *_houses(connection, streets[:1], None, limit)]
    answers = []
    for match in streets[:STREETS_TRIED]:
        house = find_house(
            connection, match.row[0], question.number, question.letter, match.row[10]
        )
        if house is not None:
            label = house.label or _with_number(match.row[2], house.number)
            answers.append(_answer(match, house, label, match.quality * house.confidence))
        elif match.row[9]:
            answers.append(_whole(match).times(NO_SUCH_NUMBER))
    if question.ends_with_number and not question.letter:
        answers.extend(_houses(connection, streets[:3], question.number, limit))
    return answers


def _whole(match: Match) -> Answer:
    """Return an entity itself, at its own point."""
    _, kind, label, street, number, _, _, lat, lon, *_ = match.row
    place = Place(
        kind=PlaceKind(kind),
        label=label,
        street=street,
        house_number=number,
        location=Location(lat=lat, lon=lon),
        confidence=round(match.quality * AS_A_WHOLE[match.kind], 3),
    )
    return Answer(place=place, rank=match.quality * RANKS[match.kind])


def _houses(
    connection: sqlite3.Connection, streets: list[Match], number: int | None, limit: int
) -> list[Answer]:
    """Return houses of streets as suggestions while a number is being typed."""
    return [
        _answer(match, house, house.label, match.quality * UNFINISHED_NUMBER * (1.0 - 1e-3 * rank))
        for match in streets
        for rank, house in enumerate(houses_beginning(connection, match.row[0], number, limit))
    ]


def _answer(match: Match, house: House, label: str, rank: float) -> Answer:
    place = Place(
        kind=PlaceKind.ADDRESS,
        label=label,
        street=match.row[3],
        house_number=house.number,
        location=house.location,
        confidence=round(rank, 3),
    )
    return Answer(place=place, rank=rank)


def _with_number(label: str, number: str) -> str:
    street, comma, town = label.partition(", ")
    return f"{street} {number}{comma}{town}"


def _with_doubt(found: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return answers, the first less sure when another far away is as good."""
    if len(found) < 2:  # noqa: PLR2004 - two to choose from
        return found
    first = found[0]
    rivals = [
        place
        for place in found[1:]
        if place.kind is first.kind
        and place.confidence >= first.confidence - 0.02
        and metres_between(place.location, first.location) > SAME
    ]
    if not rivals:
        return found
    return tuple(
        place.times(DOUBTFUL) if place is first or place in rivals else place for place in found
    )
