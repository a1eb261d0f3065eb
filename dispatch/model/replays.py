"""A replay of weeks under two policies, so that members see who would have earned what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dispatch.model.errands import ErrandState
from dispatch.model.ids import MemberId, ReplayId

MOST_WEEKS: Final = 8
"""Longest replay that is asked for on a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayPolicy:
    """One of the policies that are compared.

    Attributes
    ----------
    source
        Where it is from: ``in_force``, ``pack:NAME`` or ``proposal:ID``.
    document
        Its clauses, as they were when the replay was asked for.
    """

    source: str
    document: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """Weeks that happen again under several policies.

    Attributes
    ----------
    id
        Its name.
    asked_by, asked_at
        Who wants to know, and since when.
    policies
        What is compared; changes are told against the first.
    num_weeks
        How many weeks.
    state
        What has become of it.
    num_done, num_days
        How many days are over under one policy after the other, and all of them.
    seen_at
        When its process was last heard of.
    result
        Figures, as JSON; empty before it is done.
    published_at
        Since when couriers may read it, too; ``None``: they may not.
    """

    id: ReplayId
    asked_by: MemberId
    asked_at: datetime
    policies: tuple[ReplayPolicy, ...]
    num_weeks: int
    state: ErrandState
    num_done: int
    num_days: int
    seen_at: datetime
    result: str = ""
    published_at: datetime | None = None
