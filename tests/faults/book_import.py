"""Book what is left of an import, and if told so, die by SIGKILL at one of the writes.

Run as ``python -m tests.faults.book_import URL IMPORT WRITE``: the process kills itself as it is
about to send its WRITE-th INSERT to the database; at 0, as it is about to commit; below 0, never.
"""

from __future__ import annotations

import os
import signal
import sys
import uuid

from sqlalchemy import event

from dispatch.importer import Importer
from dispatch.model import ImportId
from dispatch.store import open_store
from tests.dispatch_world import COOP, MORNING, Plain


def main(url: str, name: str, deadly: int) -> None:
    """Book, and die on the way."""
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
    coop = next(one for one in store.coops() if one.id == COOP)
    importer = Importer(
        store, lambda _: Plain(), clock=lambda: MORNING, new_id=lambda: uuid.uuid4().hex
    )
    importer.finish(coop, ImportId(name), lambda _: None)
    store.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
