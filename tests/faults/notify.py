"""Send the notices of a store and, if told so, die by SIGKILL at one of the steps.

Run as ``python -m tests.faults.notify URL STEP``: a step is a statement that writes, a commit or
a request that was sent; the process kills itself at its STEP-th, below 1 never. It prints how
many steps there were.
"""

from __future__ import annotations

import os
import signal
import sys
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import event

from dispatch.notifier import Notifier
from dispatch.posting import Poster
from dispatch.store import open_store
from tests.dispatch_world import MORNING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dispatch.posting import Posted


def main(url: str, deadly: int) -> None:
    """Send, and die on the way."""
    store = open_store(url, create=False)
    engine = store._write_engine  # noqa: SLF001 - a fault is put behind the store
    lock = Lock()
    steps = 0

    def step() -> None:
        nonlocal steps
        with lock:
            steps += 1
            if steps == deadly:
                os.kill(os.getpid(), signal.SIGKILL)

    def execute(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(("INSERT", "UPDATE")):
            step()

    event.listen(engine, "before_cursor_execute", execute)
    event.listen(engine, "commit", lambda _connection: step())
    poster = Poster(is_local_allowed=True)

    def post(to: str, headers: Mapping[str, str], body: bytes, /) -> Posted:
        posted = poster(to, headers, body)
        step()  # it has arrived, and nobody has written that down
        return posted

    notifier = Notifier(store, post, clock=lambda: MORNING)
    notifier.run_once()
    notifier.close()
    store.close()
    sys.stdout.write(f"{steps}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
