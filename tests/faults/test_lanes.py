"""Processes that plan parts may die; no part is lost."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from dispatch.cluster import ClusterLanes, lanes_of
from dispatch.lanes import ProcessLanes
from routing.problem import Budget, Problem
from routing.solvers.parts import OneByOne, PartTask, plan_part
from tests.routing_makers import line_matrix, shipment, stop, vehicle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.solvers.parts import PartRunner

HEATS = (0.5, 0.001)


def tasks(number: int, *, iterations: int = 20) -> list[PartTask]:
    """Return parts that differ in their seed."""
    problem = Problem(
        matrices=(line_matrix(9),),
        vehicles=(vehicle(), vehicle()),
        shipments=tuple(shipment(str(i), stop(i), stop(i + 4)) for i in range(5)),
    )
    budget = Budget(iterations=iterations)
    return [
        PartTask(problem=problem, budget=budget, seed=seed, start=None, heats=HEATS)
        for seed in range(number)
    ]


@pytest.fixture
def lanes() -> Iterator[ProcessLanes]:
    """Return two processes."""
    runner = ProcessLanes(2)
    yield runner
    runner.close()


def test_processes_plan_what_one_would(lanes: ProcessLanes) -> None:
    """Each part depends on nothing but itself."""
    parts = tasks(4)

    found = dict(lanes.run(parts))

    assert found == dict(OneByOne().run(parts))


def test_a_part_whose_process_was_killed_is_planned_again(lanes: ProcessLanes) -> None:
    """Both processes die by kill -9 after the first part came back; all parts are there."""
    parts = tasks(6, iterations=400)
    running = lanes.run(parts)
    found = dict([next(running)])

    for process in lanes.process_ids:
        os.kill(process, signal.SIGKILL)
    found |= dict(running)

    assert found == {place: plan_part(task) for place, task in enumerate(parts)}


def test_fewer_than_one_process_is_refused() -> None:
    """Nobody would ever plan."""
    with pytest.raises(ValueError, match="at least one process, got 0"):
        ProcessLanes(0)


def test_without_a_scheduler_this_machine_plans(caplog: pytest.LogCaptureFixture) -> None:
    """Nobody listens on port 9 of this machine; the log says what happens instead."""
    alone: PartRunner = lanes_of(None, 1)
    runner = lanes_of("tcp://127.0.0.1:9", 1)

    assert isinstance(alone, OneByOne)
    assert isinstance(runner, OneByOne)
    assert "on this machine" in caplog.text


def test_dask_loses_no_part_when_a_worker_is_killed() -> None:
    """One of two workers dies by kill -9 after the first part came back; all parts are there."""
    distributed = pytest.importorskip("distributed")
    parts = tasks(6, iterations=400)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        runner = ClusterLanes(client)
        running = runner.run(parts)
        found = dict([next(running)])

        os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
        found |= dict(running)

        assert found == {place: plan_part(task) for place, task in enumerate(parts)}
