"""Claim: a thousand by a thousand travel times of a city, exact, in hundredths of a second.

``python -m bench.streets --pbf FILE`` measures all engines that are installed on one
graph in one process on one core, in turns, so that all of them meet the same noise; a
ratio is the median over the turns of the peer's time by ours. An engine that is not
installed is reported with the reason. Peers are development tools only:
``make peers``.

``--pairs`` compares with Dijkstra's algorithm pair by pair, time and length; ``--growth``
shows how cost and memory grow with streets and points.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, TextIO

import numpy as np

from bench.street_city import city_costs
from bench.street_engines import ENGINES, hierarchy
from bench.street_graphs import raw_points, read_streets
from routing.streets.errors import CityError
from routing.streets.hierarchy.order import dissection_order
from routing.streets.hierarchy.path import fastest_path, make_unpacking
from routing.streets.hierarchy.topology import build_topology
from routing.streets.hierarchy.weights import customize
from routing.streets.packed import unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from bench.street_engines import Answer
    from bench.street_graphs import Streets

Row = dict[str, object]
OURS = "commonwheel"
GROWTH_NODES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000)
GROWTH_POINTS = (100, 300, 1_000, 4_000)
TURNS = 5
PATHS = 100


def clock(action: Callable[[], object]) -> float:
    """Return the CPU seconds of an action."""
    gc.collect()
    begin = time.process_time()
    action()
    return time.process_time() - begin


def compare(
    streets: Streets, file: Path, sizes: Sequence[int], *, repeats: int, seed: int
) -> list[Row]:
    """Measure all engines in turns and return a row per engine and size."""
    rows: list[Row] = []
    answers: dict[str, Answer] = {}
    for engine in ENGINES:
        reason = engine.missing()
        try:
            if not reason:
                answers[engine.name] = engine.prepare(streets, file)
        except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
            reason = f"it could not be prepared: {error}"
        if reason:
            rows.append({"engine": engine.name, "skipped": reason})
    rng = np.random.default_rng(seed)
    for size in sizes:
        count = min(size, streets.num_nodes)
        nodes = rng.choice(streets.num_nodes, count, replace=False).astype(np.int32)
        seconds = _in_turns(answers, nodes, repeats)
        rows += [
            {
                "engine": name,
                "points": count,
                "seconds": round(median(found), 5),
                "ratio": round(
                    median(p / o for p, o in zip(found, seconds[OURS], strict=False)), 1
                ),
            }
            for name, found in seconds.items()
        ]
    return rows


def _in_turns(
    answers: dict[str, Answer], nodes: NDArray[np.int32], repeats: int
) -> dict[str, list[float]]:
    """Return the seconds of each engine that takes so many points, turn by turn."""
    used = [e for e in ENGINES if e.name in answers and len(nodes) <= e.most_points]
    answers[OURS](nodes)
    seconds: dict[str, list[float]] = {engine.name: [] for engine in used}
    for turn in range(repeats):
        for engine in used:
            if turn < engine.most_repeats:
                answer = answers[engine.name]
                seconds[engine.name].append(clock(lambda: answer(nodes)))  # noqa: B023 - called at once
    return seconds


def steps(streets: Streets, seed: int) -> list[Row]:
    """Return what preparing, new weights and one path cost, the best of some turns."""
    lats, lons = streets.lats, streets.lons
    order = dissection_order(streets.tails, streets.heads, lats, lons)
    prepared = hierarchy(streets)
    book = make_unpacking(prepared.topology)
    nodes = np.random.default_rng(seed).integers(0, streets.num_nodes, 2 * PATHS)
    ends = [prepared.at(nodes[at : at + 1].astype(np.int32)) for at in range(2 * PATHS)]

    def paths() -> None:
        for source, target in zip(ends[::2], ends[1::2], strict=True):
            fastest_path(prepared.tree, book, prepared.weights, source, target)

    measured = (
        ("order", 1, lambda: dissection_order(streets.tails, streets.heads, lats, lons)),
        ("topology", 1, lambda: build_topology(order, streets.tails, streets.heads)),
        ("customize", 1, lambda: customize(prepared.topology, streets.costs)),
        ("path", PATHS, paths),
    )
    rows: list[Row] = []
    for name, times, action in measured:
        action()
        seconds = min(clock(action) for _ in range(TURNS)) / times
        rows.append({"engine": OURS, "step": name, "seconds": round(seconds, 6)})
    return rows


def exactness(streets: Streets, pairs: int, seed: int) -> Row:
    """Compare time and length of at least so many random pairs with SciPy's Dijkstra."""
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415 - a peer

    side = int(np.ceil(np.sqrt(pairs)))
    rng = np.random.default_rng(seed)
    rows, columns = rng.integers(0, streets.num_nodes, (2, side)).astype(np.int32)
    times, lengths = unpack(dijkstra(streets.matrix(), indices=rows)[:, columns])
    table = hierarchy(streets).table(rows, columns)
    is_wrong = (table.durations != -(-times // 10)) | (table.distances != (lengths + 5) // 10)
    return {"pairs": side * side, "different": int((is_wrong | ~table.reachable).sum())}


def growth(streets: Streets, raw: Streets, seed: int) -> list[Row]:
    """Return cost and memory for parts of a city of rising size, up to its raw points."""
    rng = np.random.default_rng(seed)
    rows: list[Row] = []
    for size in GROWTH_NODES:
        part = (streets if size <= streets.num_nodes else raw).around_center(size)
        begin = time.process_time()
        prepared = hierarchy(part)
        preparing = time.process_time() - begin
        for points in GROWTH_POINTS:
            nodes = rng.integers(0, part.num_nodes, points).astype(np.int32)
            prepared.table(nodes, nodes)
            seconds = min(clock(lambda: prepared.table(nodes, nodes)) for _ in range(3))  # noqa: B023 - called at once
            rows.append(
                {
                    "nodes": part.num_nodes,
                    "points": points,
                    "prepare": round(preparing, 3),
                    "seconds": round(seconds, 5),
                    "ns_per_pair": round(seconds / points**2 * 1e9, 1),
                    "hierarchy_mb": round(prepared.num_bytes / 1e6, 1),
                    "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                }
            )
    return rows


def uniform(row: Row) -> Row:
    """Return a row that has every column, without a value where it has none."""
    return {"engine": OURS, "points": None, "seconds": None, "ratio": None} | row


def own_output() -> TextIO:
    """Return the output for results alone; whatever peers print joins the errors."""
    sys.stdout.flush()
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return output


def show(rows: list[Row], output: TextIO, *, as_json: bool) -> None:
    """Print rows as JSON, or as lines of names and values."""
    if as_json:
        lines = [json.dumps([uniform(row) for row in rows], indent=1)]
    else:
        lines = ["  ".join(f"{name} {value}" for name, value in row.items()) for row in rows]
    print(*lines, sep="\n", file=output, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for and return an exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.streets", description=__doc__)
    parser.add_argument("--pbf", type=Path, required=True, help="a map file")
    parser.add_argument("--sizes", default="100,1000", help="points per side of the matrices")
    parser.add_argument("--repeats", type=int, default=5, help="turns")
    parser.add_argument("--seed", type=int, default=1, help="of the random points")
    parser.add_argument("--pairs", type=int, default=0, help="compare so many with Dijkstra")
    parser.add_argument("--growth", action="store_true", help="cost against size, with memory")
    parser.add_argument("--json", action="store_true", help="print one JSON array")
    given = parser.parse_args(arguments)
    sizes = [int(size) for size in given.sizes.split(",") if size]
    if given.repeats < 1 or min(sizes, default=1) < 1:
        parser.error("expected sizes and repeats of at least 1")
    output = own_output()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    try:
        streets, raw = read_streets(given.pbf)
    except CityError as error:
        print(error, file=sys.stderr)
        return 1
    rows: list[Row] = [{"nodes": streets.num_nodes, "arcs": len(streets.tails)}]
    if given.growth:  # first, so that the peak is not that of a peer
        rows += growth(streets, raw_points(raw), given.seed)
    rows += compare(streets, given.pbf, sizes, repeats=given.repeats, seed=given.seed)
    rows += steps(streets, given.seed)
    rows += [
        {"engine": OURS, "step": step, "seconds": round(seconds, 6)}
        for step, seconds in city_costs(raw, given.seed).items()
    ]
    if given.pairs:
        rows.append(exactness(streets, given.pairs, given.seed))
    show(rows, output, as_json=given.json)
    return int(any(row.get("different") for row in rows))


if __name__ == "__main__":
    sys.exit(main())
