"""Directions in words: every maneuver in every language, and round distances."""

from __future__ import annotations

import pytest

from api.directions_view import COMPASS, say_distance, say_step
from api.languages import LANGUAGES, load_catalogs
from api.words import Words
from routing.model import Location
from routing.streets.directions import Maneuver, Step
from routing.streets.directions_runs import WayKind


def words(language: str) -> Words:
    """Return the sentences of a language."""
    return Words(catalogs=load_catalogs(), language=language)


def step(maneuver: Maneuver, name: str = "", kind: WayKind = WayKind.STREET, turn: int = 0) -> Step:
    """Return a step to the east."""
    return Step(
        maneuver=maneuver,
        name=name,
        kind=kind,
        distance=100,
        duration=20,
        bearing=88,
        location=Location(lat=60.0, lon=24.0),
        exit=turn,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_said_has_a_sentence(language: str) -> None:
    """Nothing falls back to a code."""
    sentences = load_catalogs().sentences[language]

    keys = {f"direction.{maneuver}" for maneuver in Maneuver} | {"direction.ring"}
    keys |= {f"way.{kind}" for kind in WayKind} | {f"compass.{point}" for point in COMPASS}

    assert keys <= set(sentences)


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "en",
            ("Head east on Elm Road", "Left into the cycleway", "At the roundabout, exit 2: Elm"),
        ),
        (
            "es",
            (
                "Hacia el este por Elm Road",
                "A la izquierda por el carril bici",
                "En la rotonda, salida 2: Elm",
            ),
        ),
        (
            "ca",
            ("Cap al est, Elm Road", "A l'esquerra, carril bici", "A la rotonda, sortida 2: Elm"),
        ),
        (
            "fr",
            (
                "Vers l'est, Elm Road",
                "À gauche, la piste cyclable",
                "Au rond-point, sortie 2 : Elm",
            ),
        ),
        (
            "de",
            ("Nach Osten auf Elm Road", "Links auf den Radweg", "Im Kreisverkehr Ausfahrt 2: Elm"),
        ),
    ],
)
def test_steps_are_said_in_each_language(language: str, texts: tuple[str, ...]) -> None:
    """A name, a kind for want of one, a number."""
    said = [
        say_step(words(language), step(Maneuver.DEPART, "Elm Road")),
        say_step(words(language), step(Maneuver.LEFT, kind=WayKind.CYCLEWAY)),
        say_step(words(language), step(Maneuver.ROUNDABOUT, "Elm", turn=2)),
    ]

    assert said == list(texts)


def test_a_roundabout_that_is_not_left_has_no_exit() -> None:
    """The door is on it."""
    assert say_step(words("en"), step(Maneuver.ROUNDABOUT, "Elm")) == "Into the roundabout, Elm"


@pytest.mark.parametrize(
    ("metres", "english", "german"),
    [
        (0, "0 m", "0 m"),
        (3, "10 m", "10 m"),
        (94, "90 m", "90 m"),
        (95, "100 m", "100 m"),
        (212, "200 m", "200 m"),
        (974, "950 m", "950 m"),
        (990, "1.0 km", "1,0 km"),
        (1234, "1.2 km", "1,2 km"),
    ],
)
def test_distances_are_round(metres: int, english: str, german: str) -> None:
    """Tens below 100 m, fifties below a kilometre, then tenths of one."""
    assert say_distance(words("en"), metres) == english
    assert say_distance(words("de"), metres) == german
