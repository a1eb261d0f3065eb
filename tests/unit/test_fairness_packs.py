"""Packs to start from, law packs, what changes between policies, and what a vote comes to."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from api.languages import LANGUAGES, load_catalogs
from api.policy_words import change_texts, duration_text, money_text, rule_texts
from api.words import Words
from fairness.clauses import PayForm, PolicyError, Settlement
from fairness.contradictions import reject_unlawful
from fairness.differences import Direction, differences
from fairness.laws import law_named, law_names
from fairness.packs import pack_named, pack_names
from fairness.policy import Policy, starter_policy
from fairness.voting import Verdict, verdict

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
STARTER = starter_policy(valid_from=NEW_YEAR)
CATALOGS = load_catalogs()


def pack(name: str) -> Policy:
    """Give a pack's policy."""
    return pack_named(name, valid_from=NEW_YEAR)


@pytest.mark.parametrize("name", pack_names())
def test_each_pack_keeps_the_law_that_it_names(name: str) -> None:
    """A pack that could not be adopted would be no place to start from."""
    reject_unlawful(pack(name))


def test_the_packs_pay_in_the_forms_that_they_are_for() -> None:
    """Employees by the month, self-employed by the drop, volunteers in time, and so on."""
    first = {name: pack(name).pay_forms[0] for name in pack_names()}

    assert first == {
        "worker_coop": PayForm.MONTHLY,
        "self_employed": PayForm.PER_DROP,
        "nonprofit": PayForm.TIME_CREDIT,
        "union": PayForm.HOURLY,
        "hybrid": PayForm.PER_DROP,
    }
    assert len(pack("hybrid").pay_forms) == 4


def test_an_unknown_pack_or_law_is_named_with_those_that_there_are() -> None:
    """So that a typing error mends itself."""
    with pytest.raises(ValueError, match=r"hybrid.*got 'hybird'"):
        pack("hybird")
    with pytest.raises(ValueError, match="de, es, eu, fr"):
        law_named("atlantis")
    assert all(law_named(name).source for name in law_names())


LAWFUL: dict[str, Any] = {
    "law": "de",
    "max_day_s": 36_000,
    "max_week_s": 144_000,
    "min_daily_rest_s": 39_600,
    "min_weekly_rest_s": 126_000,
}


@pytest.mark.parametrize(
    ("changes", "clause"),
    [
        ({"hourly_floor_minor": 1389}, "hourly_floor_minor"),
        ({"max_day_s": None}, "max_day_s"),
        ({"max_week_s": 172_801}, "max_week_s"),
        ({"min_daily_rest_s": 39_599}, "min_daily_rest_s"),
        ({"min_weekly_rest_s": None}, "min_weekly_rest_s"),
        ({"law": "atlantis"}, "law"),
        ({"currency": "CHF"}, "law"),
    ],
)
def test_a_clause_below_the_law_pack_is_named(changes: dict[str, Any], clause: str) -> None:
    """In Germany 13.90 per hour, 10 h a day, 48 h a week, 11 h and 35 h of rest."""
    lawful = replace(STARTER, **LAWFUL)
    reject_unlawful(lawful)

    with pytest.raises(PolicyError) as caught:
        reject_unlawful(replace(lawful, **changes))

    assert caught.value.clause == clause


