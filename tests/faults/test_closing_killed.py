"""A process that closes a period may be killed at any write: the period is whole or open."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dispatch import closing
from dispatch.auditing import audit
from dispatch.store import open_store
from tests.dispatch_world import COOP, DISPATCHER
from tests.faults.week import COURIERS, MONDAY, WEEK, found_week

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model import ClosedPay
    from dispatch.store import Store

ROOT = Path(__file__).resolve().parents[2]
NEVER = -1
AT_COMMIT = 0


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a store with a week of work."""
    where = f"sqlite:///{tmp_path / 'store.db'}"
    if request.param == "postgres":
        where = request.getfixturevalue("postgres_database_url")
    found_week(where)
    return where


def close_elsewhere(url: str, write: int) -> subprocess.Popen[str]:
    """Close the week in a process of its own that is to die at a write."""
    command = [sys.executable, "-m", "tests.faults.close_week", url, str(write)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def reopened(url: str) -> Iterator[Store]:
    """Return the store, opened anew."""
    store = open_store(url, create=False)
    yield store
    store.close()


def close_here(store: Store) -> tuple[ClosedPay, ...]:
    """Close the week in this process."""
    return store.write(COOP, lambda tx: closing.close(tx, DISPATCHER, WEEK, now=MONDAY)).result()


@pytest.mark.parametrize("write", [4, AT_COMMIT])
def test_a_killed_closing_has_done_nothing_and_can_be_done_again(
    url: str, reopened: Store, write: int
) -> None:
    """Killed at the 4th insert or before the commit: no statement, no entry."""
    process = close_elsewhere(url, write)
    process.communicate()
    with reopened.read(COOP) as tx:
        left = (tx.statements.of_period(WEEK), tx.ledger.tail()[0], audit(tx).first_broken)

    closed = close_here(reopened)

    assert process.returncode == -signal.SIGKILL
    assert left == ((), 0, None)
    assert [one.courier for one in closed] == list(COURIERS)
    with reopened.read(COOP) as tx:
        assert audit(tx).is_intact


def test_two_processes_that_close_together_close_once(url: str, reopened: Store) -> None:
    """Whoever is second finds the statements of the first: one event, one entry each."""
    processes = [close_elsewhere(url, NEVER) for _ in range(2)]
    written = [int(process.communicate()[0]) for process in processes]

    closed = close_here(reopened)

    assert [process.returncode for process in processes] == [0, 0]
    assert min(written) == 0 < max(written)
    assert len(closed) == len(COURIERS)
    with reopened.read(COOP) as tx:
        assert audit(tx).is_intact
        assert sum(event.kind == "pay.closed" for event in tx.events.after(0)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("write", range(1, 10))
def test_no_write_of_a_closing_is_a_bad_moment_to_die(
    url: str, reopened: Store, write: int
) -> None:
    """Every insert there is; beyond the last the process lives and the period is closed."""
    process = close_elsewhere(url, write)
    process.communicate()

    with reopened.read(COOP) as tx:
        num_statements = len(tx.statements.of_period(WEEK))
        found = audit(tx)

    assert found.is_intact
    assert num_statements == (len(COURIERS) if process.returncode == 0 else 0)
