"""The planner works from state alone: kill it, and the need stands."""

from __future__ import annotations

import multiprocessing
import os
import signal
from threading import Event as Flag
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from dispatch import ordering, planning, review
from dispatch.model import PlanState
from dispatch.store import open_store
from dispatch.worker import Outcome, Worker
from routing.problem import Budget
from tests.dispatch_plans import worker_of
from tests.dispatch_world import COOP, DAY, DISPATCHER, MORNING, Plain, World

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.synchronize import Event as SharedFlag
    from pathlib import Path

    from dispatch.model import CoopId
    from dispatch.plan_progress import PlanProgress
    from routing.model import Location, Matrix
    from routing.streets.profiles import Profile


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return the URL of a store that a test opens itself."""
    return f"sqlite:///{tmp_path / 'store.db'}"


class MeddledPlain(Plain):
    """Streets that let something happen in the middle of planning."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.is_done = False

    def matrix(self, points: Sequence[Location], profile: Profile) -> Matrix:
        """Cancel the first order while the matrix is computed, once."""
        if not self.is_done:
            self.is_done = True
            with self.world.store.read(COOP) as tx:
                first = tx.orders.of_day(DAY)[0].id
            self.world.do(lambda tx: ordering.cancel(tx, DISPATCHER, first, now=MORNING))
        return super().matrix(points, profile)


class WaitingPlain(Plain):
    """Streets that tell when planning has begun, and then never answer."""

    def __init__(self, begun: SharedFlag) -> None:
        super().__init__()
        self.begun = begun

    def matrix(self, points: Sequence[Location], profile: Profile) -> Matrix:
        """Hang."""
        del points, profile
        self.begun.set()
        signal.pause()
        raise AssertionError


def test_a_worker_plans_what_is_needed_and_then_rests(url: str) -> None:
    """One need: proposed, as the starter's policy asks for a person. Then nothing to do."""
    world = World(open_store(url))
    world.crew("ada")
    world.order(6000, 5000)
    worker = worker_of(world)

    first, second = worker.run_once(), worker.run_once()

    assert [(deed.outcome, deed.version) for deed in first] == [(Outcome.PROPOSED, 1)]
    assert second == ()
    world.store.close()


def test_a_worker_shows_what_it_finds_and_when_it_is_through(url: str) -> None:
    """One day is planned: the last thing shown is that it is done, with nothing left out."""
    world = World(open_store(url))
    world.crew("ada")
    world.order(6000, 5000)
    shown: list[tuple[CoopId, PlanProgress]] = []
    worker = Worker(
        world.store,
        lambda _coop: world.streets,
        clock=lambda: MORNING,
        budget=Budget(iterations=10),
        seed=1,
        show=lambda coop, progress: shown.append((coop, progress)),
    )

    worker.run_once()

    assert {coop for coop, _ in shown} == {COOP}
    assert [one.is_done for _, one in shown] == [False] * (len(shown) - 1) + [True]
    assert shown[-1][1].day == DAY
    assert shown[-1][1].num_unassigned == 0
    assert shown[-1][1].cost_s > 0
    world.store.close()


def test_a_policy_may_let_plans_go_out_by_themselves(url: str) -> None:
    """With auto_publish the plan is in force at once."""
    world = World(open_store(url), auto_publish=True)
    world.crew("ada")
    world.order(6000, 5000)

    (deed,) = worker_of(world).run_once()

    assert deed.outcome is Outcome.PUBLISHED
    with world.store.read(COOP) as tx:
        assert tx.plans.newest(DAY, PlanState.PUBLISHED) is not None
    world.store.close()


