"""The benchmark of even plans, on a day small enough for a test."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bench.fair_plans import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_benchmark_tells_what_evenness_costs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the search finds, the first plan is compared with itself and costs nothing more."""
    chart = tmp_path / "chart.svg"
    size = ["--couriers", "4", "--orders", "12", "--seeds", "1", "--iterations", "40"]

    code = main([*size, "--slacks", "0,100", "--svg", str(chart), "--json"])

    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == 0
    assert [row.get("slack_permille") for row in rows] == [None, 0, 100]
    assert (rows[0]["more_travel_percent"], rows[0]["spread_falls_percent"]) == (0, 0)
    assert rows[2]["lowest_min_per_hour"] >= rows[0]["lowest_min_per_hour"]
    assert chart.read_text(encoding="utf-8").count("<polyline") == 2
