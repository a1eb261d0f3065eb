"""Work in processes of their own: they say how far they are, and when they died nobody waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from dispatch.errors import TransitionRefused
from dispatch.model import ErrandState, Replay, WhatIf

if TYPE_CHECKING:
    from datetime import datetime

SILENT: Final = timedelta(minutes=5)
"""After so long without a word of its process such work has failed."""

AskedT = TypeVar("AskedT", Replay, WhatIf)


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
