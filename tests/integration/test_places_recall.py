"""How much the search finds, measured on a made-up city: every way to ask, by its own bar."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from routing.streets.build import build_network
from routing.streets.places import find
from routing.streets.places_build import place_entities, write_places
from routing.streets.places_model import fold
from routing.streets.places_words import read_words
from routing.streets.raw import RawPlace, RawStreets
from tests.drawn_streets import Drawing, Way, street

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FIRST = (
    "Kirkko",
    "Mäen",
    "Söder",
    "Ålands",
    "Øster",
    "Große ",
    "Sankt ",
    "Länsi",
    "Koivu",
    "Mylly",
)
SECOND = ("katu", "gatan", "straße", "rinne", "polku", "bryggan", "aukio", "vägen", "kulma", "tori")
NUMBERS = (2, 4, 7, 11, 18, 23)
SEED = 20261123


def made_up_city() -> tuple[Drawing, tuple[RawPlace, ...]]:
    """Return a hundred parallel streets with six houses each."""
    nodes: dict[int, tuple[float, float]] = {}
    ways: list[Way] = []
    places: list[RawPlace] = []
    for row in range(100):
        name = FIRST[row // 10] + SECOND[row % 10]
        nodes |= {2 * row: (0.0, float(row)), 2 * row + 1: (5.0, float(row))}
        ways.append(street(2 * row, 2 * row + 1, name=name))
        if row:
            ways.append(street(2 * row - 2, 2 * row, name=""))
        places.extend(
            RawPlace(
                name="",
                street=name,
                house_number=str(number),
                postcode=f"{12_000 + row // 20}",
                city="Neustadt",
                lat=60.0 + row * 0.001,
                lon=24.0 + number * 0.0002,
            )
            for number in NUMBERS
        )
    return Drawing(nodes, tuple(ways)), tuple(places)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Return a function that answers a search with the first label found."""
    drawing, places = made_up_city()
    raw: RawStreets = drawing.raw()
    file: Path = tmp_path_factory.mktemp("places") / "places.sqlite"
    write_places(file, place_entities(places, (), build_network(raw)))
    words = read_words(file)

    def first(text: str) -> str:
        found = find(file, text, 1, words=words)
        return found[0].label if found else ""

    return first


def exact(place: RawPlace, _chance: random.Random) -> str:
    """Ask as it is written."""
    return f"{place.street} {place.house_number}"


def unfinished(place: RawPlace, _chance: random.Random) -> str:
    """Ask with all but the last two letters of the street, the number first."""
    return f"{place.house_number} {place.street[:-2]}"


def mistyped(place: RawPlace, chance: random.Random) -> str:
    """Ask with one letter swapped, doubled, lost or wrong."""
    at = chance.randrange(1, len(place.street) - 2)
    before, letters, after = place.street[:at], place.street[at : at + 2], place.street[at + 2 :]
    wrong = chance.choice(
        (letters[::-1], letters[0] * 2 + letters[1], letters[1], "x" + letters[1])
    )
    return f"{before}{wrong}{after} {place.house_number}"


def swapped(place: RawPlace, _chance: random.Random) -> str:
    """Ask with the town and the number before the street."""
    return f"Neustadt {place.house_number} {place.street}"


def without_marks(place: RawPlace, _chance: random.Random) -> str:
    """Ask without capitals, dots and rings."""
    return f"{fold(place.street)} {place.house_number}"


def with_town(place: RawPlace, _chance: random.Random) -> str:
    """Ask as an envelope has it, with a country that the map does not know."""
    return f"{place.street} {place.house_number}, {place.postcode} Neustadt, Utopia"


@pytest.mark.parametrize(
    ("way", "bar"),
    [
        (exact, 1.0),
        (unfinished, 1.0),
        (mistyped, 0.95),
        (swapped, 1.0),
        (without_marks, 1.0),
        (with_town, 1.0),
    ],
)
def test_the_first_answer_is_the_house_that_was_meant(
    way: Callable[[RawPlace, random.Random], str], bar: float, asked: Callable[[str], str]
) -> None:
    """Of 200 houses drawn at random.

    A typing error may make another street's name of one, so one in twenty may miss there.
    """
    chance = random.Random(SEED)  # noqa: S311 - draws a sample
    _, places = made_up_city()
    drawn = chance.sample(places, 200)

    hits = [
        asked(way(place, chance)).startswith(f"{place.street} {place.house_number},")
        for place in drawn
    ]

    assert np.mean(hits) >= bar
