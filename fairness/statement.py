"""Statements of pay: lines that each cite their clause and their records."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from fairness.clauses import PayForm

if TYPE_CHECKING:
    from fairness.clauses import Settlement


class PayKey(StrEnum):
    """What a pay line is for: the key of its text."""

    DROP = "drop"
    DISTANCE = "distance"
    WAITING_TIME = "waiting_time"
    HOURS = "hours"
    SALARY = "salary"
    OVERTIME = "overtime"
    TOP_UP = "top_up"
    CLIMB = "climb"
    LOAD = "load"
    RAIN = "rain"
    NIGHT = "night"
    SUNDAY = "sunday"
    WAITING = "waiting"
    TIP = "tip"
    SURPLUS = "surplus"
    CORRECTION = "correction"


DROPS: Final = frozenset({PayKey.DROP, PayKey.DISTANCE})
BASE: Final = DROPS | {PayKey.WAITING_TIME, PayKey.HOURS, PayKey.SALARY, PayKey.OVERTIME}
"""What is measured against the hourly floor."""
PREMIUMS: Final = frozenset(
    {PayKey.CLIMB, PayKey.LOAD, PayKey.RAIN, PayKey.NIGHT, PayKey.SUNDAY, PayKey.WAITING}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayLine:
    """One line of a statement.

    Attributes
    ----------
    key
        What it is for.
    clause
        Clause of the policy that it follows.
    amount_minor
        Minor units.
    quantity
        What was multiplied: drops, metres, seconds, gram-metres, or minor units.
    records
        Ids of the work records (for tips: of the orders) behind it.
    """

    key: PayKey
    clause: str
    amount_minor: int
    quantity: int
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PayStatement:
    """What one courier gets for a shift or a week, and why.

    Attributes
    ----------
    policy_versions
        Versions of the policy that the lines follow, rising.
    currency
        ISO 4217 code of all amounts.
    settlement
        Over what the floor is guaranteed; a week's statement says ``week``.
    is_settled
        Whether the floor has been applied: false for a shift that waits for its week.
    lines
        Everything paid; the total is their sum.
    paid_s
        Online seconds.
    floor_minor
        Guaranteed pay for that time.
    records
        Ids of all work records of the statement, paid or not.
    pay_form
        How the work was paid.
    credit_s
        Seconds credited to the courier's time account.
    """

    policy_versions: tuple[int, ...]
    currency: str
    settlement: Settlement
    is_settled: bool
    lines: tuple[PayLine, ...]
    paid_s: int
    floor_minor: int
    records: tuple[str, ...]
    pay_form: PayForm = PayForm.PER_DROP
    credit_s: int = 0

    @property
    def base_minor(self) -> int:
        """What is measured against the floor: drops, hours or salary."""
        return sum(line.amount_minor for line in self.lines if line.key in BASE)

    @property
    def drops_minor(self) -> int:
        """Drop pay: per drop and per kilometre. This is what plans even out."""
        return sum(line.amount_minor for line in self.lines if line.key in DROPS)

    @property
    def top_up_minor(self) -> int:
        """What lifts the base to the floor."""
        return sum(line.amount_minor for line in self.lines if line.key is PayKey.TOP_UP)

    @property
    def premiums_minor(self) -> int:
        """Premiums, on top of the floor."""
        return sum(line.amount_minor for line in self.lines if line.key in PREMIUMS)

    @property
    def tips_minor(self) -> int:
        """Tips, on top of the floor."""
        return sum(line.amount_minor for line in self.lines if line.key is PayKey.TIP)

    @property
    def total_minor(self) -> int:
        """Pay: everything."""
        return sum(line.amount_minor for line in self.lines)
