"""Close the week of a store and, if told so, die by SIGKILL at one of its writes.

Run as ``python -m tests.faults.close_week URL WRITE``: the process kills itself as it is about
to send its WRITE-th INSERT to the database; at 0, as it is about to commit; below 0, never.
"""

from __future__ import annotations

import os
import signal
import sys

from sqlalchemy import event

from dispatch import closing
from dispatch.store import open_store
from tests.dispatch_world import COOP, DISPATCHER
from tests.faults.week import MONDAY, WEEK


def main(url: str, deadly: int) -> None:
    """Close, and die on the way."""
    store = open_store(url, create=False)
    engine = store._write_engine  # noqa: SLF001 - a fault is put behind the store
    writes = 0

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        nonlocal writes
        writes += statement.startswith("INSERT")
        if writes == deadly > 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def commit(_connection: object) -> None:
        if deadly == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "before_cursor_execute", count)
    event.listen(engine, "commit", commit)
    store.write(COOP, lambda tx: closing.close(tx, DISPATCHER, WEEK, now=MONDAY)).result()
    store.close()
    sys.stdout.write(f"{writes}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
