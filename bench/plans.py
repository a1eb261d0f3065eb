"""Claim: on public pickup-and-delivery instances no open solver finds better plans in equal time.

``python -m bench.plans --instances DIR --best-known CSV --seconds 2 --seeds 1,2,3`` gives
every solver that is installed the same whole numbers and the same CPU seconds, one after
another and each in a process whose clocks show its CPU time, lays every plan out again by
code that shares nothing with the solvers, and compares vehicles first, then distance. Where
there is no C compiler, the clocks are those of the wall: then start it on an idle machine.
Peers are development tools only: ``make peers``.

The first line of the CSV names its columns: instance, vehicles, distance. ``--rows FILE``
prints the table of rows that ``--json`` wrote before.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from bench.plan_process import ENGINES, OURS, PlanProcess, build_cpu_clock, read_instance
from routing.check import check
from routing.finish import solution_of
from routing.solvers.ruin_recreate.engine import entries_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.plan_engines import Routes
    from routing.instances import Instance

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


def read_best(path: Path | None) -> dict[str, tuple[int, float]]:
    """Read the best plans known: vehicles and distance per instance."""
    if path is None:
        return {}
    with path.open() as file:
        return {
            row["instance"].lower(): (int(row["vehicles"]), float(row["distance"]))
            for row in csv.DictReader(file)
        }


def row_of(case: Case, solver: str, seed: int, routes: Routes, seconds: float) -> Row:
    """Check a plan and measure it."""
    instance, best = case.instance, case.best
    problem = instance.problem
    solution = solution_of(problem, entries_of(problem, dict(enumerate(routes))))
    return Row(
        instance=case.name,
        solver=solver,
        seed=seed,
        vehicles=len(solution.routes),
        distance=round(instance.distance(solution), 2),
        best_vehicles=best[0] if best else None,
        best_distance=best[1] if best else None,
        feasible=not solution.unassigned and not check(problem, solution),
        seconds=round(seconds, 2),
    )


def run(arguments: argparse.Namespace) -> Iterator[Row]:
    """Yield a row per instance, seed and solver."""
    best = read_best(arguments.best_known)
    paths = sorted(arguments.instances.rglob("*.txt"))[:: arguments.every]
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        clock = build_cpu_clock(Path(folder))
        if clock is None:
            print("No C compiler: clocks are those of the wall.", file=sys.stderr)
        chosen = [
            stack.enter_context(closing(PlanProcess(engine.name, paths[0], clock)))
            for engine in ENGINES
            if engine.name in arguments.solvers and not engine.missing()
        ]
        for path in paths:
            case = Case(
                name=path.stem, instance=read_instance(path), best=best.get(path.stem.lower())
            )
            for seed in arguments.seeds:
                for process in chosen:
                    routes, took = process.solve(path, arguments.seconds, seed)
                    yield row_of(case, process.name, seed, routes, took)


def is_better_or_equal(one: Row, other: Row) -> bool:
    """Compare two plans: feasible ones first, then vehicles, then distance."""
    if not other["feasible"] or not one["feasible"]:
        return one["feasible"]
    if one["vehicles"] != other["vehicles"]:
        return one["vehicles"] < other["vehicles"]
    return one["distance"] <= other["distance"] * (1 + SAME)


def summarize(rows: Sequence[Row]) -> list[str]:
    """Return a line per solver: against the best known, and against ours, cell by cell."""
    ours = {(row["instance"], row["seed"]): row for row in rows if row["solver"] == OURS}
    lines = [
        (
            f"{'solver':12} {'cells':>6} {'feasible':>9} {'vehicles above':>15} {'gap %':>6} "
            f"{'best known':>11} {'ours as good or better':>23} {'vehicles more':>14} "
            f"{'dearer %':>9} {'seconds':>8}"
        )
    ]
    for name in dict.fromkeys(row["solver"] for row in rows):
        mine = [row for row in rows if row["solver"] == name]
        whole = [row for row in mine if row["feasible"]]
        above = [r["vehicles"] - (r["best_vehicles"] or r["vehicles"]) for r in whole]
        gaps = [
            100 * (r["distance"] / r["best_distance"] - 1)
            for r in whole
            if r["best_distance"] and r["vehicles"] == r["best_vehicles"]
        ]
        pairs = [(ours[key], r) for r in mine if (key := (r["instance"], r["seed"])) in ours]
        wins = sum(is_better_or_equal(one, other) for one, other in pairs)
        both = [(one, other) for one, other in pairs if one["feasible"] and other["feasible"]]
        more = [other["vehicles"] - one["vehicles"] for one, other in both]
        dearer = [
            100 * (other["distance"] / one["distance"] - 1)
            for one, other in both
            if one["vehicles"] == other["vehicles"]
        ]
        lines.append(
            f"{name:12} {len(mine):6} {len(whole):9} {_mean(above):+15.2f} {_mean(gaps):6.2f} "
            f"{sum(gap <= 100 * SAME for gap in gaps):11} {f'{wins} of {len(pairs)}':>23} "
            f"{_mean(more):+14.2f} {_mean(dearer):+9.2f} {_mean([r['seconds'] for r in mine]):8.2f}"
        )
    return lines


def main() -> None:
    """Measure, and print the table or the rows."""
    parser = argparse.ArgumentParser(prog="python -m bench.plans", description=__doc__)
    parser.add_argument("--instances", type=Path, help="folder of .txt files")
    parser.add_argument("--best-known", type=Path, help="CSV: instance, vehicles, distance")
    parser.add_argument("--seconds", type=float, default=2.0, help="CPU seconds of each plan")
    parser.add_argument("--seeds", type=_numbers, default=[1], help="such as 1,2,3")
    parser.add_argument("--every", type=int, default=1, help="only every so many instances")
    parser.add_argument("--solvers", type=_names, default=[e.name for e in ENGINES])
    parser.add_argument("--json", action="store_true", help="a row per line instead of the table")
    parser.add_argument("--rows", type=Path, nargs="+", help="print the table of earlier rows")
    arguments = parser.parse_args()
    unknown = set(arguments.solvers) - {engine.name for engine in ENGINES}
    if unknown:
        parser.error(f"Expected solvers among {', '.join(e.name for e in ENGINES)}, got {unknown}.")
    if arguments.every < 1:
        parser.error(f"Expected a whole number from 1 for --every, got {arguments.every}.")
    if arguments.rows:
        print("\n".join(summarize(read_rows(arguments.rows, arguments.solvers))))
        return
    folder = arguments.instances
    if folder is None or not folder.is_dir() or not any(folder.rglob("*.txt")):
        parser.error(f"Expected a folder of instances, got {folder}.")
    for engine in ENGINES:
        if engine.name in arguments.solvers and engine.missing() and not arguments.json:
            print(f"{engine.name}: left out, {engine.missing()}")
    rows = []
    for row in run(arguments):
        rows.append(row)
        if arguments.json:
            print(json.dumps(row), flush=True)
    if not arguments.json:
        print("\n".join(summarize(rows)))


def read_rows(paths: Sequence[Path], solvers: Sequence[str]) -> list[Row]:
    """Read rows of some solvers that were written before."""
    lines = [line for path in paths for line in path.read_text().splitlines() if line]
    rows: list[Row] = [json.loads(line) for line in lines]
    return [row for row in rows if row["solver"] in solvers]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _names(text: str) -> list[str]:
    return text.split(",")


if __name__ == "__main__":
    main()
