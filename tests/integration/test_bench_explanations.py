"""The benchmark of explanations, on a made city and a day small enough for a test."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bench.explanations import main
from scenarios.grid import grid_city

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_benchmark_tells_what_a_question_costs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Dispatchers ask about each of the orders once, couriers on shift several times."""
    (tmp_path / "made.osm").write_text(grid_city(), encoding="utf-8")
    where = ["--extract", str(tmp_path / "made.osm"), "--cities", str(tmp_path / "cities")]

    code = main([*where, "--days", "3x7", "--number", "7", "--iterations", "5", "--json"])

    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == 0
    assert [row["asker"] for row in rows] == ["dispatcher", "courier"]
    assert all(row["calls"] > 0 and row["median_ms"] <= row["max_ms"] for row in rows)
    assert rows[1]["calls"] > rows[0]["calls"]
