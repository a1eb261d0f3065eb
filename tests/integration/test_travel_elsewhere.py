"""Travel from another engine: what is guessed while it is away is said, and never remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from dispatch import ordering, quoting
from dispatch.cached_streets import CachedStreets
from dispatch.config import Elsewhere, Server, read_settings
from dispatch.live_plans import LivePlans
from dispatch.model import OrderWish
from dispatch.travel_elsewhere import streets_of_cities
from routing.providers.engine import ProvidedPath, ProvidedTable
from routing.providers.errors import ProviderError
from routing.providers.great_circle import great_circle_matrix
from routing.providers.osrm import Osrm
from routing.providers.provided_streets import SPEEDS, ProvidedStreets
from routing.providers.valhalla import Valhalla
from routing.streets.overlays import Overlay
from routing.streets.profiles import Profile
from tests.dispatch_world import COOP, MORNING, SELLER, Legs, Plain, World, at, opened_world, wish
from tests.drawn_streets import square

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dispatch.model import Quote
    from routing.model import Location

BIKE = Profile.BIKE
DRAWING = square()
CORNERS = [DRAWING.at(number) for number in (1, 2, 3, 4)]


class Moody:
    """An engine that answers 7 s and 70 m for everything, unless it is away."""

    def __init__(self) -> None:
        self.is_away = False
        self.num_asked = 0

    def table(
        self, from_points: Sequence[Location], to_points: Sequence[Location], profile: Profile
    ) -> ProvidedTable:
        """Answer, or not."""
        del profile
        self.num_asked += 1
        if self.is_away:
            msg = "Expected travel, got nothing."
            raise ProviderError(msg)
        shape = (len(from_points), len(to_points))
        return ProvidedTable(
            durations=np.full(shape, 7, np.int32),
            distances=np.full(shape, 70, np.int32),
            reachable=np.ones(shape, np.bool_),
        )

    def path(self, a: Location, b: Location, profile: Profile) -> ProvidedPath:
        """Know no paths."""
        msg = f"Expected a path from {a} to {b} by {profile}, got nothing."
        raise ProviderError(msg)


class GuessingPlain(Plain):
    """A plain whose rows are guesses while its engine is away."""

    is_away = True

    def rows(
        self, from_points: Sequence[Location], to_points: Sequence[Location], profile: Profile
    ) -> Legs:
        """Say whether it is a guess."""
        return replace(super().rows(from_points, to_points, profile), is_estimate=self.is_away)


@pytest.fixture
def engine() -> Moody:
    """Return an engine that answers."""
    return Moody()


@pytest.fixture
def streets(engine: Moody) -> CachedStreets:
    """Return a square of streets with that engine, and a memory."""
    return CachedStreets(ProvidedStreets(city=DRAWING.city(), engine=engine))


def test_what_the_engine_said_is_remembered(streets: CachedStreets, engine: Moody) -> None:
    """The second time nobody is asked; a new point needs its own rows."""
    first = streets.matrix(CORNERS[:2], BIKE)
    asked = engine.num_asked
    again = streets.matrix(CORNERS[:2], BIKE)
    unasked = engine.num_asked
    streets.matrix(CORNERS[:3], BIKE)

    assert not first.is_estimate
    assert not again.is_estimate
    assert again.durations.tolist() == [[0, 7], [7, 0]]
    assert (asked, unasked, engine.num_asked) == (1, 1, 4)


def test_a_guess_is_said_and_forgotten(streets: CachedStreets, engine: Moody) -> None:
    """As soon as the engine is back its own numbers are given."""
    engine.is_away = True
    guessed = streets.matrix(CORNERS, BIKE)
    engine.is_away = False
    known = streets.matrix(CORNERS, BIKE)

    expected = great_circle_matrix(CORNERS, speed=SPEEDS[BIKE])
    assert guessed.is_estimate
    assert np.array_equal(guessed.distances, expected.distances)
    assert not known.is_estimate
    assert known.durations[0, 1] == 7


def test_nothing_is_half_guessed(streets: CachedStreets, engine: Moody) -> None:
    """Two points are known when the engine goes; with a third all is guessed, then known again."""
    streets.matrix(CORNERS[:2], BIKE)
    engine.is_away = True

    guessed = streets.matrix(CORNERS[:3], BIKE)
    known = streets.matrix(CORNERS[:2], BIKE)

    expected = great_circle_matrix(CORNERS[:3], speed=SPEEDS[BIKE])
    assert guessed.is_estimate
    assert np.array_equal(guessed.durations, expected.durations)
    assert not known.is_estimate
    assert known.durations[0, 1] == 7


def test_under_an_overlay_the_city_s_own_streets_are_asked(
    streets: CachedStreets, engine: Moody
) -> None:
    """The engine knows nothing of a closure; without one it is asked again."""
    closed = Overlay(id="x", streets=frozenset({"South"}), is_closed=True)

    under = streets.with_overlays([closed]).matrix(CORNERS[:2], BIKE)
    asked = engine.num_asked
    usual = streets.with_overlays([]).matrix(CORNERS[:2], BIKE)

    assert asked == 0
    assert under.distances[0, 1] > 200
    assert usual.durations[0, 1] == 7


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op with a courier on a plain whose engine is away."""
    with opened_world(sqlite_url, "ada") as made:
        made.streets = GuessingPlain()
        yield made


