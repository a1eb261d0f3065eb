"""`commonwheel bench mdrp` on small days of our own."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from api.cli import Streams, run
from tests.mdrp_days import drawn_files, files_of, store

if TYPE_CHECKING:
    from pathlib import Path

MEASURES = {
    "undelivered_percent",
    "click_to_door_min",
    "overage_min",
    "driving_min_per_order",
    "pay_above_bound_percent",
    "gini_orders_per_hour",
}


def call(*arguments: str) -> tuple[int, str, str]:
    """Run a command in this process; give its code, output and errors."""
    out, err = io.StringIO(), io.StringIO()
    code = run(arguments, Streams(out=out, err=err))
    return code, out.getvalue(), err.getvalue()


def test_days_are_run_both_ways_and_nothing_impossible_is_written(tmp_path: Path) -> None:
    """Three drawn days: the referee finds no fault, and every measure is there."""
    for seed in (1, 2, 3):
        files = drawn_files(num_orders=40, num_couriers=4, seed=seed)
        store(tmp_path / "days" / f"d{seed}", files)

    code, out, err = call(
        "bench", "mdrp", str(tmp_path / "days"), "--json", "--out", str(tmp_path / "out")
    )

    facts = json.loads(out)
    assert (code, err) == (0, "")
    assert set(facts["fair"]) == set(facts["unfair"]) == MEASURES
    assert [day["day"] for day in facts["days"]] == ["d1", "d2", "d3"]
    assert all(day[word]["faults"] == [] for day in facts["days"] for word in ("fair", "unfair"))
    written = tmp_path / "out" / "fair" / "d1" / "solution_info_orders.txt"
    assert len(written.read_text().splitlines()) == 1 + facts["days"][0]["fair"]["delivered"]


def test_evenness_gives_the_next_order_to_who_had_none(tmp_path: Path) -> None:
    """Orders come one at a time, so that one courier could do all; the other is a minute away.

    Without a price of imbalance the nearer courier gets all four. With three minutes per order,
    two each: one minute of delay costs less.
    """
    orders = [(320, 10 * i, 10 + 40 * i, 1, 10 + 40 * i) for i in range(4)]
    files = files_of(
        restaurants=[(0, 0)], orders=orders, couriers=[(0, 100, 0, 240), (0, 600, 0, 240)]
    )
    store(tmp_path, files)

    _, out, _ = call("bench", "mdrp", str(tmp_path), "--json")

    facts = json.loads(out)
    assert facts["fair"]["gini_orders_per_hour"] == 0.0
    assert facts["unfair"]["gini_orders_per_hour"] > 0.2


def test_the_same_seed_gives_the_same_day(tmp_path: Path) -> None:
    """Search is counted in iterations, so nothing depends on the machine."""
    store(tmp_path, drawn_files(num_orders=12, num_couriers=3, seed=4))

    first, second = (call("bench", "mdrp", str(tmp_path), "--json")[1] for _ in range(2))

    assert first == second


def test_people_get_a_table(tmp_path: Path) -> None:
    """Two rows per day and two for all of them."""
    store(tmp_path, drawn_files(num_orders=4, num_couriers=2, seed=5))

    code, out, _ = call("bench", "mdrp", str(tmp_path))

    assert code == 0
    assert out.count("all days") == 2


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("orders.txt", "order\tx\n", "column 'y' in orders.txt"),
        ("readme.txt", "", "Expected a folder with orders.txt"),
    ],
)
def test_a_folder_without_a_day_is_refused_in_one_line(
    tmp_path: Path, file: str, text: str, expected: str
) -> None:
    """Wrong input ends with code 2 and says what was expected."""
    files = drawn_files(num_orders=1, num_couriers=1, seed=6) if text else {}
    store(tmp_path, {**files, file: text})

    code, out, err = call("bench", "mdrp", str(tmp_path))

    assert (code, out) == (2, "")
    assert expected in err