@pytest.mark.parametrize(
    ("changes", "clause"),
    [
        ({"max_day_s": 3599, "soft_day_s": None}, "max_day_s"),
        ({"max_day_s": None, "max_week_s": 1800}, "max_week_s"),
        ({"min_daily_rest_s": 23 * 3600 + 1}, "min_daily_rest_s"),
        ({"min_weekly_rest_s": 7 * 24 * 3600}, "min_weekly_rest_s"),
        ({"min_daily_rest_s": 40_000, "min_weekly_rest_s": 30_000}, "min_weekly_rest_s"),
        ({"pay_forms": (PayForm.HOURLY,), "hourly_rate_minor": 1499}, "hourly_rate_minor"),
        ({"pay_forms": (PayForm.MONTHLY,)}, "full_month_s"),
        (
            {"pay_forms": (PayForm.MONTHLY,), "full_month_s": 576_000, "monthly_pay_minor": 1},
            "monthly_pay_minor",
        ),
        (
            {
                "pay_forms": (PayForm.MONTHLY,),
                "full_month_s": 576_000,
                "monthly_pay_minor": 240_000,
            },
            "hourly_rate_minor",
        ),
        ({"settlement": Settlement.MONTH}, "settlement"),
        (
            {"hourly_floor_minor": 0, "per_drop_minor": 0, "per_km_minor": 0},
            "per_drop_minor",
        ),
    ],
)
def test_clauses_that_make_a_shift_or_pay_impossible_are_refused(
    changes: dict[str, Any], clause: str
) -> None:
    """Caps leave no hour of work, rests no hour of a day, or a form pays below the floor."""
    with pytest.raises(PolicyError) as caught:
        replace(STARTER, **changes)

    assert caught.value.clause == clause


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_clause_and_every_pack_speaks_every_language(language: str) -> None:
    """No key is left without words, whatever the clause's value."""
    words = Words(catalogs=CATALOGS, language=language)
    known = CATALOGS.sentences[language]

    texts = [rule_texts(words, pack(name)) for name in pack_names()]

    assert {f"clause.{part.name}" for part in fields(Policy)} <= set(known)
    assert {f"pack.{name}.{part}" for name in pack_names() for part in ("title", "about")} <= set(
        known
    )
    assert all(set(said) == {part.name for part in fields(Policy)} for said in texts)
    assert not any("…" in line for said in texts for line in said.values())


def test_a_change_says_from_what_to_what_and_which_way() -> None:
    """Numbers go up or down, everything else was one thing and becomes another."""
    new = replace(STARTER, version=2, hourly_floor_minor=1650, rain_percent=5, max_day_s=None)
    words = Words(catalogs=CATALOGS, language="es")

    changes = differences(STARTER, new)
    said = change_texts(words, changes, before="EUR", after="EUR")

    assert [(one.clause, one.direction) for one in changes] == [
        ("hourly_floor_minor", Direction.RAISED),
        ("rain_percent", Direction.LOWERED),
        ("max_day_s", Direction.CHANGED),
    ]
    assert said == (
        "Paga garantizada por hora conectada: sube de 15,00 EUR a 16,50 EUR.",
        "Prima por lluvia: baja de 10 % a 5 %.",
        "Máximo trabajo en un día era: 10 h. Pasa a ser: sin límite.",
    )


def test_a_policy_differs_from_itself_in_nothing_but_its_version() -> None:
    """Version and beginning say which it is, not what it says."""
    assert differences(STARTER, replace(STARTER, version=9)) == ()


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(1500, "EUR", "15.00 EUR"), (-5, "EUR", "-0.05 EUR"), (70, "JPY", "70 JPY")],
)
def test_amounts_have_the_decimals_of_their_currency(minor: int, currency: str, text: str) -> None:
    """Euros have two, yen none; the sign stands before all of it."""
    assert money_text(Words(catalogs=CATALOGS, language="en"), minor, currency) == text


def test_durations_leave_out_what_is_zero() -> None:
    """7 h 30 min, not 7 h 30 min 0 s; and nothing at all is 0 min."""
    words = Words(catalogs=CATALOGS, language="en")

    assert [duration_text(words, s) for s in (27_000, 90, 0)] == [
        "7 h 30 min",
        "1 min 30 s",
        "0 min",
    ]


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ((5, 4, 0), Verdict.ADOPTED),
        ((5, 5, 0), Verdict.REJECTED),
        ((3, 1, 0), Verdict.NO_QUORUM),
        ((3, 1, 1), Verdict.ADOPTED),
        ((0, 0, 9), Verdict.REJECTED),
    ],
)
def test_a_vote_needs_its_quorum_and_more_for_than_against(
    votes: tuple[int, int, int], expected: Verdict
) -> None:
    """Ten members, half must take part, abstentions count for that; a tie changes nothing."""
    num_for, num_against, num_abstained = votes

    found = verdict(
        STARTER,
        num_members=10,
        num_for=num_for,
        num_against=num_against,
        num_abstained=num_abstained,
    )

    assert found is expected


def test_more_ballots_than_members_are_refused() -> None:
    """Somebody would have voted twice."""
    with pytest.raises(ValueError, match="at most 3 ballots"):
        verdict(STARTER, num_members=3, num_for=4, num_against=0)
