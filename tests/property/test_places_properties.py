"""Laws of searching: any text is answered, and house numbers are ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.streets.build import build_network
from routing.streets.house_numbers import parse_house_number
from routing.streets.places import Words, find
from routing.streets.places_build import place_entities, write_places
from routing.streets.places_model import fold
from routing.streets.places_question import readings
from routing.streets.places_words import read_words
from routing.streets.raw import RawPlace
from tests.drawn_streets import square

if TYPE_CHECKING:
    from pathlib import Path

typed = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            ["west", "north", "12", "b", "wesst", '"', "*", "OR", "NEAR(", "-", "00100"]
        ),
        max_size=8,
    ).map(" ".join),
)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Words]:
    """Return the places of a square with three houses, and its words."""
    houses = [
        RawPlace(name="", street="West", house_number=number, postcode="00100", city="Town",
                 lat=60.0 + at * 1e-4, lon=24.0)
        for at, number in enumerate(("1", "12-16", "7 B"))
    ]  # fmt: skip
    file = tmp_path_factory.mktemp("places") / "places.sqlite"
    write_places(file, place_entities(houses, (), build_network(square().raw())))
    return file, read_words(file)


@given(text=typed, limit=st.integers(0, 5))
@settings(max_examples=300, deadline=None)
def test_any_text_is_answered(known: tuple[Path, Words], text: str, limit: int) -> None:
    """Never an error, never more than wanted, nothing twice, confidence between 0 and 1."""
    file, words = known

    found = find(file, text, limit, words=words)

    assert len(found) <= limit
    assert all(0.0 < place.confidence <= 1.0 and place.label for place in found)
    assert len({(place.label, place.location) for place in found}) == len(found)


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    """So that what was folded when a city was built is found when it is asked for."""
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="0123456789-;, abZ/\N{EN DASH}", max_size=20))
def test_a_house_number_is_ranges_or_nothing(text: str) -> None:
    """Each rises, and has its own ends."""
    for one in parse_house_number(text):
        assert one.low <= one.high
        assert one.has(one.low)
        assert one.has(one.high)


@given(
    st.lists(st.sampled_from(["a", "7", "12b", "00100", "bis", "street"]), min_size=1, max_size=9)
)
def test_all_words_as_a_name_are_always_one_reading(words: list[str]) -> None:
    """And no reading makes words up."""
    found = readings(tuple(words))

    assert found[-1].words == tuple(words)
    assert all(set(question.words) <= set(words) and question.words for question in found)
