"""Book what is left of an import, and if told so, die by SIGKILL at one of the writes.

Run as ``python -m tests.faults.book_import URL IMPORT WRITE``: the process kills itself as it is
about to send its WRITE-th INSERT to the database; at 0, as it is about to commit; below 0, never.
"""

from __future__ import annotations

import sys
import uuid

from dispatch.importer import Importer
from dispatch.model import ImportId
from dispatch.store import open_store
from tests.dispatch_world import COOP, MORNING, Plain
from tests.faults.deadly_writes import die_at_write


def main(url: str, name: str, deadly: int) -> None:
    """Book, and die on the way."""
    store = open_store(url, create=False)
    die_at_write(store, deadly)
    coop = next(one for one in store.coops() if one.id == COOP)
    importer = Importer(
        store, lambda _: Plain(), clock=lambda: MORNING, new_id=lambda: uuid.uuid4().hex
    )
    importer.finish(coop, ImportId(name), lambda _: None)
    store.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
