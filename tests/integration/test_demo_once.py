"""`commonwheel demo --once`: the whole house from a map to a fair plan."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from api.cli import Streams, run
from scenarios.grid import grid_city

if TYPE_CHECKING:
    from pathlib import Path

KEYS = {"name", "stops", "minutes", "km", "pay_minor", "top_up_minor", "balance_minor"}
MEASURES = {"travel_s", "gini", "lowest_pay_per_hour_minor", "unassigned"}


@pytest.fixture(scope="module")
def made_city(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """Store a made map; give the options that play the small scenario on it."""
    folder = tmp_path_factory.mktemp("made")
    extract = folder / "grid.osm"
    extract.write_text(grid_city(seed=1), encoding="utf-8")
    cities = str(folder / "cities")
    return ("--scenario", "small", "--extract", str(extract), "--cities-dir", cities)


def plan(*options: str) -> dict[str, Any]:
    """Run the command; give what it printed."""
    out, err = io.StringIO(), io.StringIO()
    code = run(["demo", "--once", "--json", *options], Streams(out=out, err=err))
    assert (code, err.getvalue()) == (0, "")
    facts: dict[str, Any] = json.loads(out.getvalue())
    return facts


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_fair_plan_lifts_the_lowest_and_costs_at_most_five_percent(
    made_city: tuple[str, ...], seed: str
) -> None:
    """Leximin never lowers the lowest, and the policy lets evenness cost 3 %."""
    facts = plan(*made_city, "--seed", seed, "--iterations", "30")

    fair, unfair = facts["fair"], facts["unfair"]
    assert fair["lowest_pay_per_hour_minor"] >= unfair["lowest_pay_per_hour_minor"]
    assert fair["gini"] <= unfair["gini"]
    assert fair["travel_s"] <= 1.05 * unfair["travel_s"]
    assert facts["violations"] == []


def test_the_facts_have_the_documented_shape(made_city: tuple[str, ...]) -> None:
    """Eight couriers, the measures of both plans, and what nobody could take."""
    facts = plan(*made_city, "--seed", "1", "--iterations", "10")

    assert list(facts) == [
        *("couriers", "fair", "unfair", "price_of_fairness", "violations", "unassigned")
    ]
    assert len(facts["couriers"]) == 8
    assert all(set(row) == KEYS for row in facts["couriers"])
    assert set(facts["fair"]) == set(facts["unfair"]) == MEASURES
    assert facts["fair"]["unassigned"] == len(facts["unassigned"])
    assert {"too_heavy", "outside_shifts"} <= {row["reason"] for row in facts["unassigned"]}


def test_ledger_balances_of_the_crew_sum_to_zero(made_city: tuple[str, ...]) -> None:
    """Everybody of the co-op has a shift, so who is ahead is ahead of somebody behind."""
    facts = plan(*made_city, "--seed", "2", "--iterations", "10")

    assert sum(row["balance_minor"] for row in facts["couriers"]) == 0


def test_the_same_seed_gives_the_same_facts_and_another_seed_others(
    made_city: tuple[str, ...],
) -> None:
    """The search is limited by iterations, so no clock has a say."""
    first = plan(*made_city, "--seed", "4", "--iterations", "20")
    again = plan(*made_city, "--seed", "4", "--iterations", "20")
    other = plan(*made_city, "--seed", "5", "--iterations", "20")

    assert first == again
    assert first != other


def test_people_get_tables_and_sentences(made_city: tuple[str, ...]) -> None:
    """A row per courier, the baselines, the price in words and the reasons in words."""
    out, err = io.StringIO(), io.StringIO()

    code = run(["demo", "--once", *made_city, "--iterations", "10"], Streams(out=out, err=err))

    text = out.getvalue()
    assert (code, err.getvalue()) == (0, "")
    for words in ("week balance", "nearest courier", "first come first served", "Gini"):
        assert words in text
    assert "Fairness costs" in text
    assert "too_heavy" not in text


def test_the_city_is_built_once_per_map(made_city: tuple[str, ...], tmp_path: Path) -> None:
    """The second run finds the directory of the first, named by the map's digest."""
    cities = tmp_path / "cities"
    options = [*made_city[:-1], str(cities), "--iterations", "2"]
    plan(*options)
    (directory,) = cities.iterdir()
    built = (directory / "city.json").stat().st_mtime_ns

    plan(*options)

    assert [path.name for path in cities.iterdir()] == [directory.name]
    assert (directory / "city.json").stat().st_mtime_ns == built


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--json",), "--json together with --once"),
        (("--once", "--scenario", "moon"), "helsinki, small"),
        (("--once", "--extract", "missing.osm.pbf"), "missing.osm.pbf"),
        (("--once", "--seed", "-3"), "--seed"),
        (("--once", "--iterations", "many"), "--iterations"),
        (("--port", "70000"), "--port"),
    ],
)
def test_wrong_options_end_with_code_2_and_one_line(
    options: tuple[str, ...], expected: str
) -> None:
    """Nothing is drawn, nothing is written, nothing is on stdout."""
    out, err = io.StringIO(), io.StringIO()

    code = run(["demo", *options], Streams(out=out, err=err))

    assert (code, out.getvalue()) == (2, "")
    assert err.getvalue().count("\n") == 1
    assert expected in err.getvalue()


def test_helsinki_is_planned_fairly(helsinki_extract: Path, tmp_path: Path) -> None:
    """The demo's own day: 14 couriers, 240 orders, only the two impossible ones left out."""
    facts = plan(
        *("--extract", str(helsinki_extract), "--cities-dir", str(tmp_path)),
        *("--seed", "1", "--iterations", "60"),
    )

    fair, unfair = facts["fair"], facts["unfair"]
    assert len(facts["couriers"]) == 14
    assert fair["lowest_pay_per_hour_minor"] >= unfair["lowest_pay_per_hour_minor"]
    assert fair["gini"] < unfair["gini"]
    assert fair["travel_s"] <= 1.05 * unfair["travel_s"]
    assert facts["violations"] == []
    assert sorted(row["reason"] for row in facts["unassigned"]) == ["outside_shifts", "too_heavy"]
