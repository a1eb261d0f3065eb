"""Work records: the facts that pay and the ledger are computed from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from fairness.hours import joined, total_s

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from fairness.hours import Stretch


class WorkKind(StrEnum):
    """What a courier's time was spent on."""

    TRAVEL = "travel"
    """On the way."""
    SERVICE = "service"
    """Handing over or taking on."""
    WAITING = "waiting"
    """Held up at a stop by somebody else."""
    BREAK = "break"
    """Rest inside the shift."""
    IDLE = "idle"
    """Online and ready, nothing to do."""
    OTHER = "other"
    """Invisible work: repair, dispatching, training, assembly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRecord:
    """One stretch of a courier's time.

    Attributes
    ----------
    id
        What pay lines cite.
    courier
        Who worked.
    shift
        Shift it belongs to.
    kind
        What the time was spent on.
    begins_at, ends_at
        Moments with an offset; the end is not before the beginning.
    meters
        Distance covered.
    climb_m
        Metres of ascent.
    weight_g
        Grams carried over that distance.
    order
        Order it was done for, if any.
    is_drop
        Whether this record completes a paid drop.

    Raises
    ------
    ValueError
        When a moment has no offset, time runs backwards or an amount is negative.
    """

    id: str
    courier: str
    shift: str
    kind: WorkKind
    begins_at: datetime
    ends_at: datetime
    meters: int = 0
    climb_m: int = 0
    weight_g: int = 0
    order: str | None = None
    is_drop: bool = False

    def __post_init__(self) -> None:
        if self.begins_at.utcoffset() is None or self.ends_at.utcoffset() is None:
            msg = f"Expected moments with an offset in work record {self.id!r}."
            raise ValueError(msg)
        if self.ends_at.astimezone(UTC) < self.begins_at.astimezone(UTC):
            msg = (
                f"Expected work record {self.id!r} to end at or after {self.begins_at}, "
                f"got {self.ends_at}."
            )
            raise ValueError(msg)
        if min(self.meters, self.climb_m, self.weight_g) < 0:
            msg = f"Expected no negative amount in work record {self.id!r}."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkSummary:
    """Work records added up.

    Attributes
    ----------
    paid_s
        Seconds covered by at least one paid record; these are the online seconds.
    seconds
        Seconds per kind, each counted once, paid or not.
    num_drops
        Completed drops.
    meters
        Distance covered.
    climb_m
        Metres of ascent.
    gram_meters
        Sum of weight times distance.
    """

    paid_s: int
    seconds: Mapping[WorkKind, int]
    num_drops: int
    meters: int
    climb_m: int
    gram_meters: int


def in_order_of_time(records: Iterable[WorkRecord]) -> tuple[WorkRecord, ...]:
    """Sort work records by beginning, then end, then id.

    Parameters
    ----------
    records
        Work records in any order.

    Returns
    -------
    tuple of WorkRecord
        The same records; the result does not depend on the order they came in.

    Raises
    ------
    ValueError
        When two records have the same id: they would be paid twice.
    """
    ordered = sorted(
        records,
        key=lambda record: (
            record.begins_at.astimezone(UTC),
            record.ends_at.astimezone(UTC),
            record.id,
        ),
    )
    seen: set[str] = set()
    for record in ordered:
        if record.id in seen:
            msg = f"Expected each work record once, got {record.id!r} twice."
            raise ValueError(msg)
        seen.add(record.id)
    return tuple(ordered)


def summarize(records: Iterable[WorkRecord], *, paid_kinds: AbstractSet[WorkKind]) -> WorkSummary:
    """Add up work records.

    Time covered by two records is counted once, so overlapping records never pay twice.

    Parameters
    ----------
    records
        Work records in any order.
    paid_kinds
        Kinds whose time is paid, as the policy says.

    Returns
    -------
    WorkSummary
        Totals; a fraction of a second at the end is rounded up.

    Raises
    ------
    ValueError
        When two records have the same id.
    """
    ordered = in_order_of_time(records)
    kinds = {
        kind: covered_s([record for record in ordered if record.kind is kind]) for kind in WorkKind
    }
    return WorkSummary(
        paid_s=covered_s([record for record in ordered if record.kind in paid_kinds]),
        seconds=kinds,
        num_drops=sum(record.is_drop for record in ordered),
        meters=sum(record.meters for record in ordered),
        climb_m=sum(record.climb_m for record in ordered),
        gram_meters=sum(record.weight_g * record.meters for record in ordered),
    )


def stretches(records: Iterable[WorkRecord]) -> tuple[Stretch, ...]:
    """Give when records were worked, in UTC.

    Parameters
    ----------
    records
        Work records in any order.

    Returns
    -------
    tuple of Stretch
        Joined, in order of time; wall clocks go back one hour in autumn, these do not.
    """
    return joined(
        (record.begins_at.astimezone(UTC), record.ends_at.astimezone(UTC)) for record in records
    )


def covered_s(records: Iterable[WorkRecord]) -> int:
    """Count the seconds covered by at least one record.

    Parameters
    ----------
    records
        Work records in any order.

    Returns
    -------
    int
        Seconds of the union of their intervals, rounded up to a whole second.
    """
    return total_s(stretches(records))
