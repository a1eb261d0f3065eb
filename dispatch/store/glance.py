"""What a SQLite store says of a secret at this moment, asked without another thread.

It takes microseconds: SQLite counts the changes that others have committed, and as long as there
is none, what was read before still holds. So whoever has looked a secret up can tell, at each
request, whether that is still as it was; a key that ends is ended at once, in every process.
"""

from __future__ import annotations

import sqlite3
from threading import Lock
from typing import Any, Final

MOST_READ: Final = 10_000
"""Secrets whose rows are kept between two changes."""

_QUERY: Final = """
    SELECT access.*, coop.*
    FROM access JOIN coop ON coop.id = access.coop
    WHERE access.digest = ?
"""

Row = tuple[Any, ...]


class Glance:
    """Rows of secrets in a SQLite file; safe to share between threads.

    Parameters
    ----------
    path
        Where the file lies.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._changes = -1
        self._rows: dict[str, Row | None] = {}

    def of(self, digest: str) -> Row | None:
        """Give all that the store has about a secret, with its co-op.

        Parameters
        ----------
        digest
            Of the secret.

        Returns
        -------
            To be compared with what it was before; ``None``: nothing, or it cannot be told
            without waiting.
        """
        with self._lock:
            try:
                return self._read(digest)
            except sqlite3.Error:
                return None

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _read(self, digest: str) -> Row | None:
        connection = self._connection
        if connection is None:
            connection = sqlite3.connect(
                self._path, timeout=0, isolation_level=None, check_same_thread=False
            )
            connection.execute("PRAGMA query_only=ON")
            self._connection, self._changes = connection, -1
        ((changes,),) = connection.execute("PRAGMA data_version").fetchall()
        if changes != self._changes or len(self._rows) >= MOST_READ:
            self._rows.clear()
            self._changes = changes
        if digest not in self._rows:
            found = connection.execute(_QUERY, (digest,)).fetchall()
            self._rows[digest] = found[0] if found else None
        return self._rows[digest]
