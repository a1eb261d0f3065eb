"""A process that books a file may be killed at any write: each row is booked once."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from dispatch import importing
from dispatch.auditing import audit
from dispatch.importer import PIECE
from dispatch.imports.file import read_file
from dispatch.model import ImportState
from dispatch.store import open_store
from tests.dispatch_world import COOP, DAY, MORNING, SELLER, World

ROOT = Path(__file__).resolve().parents[2]
NEVER = -1
AT_COMMIT = 0
NUM_ROWS = 2 * PIECE + 5
NUM_BAD = NUM_ROWS // 7 + 1


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty store."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_database_url"))
    return f"sqlite:///{tmp_path / 'store.db'}"


def begin(url: str) -> str:
    """Start an import of 45 rows without references, of which each seventh is bad."""
    world = World(open_store(url))
    world.crew("ada")
    rows = [f"{'nowhere' if n % 7 == 0 else f'60{n:02} 5000'};row {n}" for n in range(NUM_ROWS)]
    sheet = read_file("\n".join(["address;note", *rows]).encode())
    known = world.do(
        lambda tx: importing.add(
            tx, SELLER, sheet, name="r", storefront=None, now=MORNING, new_id=world.new_id
        )
    )
    world.do(lambda tx: importing.start(tx, SELLER, known.id, known.reading, now=MORNING))
    world.store.close()
    return known.id


def book_elsewhere(url: str, name: str, write: int) -> subprocess.Popen[bytes]:
    """Book in a process of its own that is to die at a write."""
    command = [sys.executable, "-m", "tests.faults.book_import", url, name, str(write)]
    return subprocess.Popen(command, cwd=ROOT)


def check_whole(url: str, name: str) -> None:
    """Make sure that each row became one order or one refusal."""
    store = open_store(url, create=False)
    with store.read(COOP) as tx:
        notes = Counter(order.delivery.delivery.note for order in tx.orders.of_day(DAY))
        (known,) = tx.imports.all()
        refused = [row.position for row in tx.refused_rows.all()]
        is_intact = audit(tx).is_intact
    store.close()
    assert (known.id, known.state) == (name, ImportState.DONE)
    assert notes == Counter(f"row {n}" for n in range(NUM_ROWS) if n % 7)
    assert refused == [n for n in range(NUM_ROWS) if n % 7 == 0]
    assert (known.num_booked, known.num_refused) == (NUM_ROWS - NUM_BAD, NUM_BAD)
    assert is_intact


@pytest.mark.parametrize("write", [AT_COMMIT, 60])
def test_a_killed_import_goes_on_where_it_was(url: str, write: int) -> None:
    """Killed before its first commit, and in its second piece: the next process ends it."""
    name = begin(url)

    killed = book_elsewhere(url, name, write)
    killed.wait()
    again = book_elsewhere(url, name, NEVER)
    again.wait()

    assert (killed.returncode, again.returncode) == (-signal.SIGKILL, 0)
    check_whole(url, name)


def test_two_processes_that_book_together_book_each_row_once(url: str) -> None:
    """Whoever comes second to a piece finds that the import has moved on."""
    name = begin(url)

    processes = [book_elsewhere(url, name, NEVER) for _ in range(2)]
    codes = [process.wait() for process in processes]

    assert codes == [0, 0]
    check_whole(url, name)


@pytest.mark.slow
def test_an_import_that_is_killed_again_and_again_ends_whole(url: str) -> None:
    """Every eleventh write is deadly, until a process has nothing left that could kill it."""
    name = begin(url)
    codes = []

    for write in range(45, 1, -11):
        process = book_elsewhere(url, name, write)
        codes.append(process.wait())
    last = book_elsewhere(url, name, NEVER).wait()

    assert (set(codes), last) == ({-signal.SIGKILL}, 0)
    check_whole(url, name)
