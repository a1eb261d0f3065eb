"""What one version of a policy changes of another, clause by clause."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from fairness.policy import to_mapping

if TYPE_CHECKING:
    from fairness.policy import Policy

IDENTITY: Final = frozenset({"version", "valid_from"})
"""Clauses that say which version it is, not what it says."""


class Direction(StrEnum):
    """Which way a clause moves."""

    RAISED = "raised"
    LOWERED = "lowered"
    CHANGED = "changed"
    """Neither: a choice, a list, or a limit that was set or lifted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One clause that differs.

    Attributes
    ----------
    clause
        Its name.
    before, after
        Its written values.
    direction
        Whether a number goes up or down.
    """

    clause: str
    before: object
    after: object
    direction: Direction


def differences(old: Policy, new: Policy) -> tuple[Change, ...]:
    """Tell what changes from one policy to another.

    Parameters
    ----------
    old, new
        Two policies, not necessarily of one co-op.

    Returns
    -------
    tuple of Change
        In the order of the rulebook; version and beginning do not count.
    """
    before, after = to_mapping(old), to_mapping(new)
    return tuple(
        Change(
            clause=name,
            before=before[name],
            after=after[name],
            direction=_direction(before[name], after[name]),
        )
        for name in before
        if name not in IDENTITY and before[name] != after[name]
    )


def _direction(before: object, after: object) -> Direction:
    is_number = [isinstance(v, int) and not isinstance(v, bool) for v in (before, after)]
    if not all(is_number):
        return Direction.CHANGED
    return Direction.RAISED if int(str(after)) > int(str(before)) else Direction.LOWERED
