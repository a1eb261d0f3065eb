"""Every sentence is there in every language, and the right language is chosen."""

from __future__ import annotations

import re

import pytest

from api.errors import RULE_STATUSES
from api.faults import SENTENCES
from api.languages import LANGUAGES, Catalogs, choose_language, load_catalogs
from api.problems import STATUSES
from dispatch.errors import RuleError
from fairness.statement import PayKey
from routing.reasons import Code, Remedy
from routing.rules.code import Rule


@pytest.fixture(scope="module")
def catalogs() -> Catalogs:
    """Return the catalogs as they are shipped."""
    return load_catalogs()


def rule_codes(kind: type[RuleError] = RuleError) -> set[str]:
    """Gather the codes of all rule errors."""
    own = {kind.code} if kind.code != RuleError.code else set()
    return own.union(*(rule_codes(below) for below in kind.__subclasses__()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_same_sentences(catalogs: Catalogs, language: str) -> None:
    """A language is complete or not offered."""
    assert set(catalogs.sentences[language]) == set(catalogs.sentences["en"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_translation_names_the_same_values(catalogs: Catalogs, language: str) -> None:
    """A value in braces that only one language names would be lost or never filled."""
    for key, english in catalogs.sentences["en"].items():
        translated = catalogs.sentences[language][key]

        assert set(re.findall(r"{\w+}", translated)) == set(re.findall(r"{\w+}", english)), key


def test_every_code_that_can_be_shown_has_a_sentence(catalogs: Catalogs) -> None:
    """Codes of problems, rules, reasons, remedies and pay lines all speak."""
    problems = {*STATUSES, *RULE_STATUSES}
    keys = {f"problem.{code}.{part}" for code in problems for part in ("title", "detail")}
    keys |= {f"reason.{code}" for code in Code}
    keys |= {f"remedy.{code}" for code in Remedy}
    keys |= {f"rule.{code}" for code in Rule}
    keys |= {f"pay.{key}" for key in PayKey}
    keys |= set(SENTENCES)

    missing = {key for key in keys if not catalogs.has(key)}

    assert missing == set()


def test_every_rule_error_has_a_status() -> None:
    """An error that dispatch can raise is never a surprise to the API."""
    assert set(RULE_STATUSES) == rule_codes()


@pytest.mark.parametrize(
    ("accepted", "otherwise", "chosen"),
    [
        (None, "en", "en"),
        (None, "ca-ES", "ca"),
        ("fr", "en", "fr"),
        ("pt-BR, es;q=0.5, de;q=0.8", "en", "de"),
        ("de;q=0", "es", "es"),
        ("*", "de", "de"),
        ("xx", "yy", "en"),
        ("DE-at", "en", "de"),
        (";q=;q=x,\x00", "en", "en"),
        ("e" * 10_000, "en", "en"),
    ],
)
def test_the_best_known_language_is_chosen(accepted: str, otherwise: str, chosen: str) -> None:
    """The header's weights count, then the language of the co-op, then English."""
    assert choose_language(accepted, otherwise) == chosen


def test_a_missing_value_shows_as_an_ellipsis(catalogs: Catalogs) -> None:
    """A sentence without its value is better than an error."""
    assert "…" in catalogs.say("en", "problem.body_too_large.detail")


def test_an_unknown_code_is_said_in_plain_words(catalogs: Catalogs) -> None:
    """Somebody's new code is readable before anyone has translated it."""
    assert catalogs.say("de", "reason.too_many_flowers") == "too many flowers"