def test_a_quote_says_that_it_rests_on_a_guess_and_the_order_keeps_it(world: World) -> None:
    """The same live plans give a sure quote once the engine is back."""
    plans = LivePlans()

    def ask() -> Quote:
        return world.do(
            lambda tx: quoting.quote(
                tx,
                SELLER,
                wish(6000, 5000, ready_at=at(9)),
                streets=world.streets,
                now=MORNING,
                new_id=world.new_id,
                live_plans=plans,
            )
        )

    guessed = ask()
    order = world.do(
        lambda tx: ordering.place(
            tx,
            SELLER,
            OrderWish(quote=guessed.id),
            streets=world.streets,
            now=MORNING,
            new_id=world.new_id,
        )
    )
    world.streets.is_away = False  # type: ignore[attr-defined]  # the guessing plain has it
    sure = ask()

    assert guessed.is_feasible
    assert guessed.delivery.is_estimate
    with world.store.read(COOP) as tx:
        assert tx.quotes.get(guessed.id).delivery.is_estimate
        assert tx.orders.get(order.id).delivery.is_estimate
    assert not sure.delivery.is_estimate


@pytest.mark.parametrize(
    ("text", "kind", "engine"),
    [
        ("osrm+http://127.0.0.1:5000", Elsewhere.OSRM, Osrm),
        ("valhalla+https://ways.example.org", Elsewhere.VALHALLA, Valhalla),
    ],
)
def test_the_setting_names_an_engine_and_its_address(
    text: str, kind: Elsewhere, engine: type
) -> None:
    """One server for all cities; without the setting the cities answer themselves."""
    settings = read_settings({"COMMONWHEEL_TRAVEL_URL": text})

    made = streets_of_cities({"town": DRAWING.city()}, settings.travel_url)
    own = streets_of_cities({"town": DRAWING.city()}, None)

    assert settings.travel_url == Server(kind=kind, url=text.split("+", maxsplit=1)[1])
    inner = made["town"]._streets  # noqa: SLF001 - what was put together
    assert isinstance(inner, ProvidedStreets)
    assert isinstance(inner.engine, engine)
    assert not own["town"].matrix(CORNERS, BIKE).is_estimate


def test_an_engine_that_is_not_there_gives_guesses() -> None:
    """Port 9 takes nobody's calls; the day goes on."""
    away = Server(kind=Elsewhere.OSRM, url="http://127.0.0.1:9")

    matrix = streets_of_cities({"town": DRAWING.city()}, away)["town"].matrix(CORNERS, BIKE)

    assert matrix.is_estimate
