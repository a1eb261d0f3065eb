"""Close the week of a store and, if told so, die by SIGKILL at one of its writes.

Run as ``python -m tests.faults.close_week URL WRITE``: the process kills itself as it is about
to send its WRITE-th INSERT to the database; at 0, as it is about to commit; below 0, never.
"""

from __future__ import annotations

import sys

from dispatch import closing
from dispatch.store import open_store
from tests.dispatch_world import COOP, DISPATCHER
from tests.faults.deadly_writes import die_at_write
from tests.faults.week import MONDAY, WEEK


def main(url: str, deadly: int) -> None:
    """Close, and die on the way."""
    store = open_store(url, create=False)
    num_writes = die_at_write(store, deadly)
    store.write(COOP, lambda tx: closing.close(tx, DISPATCHER, WEEK, now=MONDAY)).result()
    store.close()
    sys.stdout.write(f"{num_writes()}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
