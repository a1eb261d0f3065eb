"""House numbers, readings of a search, typing errors and zones, without files."""

from __future__ import annotations

import pytest

from routing.model import Location
from routing.streets.house_numbers import NumberRange, leading_number, parse_house_number
from routing.streets.places_model import Place, PlaceKind, Zone
from routing.streets.places_question import Question, readings
from routing.streets.places_words import Words


def words(*known: str) -> Words:
    """Return a city's words, each in one name."""
    return Words(words=tuple(sorted(known)), counts=(1,) * len(known))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", [(12, 12, 1, "")]),
        ("12 B", [(12, 12, 1, "b")]),
        ("12b", [(12, 12, 1, "b")]),
        ("12 B 4", [(12, 12, 1, "b")]),
        ("4bis", [(4, 4, 1, "bis")]),
        ("12-16", [(12, 16, 2, "")]),
        ("11\N{EN DASH}14", [(11, 14, 1, "")]),
        ("14b-16", [(14, 16, 2, "")]),
        ("12;14", [(12, 12, 1, ""), (14, 14, 1, "")]),
        ("39,41 A", [(39, 39, 1, ""), (41, 41, 1, "a")]),
        ("2, 2. floor", [(2, 2, 1, "")]),
        ("120-3", [(120, 120, 1, "")]),
        ("5-999", [(5, 5, 1, "")]),
        ("Villa Mar", []),
        ("", []),
    ],
)
def test_a_house_number_stands_for_these_numbers(
    text: str, expected: list[tuple[int, int, int, str]]
) -> None:
    """A range with both ends on one side of the street holds every other number.

    What follows a dash but is smaller, or far beyond, is a flat; remarks count for nothing.
    """
    found = [(one.low, one.high, one.step, one.letter) for one in parse_house_number(text)]

    assert found == expected


def test_a_range_has_the_numbers_of_its_side() -> None:
    """14 lies in 12-16, 13 is across the street, 18 is further on."""
    one = NumberRange(low=12, high=16, step=2)

    assert [one.has(number) for number in (12, 13, 14, 16, 18)] == [True, False, True, True, False]
    assert leading_number("12-16") == 12
    assert leading_number("Villa") is None


def test_a_number_may_be_a_house_number_or_a_part_of_the_name() -> None:
    """The last number first: streets that begin with one are rarer than house numbers."""
    found = readings(("rua", "25", "de", "abril", "12"))

    assert found == (
        Question(words=("rua", "25", "de", "abril"), number=12, ends_with_number=True),
        Question(words=("rua", "de", "abril", "12"), number=25),
        Question(words=("rua", "25", "de", "abril", "12")),
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("annankatu", "12", "b", "4"), Question(words=("annankatu",), number=12, letter="b")),
        (("annankatu", "12b"), Question(
            words=("annankatu",), number=12, letter="b", ends_with_number=True)),
        (("12", "bis", "rue", "grimaldi"), Question(
            words=("rue", "grimaldi"), number=12, letter="bis")),
    ],
)  # fmt: skip
def test_letters_and_flats_follow_their_number(typed: tuple[str, ...], expected: Question) -> None:
    """The flat is behind the same door and is left out."""
    assert expected in readings(typed)


def test_a_number_alone_is_a_name() -> None:
    """A postcode, for example."""
    assert readings(("00100",)) == (Question(words=("00100",)),)


@pytest.mark.parametrize("typed", ["manerheimintie", "mannerhiemintie", "mannnerheimintie",
                                   "nannerheimintie"])  # fmt: skip
def test_a_lost_swapped_doubled_or_wrong_letter_is_one_error(typed: str) -> None:
    """Of a whole word."""
    city = words("mannerheimintie", "mikonkatu")

    assert city.corrections(typed, is_unfinished=False) == {"mannerheimintie": 1}


def test_an_unfinished_word_is_compared_with_beginnings() -> None:
    """Six letters of a longer word, two of them swapped."""
    found = words("mannerheimintie", "mikonkatu").corrections("manenr", is_unfinished=True)

    assert found["manner"] == 1


def test_short_words_and_numbers_are_taken_as_they_are() -> None:
    """Nearly every word of three letters is one letter from another; numbers are exact."""
    city = words("rue", "rua", "00100")

    assert city.corrections("rux", is_unfinished=False) == {}
    assert city.corrections("00101", is_unfinished=False) == {}


def test_words_know_how_often_they_occur() -> None:
    """A word that does not occur: never."""
    city = Words(words=("de", "sol"), counts=(40, 2))

    assert [city.count(word) for word in ("de", "sol", "luna")] == [40, 2, 0]
    assert city.has_beginning("so")
    assert not city.has_beginning("si")


def test_a_zone_prefers_what_lies_inside() -> None:
    """A square of two degrees; one corner outside keeps 85 percent wherever it is."""
    corners = tuple(Location(lat=lat, lon=lon) for lat, lon in ((0, 0), (0, 2), (2, 2), (2, 0)))
    zone = Zone(center=Location(lat=1, lon=1), outline=corners)

    found = [
        zone.preference(Location(lat=lat, lon=lon)) for lat, lon in ((1, 1), (1.9, 0.1), (3, 1))
    ]

    assert found == [1.0, 1.0, 0.85]


def test_a_zone_without_a_border_prefers_what_is_near() -> None:
    """From nothing lost in the middle to 15 percent at ten kilometres and beyond."""
    zone = Zone(center=Location(lat=0.0, lon=0.0))

    found = [zone.preference(Location(lat=lat, lon=0.0)) for lat in (0.0, 0.045, 1.0)]

    assert found == pytest.approx([1.0, 0.925, 0.85], abs=1e-3)


@pytest.mark.parametrize(("confidence", "needs_pin"), [(0.69, True), (0.7, False), (1.0, False)])
def test_an_unsure_answer_asks_for_a_pin(*, confidence: float, needs_pin: bool) -> None:
    """Below seven in ten."""
    place = Place(
        kind=PlaceKind.ADDRESS,
        label="West 7",
        street="West",
        house_number="7",
        location=Location(lat=60.0, lon=24.0),
        confidence=confidence,
    )

    assert place.needs_pin is needs_pin
