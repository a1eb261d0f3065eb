"""`commonwheel replay` on a tiny crew."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from api.cli import Streams, run

if TYPE_CHECKING:
    from pathlib import Path

RULES = "self_employed,per_drop_minor=1000,per_km_minor=0"
SMALL = ("--weeks", "1", "--couriers", "3", "--iterations", "1", "--seed", "2")


def call(*arguments: str) -> tuple[int, str, str]:
    """Run a command in this process; give its code, output and errors."""
    out, err = io.StringIO(), io.StringIO()
    code = run(arguments, Streams(out=out, err=err))
    return code, out.getvalue(), err.getvalue()


def test_the_same_week_happens_under_both_policies_and_again(tmp_path: Path) -> None:
    """Hours and orders are the same, sums of couriers are the totals, a seed is a result."""
    asked = ("replay", "--policy", RULES, "--policy", f"{RULES},lambda_s=0", *SMALL, "--json")

    code, out, err = call(*asked, "--svg", str(tmp_path / "charts"))

    one, other = json.loads(out)["policies"]
    assert (code, err) == (0, "")
    assert call(*asked)[1] == out
    assert one["orders"] == other["orders"] > 0
    assert one["online_s"] == other["online_s"] == sum(c["online_s"] for c in one["couriers"])
    for found in (one, other):
        assert sum(c["orders"] for c in found["couriers"]) == found["delivered"]
        assert sum(c["pay_minor"] for c in found["couriers"]) == found["pay_minor"]
        assert all(c["base_minor"] == 1000 * c["orders"] for c in found["couriers"])
        assert len(found["gini_by_day"]) == 7
    assert one["travel_change_percent"] == one["click_to_door_change_min"] == 0
    drawn = {path.name for path in (tmp_path / "charts").iterdir()}
    assert drawn == {"gini_by_day.svg", "pay_per_hour.svg"}


def test_people_get_tables_and_a_sentence_each() -> None:
    """Half an order an hour cannot pay 15 an hour at 10 an order: hours are the lever."""
    code, out, err = call(
        "replay", "--policy", RULES, "--policy", "worker_coop", "--load", "0.5", *SMALL
    )

    assert (code, err) == (0, "")
    assert "courier-3" in out
    assert "A: Hours, not dispatch, are the lever" in out
    assert "B: Pay goes by time" in out


@pytest.mark.parametrize(
    ("policies", "words"),
    [
        (("worker_coop",), "two to four different policies"),
        (("worker_coop", "worker_coop"), "two to four different policies"),
        (("worker_coop", "nowhere.json"), "nowhere.json"),
        (("worker_coop", "union,lambda_s"), "CLAUSE=VALUE"),
        (("worker_coop", "union,lambda_s=soon"), "lambda_s"),
        (("worker_coop", "union,lamda_s=1"), "lambda_s"),
        (("worker_coop", f"union,lambda_s={'[' * 100_000}"), "lambda_s"),
    ],
)
def test_wrong_policies_are_named(policies: tuple[str, ...], words: str) -> None:
    """Whoever mistypes a policy or a clause reads which one."""
    options = [part for policy in policies for part in ("--policy", policy)]

    code, out, err = call("replay", *options, *SMALL)

    assert (code, out) == (2, "")
    assert words in err


def test_a_coop_that_is_not_there_has_no_weeks(tmp_path: Path) -> None:
    """One line says that there is none, whatever the policies are."""
    url = f"sqlite:///{tmp_path / 'none.db'}"

    code, out, err = call(
        "replay", "--policy", RULES, "--policy", "union", "--coop", "wheels", "--store", url
    )

    assert (code, out) == (2, "")
    assert err
