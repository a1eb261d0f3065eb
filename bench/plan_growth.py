"""Claim: what a planned shipment costs does not grow with the day, nor does memory explode.

``python -m bench.plan_growth --sizes 100,1000,4000`` draws days of these sizes in a city of a
map file, and plans each from nothing in a process of its own, as `routing.solve` does: as one
search, or in parts above its limit. The budget is in iterations per shipment, so that sizes
compare and the machine does not matter; seconds are CPU seconds of one core.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bench.city_days import city_day
from routing.problem import Budget
from routing.solve import solve
from scenarios.demo_city import open_or_add

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES = "100,200,500,1000,2000,4000"
COLUMNS = (
    "shipments",
    "couriers",
    "routes",
    "unassigned",
    "travel_s_per_shipment",
    "cpu_s",
    "memory_mb",
)


def main(argv: Sequence[str]) -> int:
    """Measure, print and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.plan_growth", description=__doc__)
    parser.add_argument("--extract", type=Path, default=Path(".cache/extracts/Helsinki.osm.pbf"))
    parser.add_argument("--sizes", default=SIZES, help="numbers of shipments, with commas")
    parser.add_argument("--per-shipment", type=float, default=1.0, help="iterations")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(argv)
    sizes = [int(size) for size in given.sizes.split(",")]
    if len(sizes) == 1:
        rows = [_measure(given.extract, sizes[0], given.per_shipment, given.seed)]
    else:
        rows = [_apart(given, size) for size in sizes]
    if given.json:
        print(json.dumps(rows[0] if len(rows) == 1 else rows))
        return 0
    print(" ".join(f"{name:>21}" for name in COLUMNS))
    for row in rows:
        print(" ".join(f"{row[name]:>21}" for name in COLUMNS))
    return 0


def _apart(given: argparse.Namespace, size: int) -> dict[str, float]:
    """Measure one size in another process, for its memory's sake."""
    command = [sys.executable, "-m", "bench.plan_growth", "--json", "--sizes", str(size)]
    command += ["--extract", str(given.extract), "--seed", str(given.seed)]
    command += ["--per-shipment", str(given.per_shipment)]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    row: dict[str, float] = json.loads(found.stdout)
    return row


def _measure(extract: Path, size: int, per_shipment: float, seed: int) -> dict[str, float]:
    _, city = open_or_add(
        extract,
        cities=Path(".cache/cities"),
        created_at=datetime.now(UTC).replace(microsecond=0),
        on_progress=lambda _step, _share: None,
    )
    problem = city_day(city, num_shipments=size, seed=seed)
    budget = Budget(iterations=max(1, round(size * per_shipment)))
    began = time.process_time()
    found = solve(problem, budget, seed=seed)
    return {
        "shipments": size,
        "couriers": len(problem.vehicles),
        "routes": len(found.routes),
        "unassigned": len(found.unassigned),
        "travel_s_per_shipment": round(sum(one.travel for one in found.routes) / size, 1),
        "cpu_s": round(time.process_time() - began, 1),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
