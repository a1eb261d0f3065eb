"""Puts a death behind a store: its process kills itself in the middle of a change."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Callable

    from dispatch.store import Store


def die_at_write(store: Store, deadly: int) -> Callable[[], int]:
    """Die by SIGKILL at one of the coming writes; give what counts them.

    Parameters
    ----------
    store
        Of this process.
    deadly
        Which INSERT is never sent to the database; at 0, the commit is not; below 0, all are.
    """
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
    return lambda: writes
