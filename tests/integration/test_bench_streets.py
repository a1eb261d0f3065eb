"""The benchmark of the streets on a small drawn map."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.drawn_streets import square

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the benchmark as people do."""
    command = (sys.executable, "-m", "bench.streets", *arguments)
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_benchmark_compares_engines_and_counts_differences(tmp_path: Path) -> None:
    """Four corners; ours and SciPy's are always there, and agree on all sixteen pairs."""
    file = tmp_path / "square.osm"
    file.write_text(square().xml(), encoding="utf-8")

    result = run("--pbf", str(file), "--sizes", "3", "--repeats", "1", "--pairs", "16", "--json")

    assert result.returncode == 0, result.stderr
    rows = json.loads(result.stdout)
    assert (rows[0]["nodes"], rows[0]["arcs"]) == (4, 8)
    assert all({"engine", "points", "seconds", "ratio"} <= row.keys() for row in rows)
    engines = {row["engine"]: row for row in rows if row["points"]}
    assert {"commonwheel", "scipy"} <= set(engines)
    assert engines["commonwheel"]["ratio"] == 1.0
    assert (rows[-1]["pairs"], rows[-1]["different"]) == (16, 0)
    assert all(row["skipped"] for row in rows if "skipped" in row)


def test_a_missing_map_is_one_line_on_the_error_stream(tmp_path: Path) -> None:
    """No traceback."""
    result = run("--pbf", str(tmp_path / "none.osm.pbf"))

    assert result.returncode == 1
    assert result.stderr.startswith("Expected an OpenStreetMap file at")
    assert "Traceback" not in result.stderr
