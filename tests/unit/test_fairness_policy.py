"""Policies: read strictly, written back unchanged, in force from a moment."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from fairness.clauses import CLAUSES, PolicyError
from fairness.policy import Policy, parse_policy, policy_at, starter_policy, to_mapping

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def document(**changes: object) -> dict[str, object]:
    """Give the written starter policy with some clauses changed."""
    return to_mapping(starter_policy(valid_from=NEW_YEAR)) | changes


def test_a_policy_is_read_as_it_was_written() -> None:
    """Writing loses nothing, so reading gives the same value."""
    policy = starter_policy(valid_from=NEW_YEAR)

    again = parse_policy(to_mapping(policy))

    assert again == policy


def test_every_attribute_of_a_policy_is_a_clause() -> None:
    """A clause without a reader would be unchecked, a reader without one dead."""
    assert [part.name for part in fields(Policy)] == list(CLAUSES)


def test_clauses_left_out_say_nothing() -> None:
    """Seven clauses are needed; without the others there is no premium, cap or evenness."""
    needed = {part.name for part in fields(Policy)} & {
        "version",
        "valid_from",
        "currency",
        "hourly_floor_minor",
        "per_drop_minor",
        "per_km_minor",
        "settlement",
    }

    policy = parse_policy({name: value for name, value in document().items() if name in needed})

    assert (policy.rain_percent, policy.max_day_s, policy.eps_permille) == (0, None, 0)
    assert policy.decay_permille == policy.labor_share_permille == 1000


@pytest.mark.parametrize(
    ("clause", "value", "expected"),
    [
        ("hourly_floor_minor", -1, "a whole number from 0"),
        ("hourly_floor_minor", "1500", "a whole number from 0"),
        ("hourly_floor_minor", 1500.0, "a whole number from 0"),
        ("hourly_floor_minor", None, "a whole number from 0"),
        ("hourly_floor_minor", 10**10, "a whole number from 0"),
        ("per_km_minor", True, "a whole number from 0"),
        ("per_km_minor", {"minor": 60, "currency": "CHF"}, "in the policy's currency EUR"),
        ("per_km_minor", {"minor": 60}, "an amount like"),
        ("per_km_minor", {"minor": True, "currency": "EUR"}, "a whole number from 0"),
        ("eps_permille", 1001, "a whole number from 0 to 1000"),
        ("eps_permille", -1, "a whole number from 0 to 1000"),
        ("labor_share_permille", 0, "a whole number from 1 to 1000"),
        ("balance_cap_minor", 0, "a whole number from 1"),
        ("version", 0, "a whole number from 1"),
        ("currency", "euro", "three capital letters"),
        ("currency", 978, "three capital letters"),
        ("settlement", "day", '"shift" or "week"'),
        ("settlement", ["week"], '"shift" or "week"'),
        ("auto_publish", 1, "true or false"),
        ("night_from", "25:00", "a wall-clock time"),
        ("night_from", "22:00:30", "a wall-clock time"),
        ("night_from", 22, "a wall-clock time"),
        ("valid_from", "2026-01-01", "a moment with an offset"),
        ("valid_from", "0001-01-01T00:00:00+01:00", "a moment with an offset"),
        ("valid_from", "soon", "a moment with an offset"),
        ("paid_kinds", ["travel", "flight"], "a list of different kinds"),
        ("paid_kinds", ["travel", "travel"], "a list of different kinds"),
        ("paid_kinds", "travel", "a list of different kinds"),
        ("max_day_s", 0, "or null for no limit"),
        ("max_day_s", 86_400, "at most max_week_s"),
        ("soft_day_s", 40_000, "at most max_day_s"),
        ("night_until", "22:00", "another time than night_from"),
        ("hourly_flor_minor", 1500, "did you mean 'hourly_floor_minor'?"),
        ("x" * 1000, 1500, "a known clause"),
    ],
)
def test_a_wrong_clause_is_named_with_what_was_expected(
    clause: str, value: object, expected: str
) -> None:
    """Nothing is coerced; whoever wrote the clause must find and mend it from the message."""
    changes = {clause: value} if clause != "max_day_s" else {clause: value, "max_week_s": 36_000}

    with pytest.raises(PolicyError) as caught:
        parse_policy(document(**changes))

    assert caught.value.clause == clause[:60]
    assert expected in str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_missing_clause_is_named() -> None:
    """Without a floor nobody knows what is guaranteed, so there is no default."""
    short = document()
    del short["hourly_floor_minor"]

    with pytest.raises(PolicyError, match="Expected hourly_floor_minor to be") as caught:
        parse_policy(short)

    assert caught.value.clause == "hourly_floor_minor"


@pytest.mark.parametrize("wrong", [None, [], "policy", 3])
def test_a_document_that_is_no_mapping_is_refused(wrong: object) -> None:
    """JSON may be anything; a policy is an object."""
    with pytest.raises(PolicyError, match="a mapping of clause names to values"):
        parse_policy(wrong)


def test_an_amount_may_carry_the_currency_of_its_policy() -> None:
    """Sixty euro cents are sixty minor units of a policy in euros."""
    policy = parse_policy(document(per_km_minor={"minor": 60, "currency": "EUR"}))

    assert policy.per_km_minor == 60


def test_a_policy_made_in_code_is_checked_like_a_written_one() -> None:
    """A mapping is not the only way in: a text where a time belongs is found here too."""
    policy = starter_policy(valid_from=NEW_YEAR)
    changes: dict[str, Any] = {"night_from": "22:00"}

    with pytest.raises(PolicyError, match="Expected night_from to be a typed value"):
        replace(policy, **changes)


@pytest.mark.parametrize(("day", "version"), [(0, 1), (9, 1), (10, 2), (20, 4), (99, 4)])
def test_the_policy_in_force_began_last(day: int, version: int) -> None:
    """Version 2 begins on day 10 to the instant; on day 20 version 4 beats 3."""
    begins = {1: 0, 2: 10, 3: 20, 4: 20}
    policies = [
        starter_policy(version=number, valid_from=NEW_YEAR + timedelta(days=days))
        for number, days in begins.items()
    ]
    moment = (NEW_YEAR + timedelta(days=day)).astimezone(timezone(timedelta(hours=5)))

    policy = policy_at(policies, moment)

    assert policy.version == version


def test_no_policy_holds_before_the_first() -> None:
    """Pay without rules is refused rather than guessed."""
    policy = starter_policy(valid_from=NEW_YEAR)

    with pytest.raises(ValueError, match="Expected a policy valid at 2025-12-31"):
        policy_at([policy], NEW_YEAR - timedelta(seconds=1))


def test_a_moment_without_offset_has_no_policy() -> None:
    """Midnight where: the same clock shows it at 24 moments."""
    with pytest.raises(ValueError, match="Expected a moment with an offset"):
        policy_at([], NEW_YEAR.replace(tzinfo=None))
