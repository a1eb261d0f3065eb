"""Claim: on public pickup-and-delivery instances no open solver finds better plans in equal time.

``python -m bench.plans --instances DIR --best-known CSV --seconds 2 --seeds 1,2,3`` gives
every solver that is installed the same whole numbers and the same time on one core, one
after another in this process, lays every plan out again by code that shares nothing with
the solvers, and compares vehicles first, then distance. Start it on an otherwise idle core
(``taskset -c 0``); ours is held to CPU seconds, the others to seconds of the clock. Peers
are development tools only: ``make peers``.

The first line of the CSV names its columns: instance, vehicles, distance.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from bench.plan_engines import PlanEngine, commonwheel
from bench.plan_ortools import ortools
from bench.plan_peers import pyvrp, vroom
from bench.plan_pragmatic import vrp_cli
from routing.check import check
from routing.finish import solution_of
from routing.instances import read_lilim, read_sartori
from routing.problem import Budget
from routing.solve import solve
from routing.solvers.ruin_recreate.engine import entries_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.instances import Instance

OURS = "commonwheel"
ENGINES = (
    PlanEngine(name=OURS, module="numba", solve=commonwheel),
    PlanEngine(name="ortools", module="ortools", solve=ortools),
    PlanEngine(name="pyvrp", module="pyvrp", solve=pyvrp),
    PlanEngine(name="vroom", module="vroom", solve=vroom),
    PlanEngine(name="vrp-cli", module="vrp_cli", solve=vrp_cli),
)
SAME = 1e-4
"""Relative difference of distances that is rounding."""


class Row(TypedDict):
    """What one solver found on one instance from one seed."""

    instance: str
    solver: str
    seed: int
    vehicles: int
    distance: float
    best_vehicles: int | None
    best_distance: float | None
    feasible: bool
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An instance to plan.

    Attributes
    ----------
    name
        What its file is called.
    instance
        What is in it.
    best
        Vehicles and distance of the best plan known, if any is.
    """

    name: str
    instance: Instance
    best: tuple[int, float] | None


def read_instance(path: Path) -> Instance:
    """Read an instance of Li & Lim, or of Sartori & Buriol."""
    text = path.read_text()
    return read_sartori(text) if text.startswith("NAME") else read_lilim(text)


def read_best(path: Path | None) -> dict[str, tuple[int, float]]:
    """Read the best plans known: vehicles and distance per instance."""
    if path is None:
        return {}
    with path.open() as file:
        return {
            row["instance"].lower(): (int(row["vehicles"]), float(row["distance"]))
            for row in csv.DictReader(file)
        }


def measure(engine: PlanEngine, case: Case, *, seconds: float, seed: int) -> Row:
    """Let a solver plan, and check its plan."""
    instance, best = case.instance, case.best
    problem = instance.problem
    began = time.process_time()
    routes = engine.solve(problem, seconds, seed)
    took = time.process_time() - began
    solution = solution_of(problem, entries_of(problem, dict(enumerate(routes))))
    return Row(
        instance=case.name,
        solver=engine.name,
        seed=seed,
        vehicles=len(solution.routes),
        distance=round(instance.distance(solution), 2),
        best_vehicles=best[0] if best else None,
        best_distance=best[1] if best else None,
        feasible=not solution.unassigned and not check(problem, solution),
        seconds=round(took, 2),
    )


def run(arguments: argparse.Namespace) -> Iterator[Row]:
    """Yield a row per instance, seed and solver."""
    best = read_best(arguments.best_known)
    chosen = [e for e in ENGINES if e.name in arguments.solvers and not e.missing()]
    for path in sorted(arguments.instances.rglob("*.txt")):
        case = Case(name=path.stem, instance=read_instance(path), best=best.get(path.stem.lower()))
        for seed in arguments.seeds:
            for engine in chosen:
                yield measure(engine, case, seconds=arguments.seconds, seed=seed)


def is_better_or_equal(one: Row, other: Row) -> bool:
    """Compare two plans: feasible ones first, then vehicles, then distance."""
    if not other["feasible"] or not one["feasible"]:
        return one["feasible"]
    if one["vehicles"] != other["vehicles"]:
        return one["vehicles"] < other["vehicles"]
    return one["distance"] <= other["distance"] * (1 + SAME)


def summarize(rows: Sequence[Row]) -> list[str]:
    """Return a line per solver: against the best known, and how often ours is as good."""
    ours = {(row["instance"], row["seed"]): row for row in rows if row["solver"] == OURS}
    lines = [
        "solver        cells  feasible  vehicles above  gap %  best known  ours as good or better"
    ]
    for name in dict.fromkeys(row["solver"] for row in rows):
        mine = [row for row in rows if row["solver"] == name]
        above = [r["vehicles"] - (r["best_vehicles"] or r["vehicles"]) for r in mine]
        gaps = [
            100 * (r["distance"] / r["best_distance"] - 1)
            for r in mine
            if r["best_distance"] and r["feasible"] and r["vehicles"] == r["best_vehicles"]
        ]
        pairs = [(ours[key], r) for r in mine if (key := (r["instance"], r["seed"])) in ours]
        wins = sum(is_better_or_equal(one, other) for one, other in pairs)
        lines.append(
            f"{name:12} {len(mine):6} {sum(r['feasible'] for r in mine):9} "
            f"{sum(above) / len(above):+15.2f} {sum(gaps) / max(1, len(gaps)):6.2f} "
            f"{sum(gap <= 100 * SAME for gap in gaps):11} {wins:14} of {len(pairs)}"
        )
    return lines


def main() -> None:
    """Measure, and print the table or the rows."""
    parser = argparse.ArgumentParser(prog="python -m bench.plans", description=__doc__)
    parser.add_argument("--instances", type=Path, required=True, help="folder of .txt files")
    parser.add_argument("--best-known", type=Path, help="CSV: instance, vehicles, distance")
    parser.add_argument("--seconds", type=float, default=2.0, help="for each plan")
    parser.add_argument("--seeds", type=_numbers, default=[1], help="such as 1,2,3")
    parser.add_argument("--solvers", type=_names, default=[e.name for e in ENGINES])
    parser.add_argument("--json", action="store_true", help="a row per line instead of the table")
    arguments = parser.parse_args()
    unknown = set(arguments.solvers) - {engine.name for engine in ENGINES}
    if unknown:
        parser.error(f"Expected solvers among {', '.join(e.name for e in ENGINES)}, got {unknown}.")
    if not arguments.instances.is_dir() or not any(arguments.instances.rglob("*.txt")):
        parser.error(f"Expected a folder of instances, got {arguments.instances}.")
    for engine in ENGINES:
        if engine.name in arguments.solvers and engine.missing() and not arguments.json:
            print(f"{engine.name}: left out, {engine.missing()}")
    first = read_instance(next(iter(sorted(arguments.instances.rglob("*.txt")))))
    solve(first.problem, Budget(iterations=1), seed=0)  # compiles, or loads what is compiled
    rows = []
    for row in run(arguments):
        rows.append(row)
        if arguments.json:
            print(json.dumps(row), flush=True)
    if not arguments.json:
        print("\n".join(summarize(rows)))


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _names(text: str) -> list[str]:
    return text.split(",")


if __name__ == "__main__":
    main()
