"""A notifier may be killed between any two steps: nothing is lost, skipped or out of order."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dispatch import ordering
from dispatch.notifier import LEASE, Notifier
from dispatch.posting import Poster
from dispatch.store import open_store
from tests.dispatch_hooks import subscribe
from tests.dispatch_world import DISPATCHER, MORNING, World
from tests.receiver import receiving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.receiver import Receiver

ROOT = Path(__file__).resolve().parents[2]
NUM_ORDERS = 3
NEVER = 0
MOST_STEPS = 60
"""More than there are."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Return a receiver on this machine."""
    with receiving() as listening:
        yield listening


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path, receiver: Receiver) -> str:
    """Return the URL of a store with three orders, each placed and canceled, and nobody told."""
    where = f"sqlite:///{tmp_path / 'store.db'}"
    if request.param == "postgres":
        where = request.getfixturevalue("postgres_database_url")
    world = World(open_store(where))
    world.crew("ada")
    subscribe(world, url=receiver.url)
    for number in range(NUM_ORDERS):
        order = world.order(6000 + 500 * number, 5000)
        world.do(lambda tx, name=order.id: ordering.cancel(tx, DISPATCHER, name, now=MORNING))  # type: ignore[misc]  # bound now
    world.store.close()
    return where


def notify_elsewhere(url: str, step: int) -> tuple[int, str]:
    """Send in a process of its own that is to die at a step; give its code and output."""
    command = [sys.executable, "-m", "tests.faults.notify", url, str(step)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    return done.returncode, done.stdout


def notify_here(url: str) -> None:
    """Send what is left, once what the dead had in hand is anybody's."""
    store = open_store(url, create=False)
    later = MORNING + LEASE + timedelta(seconds=1)
    notifier = Notifier(store, Poster(is_local_allowed=True), clock=lambda: later)
    notifier.run_once()
    notifier.close()
    store.close()


def check(receiver: Receiver) -> None:
    """Everything came at least once, what came again had the same id, all in order per order."""
    ids: dict[str, list[str]] = {}
    bodies: dict[str, set[bytes]] = {}
    for got in receiver.received:
        order = got.body.split(b'"order_id":"')[1].split(b'"')[0].decode()
        name = got.headers["webhook-id"]
        bodies.setdefault(name, set()).add(got.body)
        if name not in ids.setdefault(order, []):
            ids[order].append(name)
    assert len(ids) == NUM_ORDERS
    for names in ids.values():
        assert len(names) == 2
        assert names == sorted(names)
    assert all(len(same) == 1 for same in bodies.values())


@pytest.mark.parametrize("step", [1, 3, 5, 8, 10])
def test_a_killed_notifier_loses_nothing(url: str, receiver: Receiver, step: int) -> None:
    """At the cursor, before the commit of the notices, at a claim, after sending, at a record."""
    code, _ = notify_elsewhere(url, step)

    notify_here(url)

    assert code == -signal.SIGKILL
    check(receiver)


def test_a_notifier_that_lives_sends_each_notice_once(url: str, receiver: Receiver) -> None:
    """Six notices, six requests, and some steps at each of which it could have died."""
    code, told = notify_elsewhere(url, NEVER)
    notify_here(url)

    assert code == 0
    assert 10 < int(told) < MOST_STEPS
    assert len(receiver.received) == 2 * NUM_ORDERS
    check(receiver)


@pytest.mark.slow
@pytest.mark.parametrize("step", range(1, MOST_STEPS, 2))
def test_no_step_of_the_notifier_is_a_bad_moment_to_die(
    url: str, receiver: Receiver, step: int
) -> None:
    """Every other step there is; beyond the last it lives."""
    code, _ = notify_elsewhere(url, step)

    notify_here(url)

    assert code in {0, -signal.SIGKILL}
    check(receiver)
