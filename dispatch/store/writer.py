"""One thread that writes: many changes, one commit, one fsync.

Changes that arrive while a commit is under way wait and share the next one. Each runs in
its own savepoint, so one that fails takes nothing with it. Nobody learns of success before
the commit; when the commit fails, all of its changes have failed.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from dispatch.errors import RuleError, StoreUnavailable
from dispatch.store.transaction import Transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection, Engine

    from dispatch.model import CoopId

ResultT = TypeVar("ResultT")

LARGEST_BATCH = 256
BUSY_ATTEMPTS = 3
"""How often to try to begin, each time for as long as the busy timeout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """One function that waits for its turn."""

    coop: CoopId
    function: Callable[[Transaction], Any]
    future: Future[Any]


class Writer:
    """Runs changes in batches.

    Parameters
    ----------
    engine
        Its one connection is used by the writer's thread only.
    on_commit
        Told, after each commit, the last sequence of each co-op that was changed.
    """

    def __init__(self, engine: Engine, on_commit: Callable[[dict[CoopId, int]], None]) -> None:
        self._engine = engine
        self._on_commit = on_commit
        self._queue: SimpleQueue[_Change | None] = SimpleQueue()
        self._lock = Lock()
        self._is_closed = False
        self._thread = Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, coop: CoopId, function: Callable[[Transaction], ResultT]) -> Future[ResultT]:
        """Queue a change; the future resolves after the commit that holds it.

        Raises
        ------
        StoreUnavailable
            When the store is closed.
        """
        future: Future[ResultT] = Future()
        with self._lock:
            if self._is_closed:
                msg = "The store is closed."
                raise StoreUnavailable(msg)
            self._queue.put(_Change(coop=coop, function=function, future=future))
        return future

    def close(self) -> None:
        """Finish what is queued, then stop."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
            self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        is_open = True
        while is_open:
            batch, is_open = self._next_batch()
            if batch:
                self._write(batch)

    def _next_batch(self) -> tuple[list[_Change], bool]:
        batch: list[_Change] = []
        change = self._queue.get()
        while change is not None:
            if change.future.set_running_or_notify_cancel():
                batch.append(change)
            if len(batch) >= LARGEST_BATCH:
                return batch, True
            try:
                change = self._queue.get_nowait()
            except Empty:
                return batch, True
        return batch, False

    def _write(self, batch: list[_Change]) -> None:
        batch.sort(key=lambda change: change.coop)  # stable; so that no two processes deadlock
        try:
            outcomes, committed = self._commit(batch)
        except Exception as error:  # noqa: BLE001 - whatever it was, every caller must hear of it
            failure = StoreUnavailable(f"The store could not be written: {_short(error)}")
            failure.__cause__ = error
            for change in batch:
                change.future.set_exception(failure)
            return
        if committed:
            self._on_commit(committed)
        for change, (value, failed) in zip(batch, outcomes, strict=True):
            if failed is None:
                change.future.set_result(value)
            else:
                change.future.set_exception(failed)

    def _commit(
        self, batch: list[_Change]
    ) -> tuple[list[tuple[Any, Exception | None]], dict[CoopId, int]]:
        committed: dict[CoopId, int] = {}
        with self._engine.connect() as connection:
            transaction = _begin(connection)
            try:
                outcomes = []
                for change in batch:
                    if change.coop not in committed:
                        _lock_coop(connection, change.coop)
                        committed[change.coop] = 0
                    outcomes.append(_run_one(connection, change))
                for coop in committed:
                    committed[coop] = Transaction(connection, coop).events.last_seq()
                transaction.commit()
            except BaseException:
                if transaction.is_active:
                    transaction.rollback()
                raise
        return outcomes, committed


def _begin(connection: Connection) -> Any:  # noqa: ANN401 - SQLAlchemy's RootTransaction
    for attempt in range(BUSY_ATTEMPTS):
        try:
            return connection.begin()
        except OperationalError as error:
            if "locked" not in str(error) or attempt == BUSY_ATTEMPTS - 1:
                raise
    msg = "Expected at least one attempt."
    raise AssertionError(msg)


def _lock_coop(connection: Connection, coop: CoopId) -> None:
    """Let only one process at a time change a co-op, so that its events have one order."""
    if connection.dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(coop.encode()).digest()[:8], signed=True)
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def _run_one(connection: Connection, change: _Change) -> tuple[Any, Exception | None]:
    savepoint = connection.begin_nested()
    try:
        value = change.function(Transaction(connection, change.coop))
    except RuleError as error:
        savepoint.rollback()
        return None, error
    except DBAPIError as error:
        savepoint.rollback()  # raises when the database has given up the whole transaction
        failure = StoreUnavailable(f"The store could not be written: {_short(error)}")
        failure.__cause__ = error
        return None, failure
    except Exception as error:  # noqa: BLE001 - the caller's own; it is handed to the caller
        savepoint.rollback()
        return None, error
    savepoint.commit()
    return value, None


def _short(error: Exception) -> str:
    """Say what went wrong without the statement and its values."""
    original = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return str(original).strip().split("\n", maxsplit=1)[0]
