"""Connections to SQLite or PostgreSQL, set up so that a commit is durable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection, Engine

BUSY_TIMEOUT_MS = 10_000
"""How long SQLite waits for another process that is writing."""


def parse_url(text: str) -> URL:
    """Read the address of a store.

    Raises
    ------
    ValueError
        When it is neither a SQLite file nor a PostgreSQL database.
    """
    try:
        url = make_url(text)
    except ArgumentError as error:
        msg = f"Expected a URL like sqlite:///PATH or postgresql://HOST/NAME, got {text!r}."
        raise ValueError(msg) from error
    if url.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database and url.database != ":memory:":
        return url
    msg = f"Expected a URL like sqlite:///PATH or postgresql://HOST/NAME, got {text!r}."
    raise ValueError(msg)


def open_engine(url: URL, *, is_writer: bool) -> Engine:
    """Open a pool of connections for writing (just one) or for reading.

    SQLite: write-ahead log, an fsync at each commit, foreign keys, and a writer that
    takes the write lock when it begins, so that it never fails halfway.
    """
    if url.drivername == "sqlite":
        return _open_sqlite(url, is_writer=is_writer)
    size = 1 if is_writer else 8
    engine = create_engine(
        url, pool_size=size, max_overflow=0 if is_writer else 8, pool_pre_ping=True
    )
    if not is_writer:
        _on_begin(engine, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    return engine


def _open_sqlite(url: URL, *, is_writer: bool) -> Engine:
    engine = create_engine(
        url,
        pool_size=1 if is_writer else 8,
        max_overflow=0 if is_writer else 24,
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
    )

    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
        connection.isolation_level = None  # we begin and commit, not the driver
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            f"query_only={'OFF' if is_writer else 'ON'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)
    _on_begin(engine, "BEGIN IMMEDIATE" if is_writer else "BEGIN")
    return engine


def _on_begin(engine: Engine, statement: str) -> None:
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    event.listen(engine, "begin", begin)