def test_a_policy_may_let_small_changes_go_out_by_themselves(url: str) -> None:
    """Up to one order: the first plan waits, as there is none to change; then one more is small.

    Two at once are not, and wait again.
    """
    world = World(open_store(url), auto_publish_orders=1)
    world.crew("ada")
    world.order(6000, 5000)
    (first,) = worker_of(world).run_once()
    version = first.version
    world.do(lambda tx: review.publish(tx, DISPATCHER, DAY, version, now=MORNING))

    world.order(6500, 5000)
    (small,) = worker_of(world).run_once()
    world.order(6600, 5000)
    world.order(6700, 5000)
    (large,) = worker_of(world).run_once()

    outcomes = [first.outcome, small.outcome, large.outcome]
    assert outcomes == [Outcome.PROPOSED, Outcome.PUBLISHED, Outcome.PROPOSED]


def test_a_plan_that_comes_too_late_is_made_again(url: str) -> None:
    """The only order is canceled while it is planned: stale, then a plan without it."""
    world = World(open_store(url))
    world.crew("ada")
    world.order(6000, 5000)
    worker = worker_of(world, streets=MeddledPlain(world))

    first, second = worker.run_once(), worker.run_once()

    assert [deed.outcome for deed in first] == [Outcome.STALE]
    assert [deed.outcome for deed in second] == [Outcome.PROPOSED]
    with world.store.read(COOP) as tx:
        assert tx.plans.get(DAY, 1).routes == ()
    world.store.close()


def test_an_error_leaves_the_need_and_the_other_coops_alone(url: str) -> None:
    """A city that cannot be loaded: the deed says failed, the day still needs a plan."""
    world = World(open_store(url))
    world.crew("ada")
    world.order(6000, 5000)

    def fail(_coop: object) -> Plain:
        msg = "no such city"
        raise ValueError(msg)

    worker = Worker(world.store, fail, clock=lambda: MORNING, budget=Budget(iterations=10), seed=1)

    (deed,) = worker.run_once()

    assert deed.outcome is Outcome.FAILED
    with world.store.read(COOP) as tx:
        assert planning.needs_plan(tx, DAY, MORNING)
    world.store.close()


def test_a_running_worker_wakes_up_when_something_happens(url: str) -> None:
    """Started on an idle day; an order comes, and a plan with it is in the store."""
    world = World(open_store(url))
    world.crew("ada")
    stop, planned = Flag(), Flag()
    thread = Thread(target=worker_of(world).run, args=(stop,), daemon=True)
    world.store.on_commit(lambda _coop, _seq: planned.set() if _has_order(world) else None)
    thread.start()

    order = world.order(6000, 5000)

    assert planned.wait(timeout=60)
    stop.set()
    thread.join()
    with world.store.read(COOP) as tx:
        plan = tx.plans.newest(DAY)
    assert plan is not None
    assert order.id in {name for route in plan.routes for name in route.orders}
    world.store.close()


def _has_order(world: World) -> bool:
    with world.store.read(COOP) as tx:
        plan = tx.plans.newest(DAY)
    return plan is not None and any(route.orders for route in plan.routes)


def test_a_worker_killed_in_the_middle_leaves_the_need(url: str) -> None:
    """Kill -9 while it plans: no plan, no half of one; the next worker plans the day."""
    world = World(open_store(url))
    world.crew("ada")
    world.order(6000, 5000)
    context = multiprocessing.get_context("spawn")
    begun = context.Event()
    process = context.Process(target=_plan_forever, args=(url, begun))
    process.start()
    assert begun.wait(timeout=60)
    assert process.pid is not None

    os.kill(process.pid, signal.SIGKILL)
    process.join()

    with world.store.read(COOP) as tx:
        assert tx.plans.newest_version(DAY) == 0
        assert planning.needs_plan(tx, DAY, MORNING)
    assert [deed.outcome for deed in worker_of(world).run_once()] == [Outcome.PROPOSED]
    world.store.close()


def _plan_forever(url: str, begun: SharedFlag) -> None:
    """Be a worker in a process of its own."""
    store = open_store(url)
    Worker(
        store,
        lambda _coop: WaitingPlain(begun),
        clock=lambda: MORNING,
        budget=Budget(iterations=10),
        seed=1,
    ).run_once()
