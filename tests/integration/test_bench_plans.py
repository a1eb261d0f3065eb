"""The benchmark of plans on a small made-up instance."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SQUARE = ROOT / "tests" / "golden" / "instances" / "square.lilim.txt"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the benchmark as people do."""
    command = (sys.executable, "-m", "bench.plans", *arguments)
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_ours_and_plain_ortools_plan_the_same_instance(tmp_path: Path) -> None:
    """One vehicle serves both shipments on 25.21 units, in the order of the file."""
    shutil.copy(SQUARE, tmp_path / "square.txt")
    best = tmp_path / "best.csv"
    best.write_text("instance,vehicles,distance\nsquare,1,25.21\n", encoding="utf-8")

    result = run(
        *("--instances", str(tmp_path), "--best-known", str(best), "--seconds", "0.2"),
        *("--seeds", "1,2", "--solvers", "commonwheel,ortools", "--json"),
    )

    assert result.returncode == 0, result.stderr
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["solver"], row["seed"]) for row in rows] == [
        ("commonwheel", 1),
        ("ortools", 1),
        ("commonwheel", 2),
        ("ortools", 2),
    ]
    assert all(row["feasible"] for row in rows)
    assert {(row["vehicles"], row["distance"]) for row in rows} == {(1, 25.21)}
    assert set(rows[0]) == {
        *("instance", "solver", "seed", "vehicles", "distance"),
        *("best_vehicles", "best_distance", "feasible", "seconds"),
    }


def test_rows_that_were_written_make_the_same_table_again(tmp_path: Path) -> None:
    """Ours is best in the first cell and worse in the second: one of two."""
    rows = tmp_path / "rows.jsonl"
    cells = [("a", "commonwheel", 1, 10.0), ("a", "pyvrp", 2, 9.0), ("b", "commonwheel", 1, 12.0)]
    rows.write_text(
        "\n".join(
            json.dumps(
                {
                    "instance": name,
                    "solver": solver,
                    "seed": 1,
                    "vehicles": vehicles,
                    "distance": distance,
                    "best_vehicles": 1,
                    "best_distance": 10.0,
                    "feasible": True,
                    "seconds": 2.0,
                }
            )
            for name, solver, vehicles, distance in [*cells, ("b", "pyvrp", 1, 11.0)]
        ),
        encoding="utf-8",
    )

    result = run("--rows", str(rows))

    assert result.returncode == 0, result.stderr
    heads, ours, other = result.stdout.splitlines()
    assert "ours as good or better" in heads
    assert ours.split() == [
        *("commonwheel", "2", "2", "+0.00", "10.00", "1", "2", "of", "2"),
        *("+0.00", "+0.00", "2.00"),
    ]
    assert other.split() == [
        *("pyvrp", "2", "2", "+0.50", "10.00", "0", "1", "of", "2", "+0.50", "-8.33", "2.00"),
    ]


def test_only_every_so_many_instances_are_planned(tmp_path: Path) -> None:
    """Of three files in the order of their names, every second: the first and the last."""
    for name in ("a", "b", "c"):
        shutil.copy(SQUARE, tmp_path / f"{name}.txt")

    result = run(
        *("--instances", str(tmp_path), "--seconds", "0.05", "--every", "2"),
        *("--solvers", "commonwheel", "--json"),
    )

    assert result.returncode == 0, result.stderr
    assert [json.loads(line)["instance"] for line in result.stdout.splitlines()] == ["a", "c"]


def test_an_unknown_solver_and_an_empty_folder_are_named(tmp_path: Path) -> None:
    """Wrong words end with a sentence, not with a traceback."""
    unknown = run("--instances", str(tmp_path), "--solvers", "oracle")
    empty = run("--instances", str(tmp_path))

    assert unknown.returncode == 2
    assert "oracle" in unknown.stderr
    assert empty.returncode == 2
    assert "Expected a folder of instances" in empty.stderr
