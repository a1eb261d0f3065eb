"""The load benchmark runs on a small day; its numbers are for people, not for tests."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_measure_is_taken_and_nothing_is_refused(helsinki_extract: Path) -> None:
    """Six couriers and twenty orders, half a second each: every answer is a good one."""
    size = ("--couriers", "6", "--orders", "20", "--iterations", "10", "--seconds", "0.5")
    command = [sys.executable, "-m", "bench.load", "--json", "--extract", str(helsinki_extract)]

    done = subprocess.run([*command, *size], cwd=ROOT, capture_output=True, text=True, check=True)

    rows = {row["measure"]: row for row in json.loads(done.stdout)}
    assert {name.split()[0] for name in rows} >= {"trivial", "L1", "L2", "L6"}
    assert all(row["answers"] > 0 and row["refused"] == 0 for row in rows.values())
