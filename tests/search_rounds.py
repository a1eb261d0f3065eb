"""Rounds of a search on made-up days; run as a program it prints the plans it ends with.

Without the compiler (``NUMBA_DISABLE_JIT=1``) every index of every kernel is checked by
numpy, so that both runs together show that the compiled code is the code as written.
"""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING

import numpy as np

from routing.model import (
    Break,
    Matrix,
    Measure,
    Shipment,
    SoftBound,
    Stop,
    TimeWindow,
    Vehicle,
)
from routing.problem import Problem
from routing.rules.promises import Promise
from routing.rules.sequences import SequencePin
from routing.solution import Entry, StopKind
from routing.solvers.ruin_recreate.engine import engine_for

if TYPE_CHECKING:
    from collections.abc import Iterator

HOUR = 3600
DAYS, ROUNDS = 6, 25


def made_up_day(seed: int, *, shipments: int = 14, vehicles: int = 4) -> Problem:
    """Return a day that uses every feature of the model, always the same for a seed."""
    draw = random.Random(seed)  # noqa: S311 - a made-up day, no secret
    size = shipments + 4
    at = np.array([[draw.randrange(900), draw.randrange(900)] for _ in range(size)], np.int32)
    metres = np.abs(at[:, None] - at[None, :]).sum(axis=2).astype(np.int32)
    reachable = np.ones((size, size), np.bool_)
    reachable[draw.randrange(size), draw.randrange(size)] = False
    matrices = tuple(
        Matrix(durations=metres * np.int32(k), distances=metres, reachable=reachable)
        for k in (1, 2)
    )
    return Problem(
        matrices=matrices,
        vehicles=tuple(_vehicle(draw, index, size) for index in range(vehicles)),
        shipments=tuple(_shipment(draw, index, size) for index in range(shipments)),
        sequences=(
            SequencePin(
                vehicle=2,
                stops=tuple(Entry(kind=StopKind.PICKUP, index=index) for index in (6, 9)),
                is_prefix=seed % 2 == 0,
            ),
        ),
        forbidden=frozenset({(0, 1), (3, 2)}),
        pair_costs={(shipment, shipment % vehicles): 300 for shipment in range(0, shipments, 3)},
        soft_bounds=tuple(
            SoftBound(vehicle=index % vehicles, measure=measure, lower=50, upper=900)
            for index, measure in enumerate(Measure)
        ),
    )


def _vehicle(draw: random.Random, index: int, size: int) -> Vehicle:
    noon = Break(windows=(TimeWindow(earliest=HOUR, latest=2 * HOUR),), duration=600)
    late = Break(windows=(TimeWindow(earliest=3 * HOUR, latest=4 * HOUR),), duration=300)
    return Vehicle(
        id=f"v{index}",
        shift=TimeWindow(earliest=index * 600, latest=5 * HOUR),
        start=None if index == 1 else draw.randrange(size),
        end=None if index % 2 else draw.randrange(size),
        matrix=index % 2,
        capacity=(9, 6),
        skills=frozenset({"cold"} if index else ()),
        breaks=(noon, late)[: index % 3],
        fixed_cost=draw.choice([0, 400]),
        cost_per_metre=index % 2,
        max_stops=10 if index == 2 else None,
        max_travel=2 * HOUR if index == 3 else None,
        max_climb=40 if index in {0, 2} else None,
    )


def _shipment(draw: random.Random, index: int, size: int) -> Shipment:
    ends = [_stop(draw, size), _stop(draw, size)]
    return Shipment(
        id=f"s{index}",
        pickup=None if index == 5 else ends[0],
        delivery=None if index == 7 else ends[1],
        load=(draw.randrange(4), draw.randrange(3)),
        skills=frozenset({"cold"} if index == 2 else ()),
        max_on_board=HOUR if index in {3, 4, 8} else None,
        drop_penalty=draw.choice([None, None, 1500]),
        amount=draw.randrange(200),
        climb=index % 4 * 9,
    )


def _stop(draw: random.Random, size: int) -> Stop:
    opens = draw.randrange(4 * HOUR)
    windows = [TimeWindow(earliest=opens, latest=opens + HOUR)]
    if draw.random() < 0.3:
        windows.append(TimeWindow(earliest=opens + HOUR + 300, latest=opens + HOUR + 900))
    return Stop(
        location=draw.randrange(size),
        windows=tuple(windows),
        service_duration=60,
        setup_duration=draw.choice([0, 30]),
        promise=Promise(by=opens + 900, cost_per_second=2) if draw.random() < 0.2 else None,
    )


def lines() -> Iterator[str]:
    """Yield the plan and cost of each day after some rounds of both kinds of search."""
    for day in range(DAYS):
        engine = engine_for(made_up_day(day), day)
        engine.run(1, 0.0, blink=0.0)
        engine.run(ROUNDS, 200.0)
        plan, absent = engine.best_plan(), engine.absent(of_best=True)
        yield f"{day} {plan} {absent} {engine.costs.tolist()}"
        engine.load(plan, absent, closed=[0])
        engine.run(ROUNDS, 50.0, is_fleet=True)
        yield f"{day} {engine.plan()} {engine.absent()} {engine.kept.counts.tolist()}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in lines())
