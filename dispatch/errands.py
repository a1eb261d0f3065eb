"""Work in processes of their own: they say how far they are, and when they died nobody waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from dispatch.errors import TransitionRefused
from dispatch.model import ErrandState, Replay, WhatIf

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dispatch.model import CoopId
    from dispatch.store import Store, Transaction

SILENT: Final = timedelta(minutes=5)
"""After so long without a word of its process such work has failed."""

AskedT = TypeVar("AskedT", Replay, WhatIf)
ResultT = TypeVar("ResultT")


class CanceledError(Exception):
    """Somebody does not want to know any more."""


def is_silent(known: Replay | WhatIf, now: datetime) -> bool:
    """Tell whether a process has not been heard of for too long."""
    return now - known.seen_at > SILENT


def as_seen(known: AskedT, now: datetime) -> AskedT:
    """Show work whose process has died as failed."""
    is_dead = known.state is ErrandState.RUNNING and is_silent(known, now)
    return replace(known, state=ErrandState.FAILED) if is_dead else known


def require_running(known: Replay | WhatIf, name: str, **values: str) -> None:
    """Refuse to stop what is over.

    Raises
    ------
    TransitionRefused
        When it is.
    """
    if known.state is not ErrandState.RUNNING:
        msg = f"{name} is {known.state.value}."
        raise TransitionRefused(msg, state=known.state.value, **values)


def tell_step(store: Store, coop: CoopId, go_on: Callable[[Transaction], bool]) -> None:
    """Write down how far such work is.

    Raises
    ------
    CanceledError
        When it is wanted no longer.
    """
    if not store.write(coop, go_on).result():
        raise CanceledError


def finish_errand(
    store: Store,
    coop: CoopId,
    work: Callable[[], ResultT],
    finish: Callable[[Transaction, ResultT | None], object],
) -> None:
    """Do such work and write down what came of it, whatever happens.

    Parameters
    ----------
    store, coop
        Whose work.
    work
        Gives the result; may raise `CanceledError`, which is no error here.
    finish
        Writes the result down; ``None`` when there is none.
    """
    result = None
    try:
        result = work()
    except CanceledError:
        return
    finally:
        store.write(coop, lambda tx: finish(tx, result)).result()
