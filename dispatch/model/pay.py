"""What was earned: tallies per day for the ledger, and closed statements."""

from dataclasses import dataclass
from datetime import date, datetime

from dispatch.model.ids import CourierId
from fairness.statement import PayStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a courier's work records of one day add up to.

    Attributes
    ----------
    courier, day
        Whose and when.
    online_s
        Paid seconds.
    earned_minor
        Drop pay, before top-up, premiums and tips.
    num_drops
        Completed drops.
    """

    courier: CourierId
    day: date
    online_s: int
    earned_minor: int
    num_drops: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days that are paid together, both ends included.

    Attributes
    ----------
    first_day, last_day
        From when to when.

    Raises
    ------
    ValueError
        When it ends before it begins.
    """

    first_day: date
    last_day: date

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            msg = f"Expected a period that ends after it begins, got {self}."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedPay:
    """A courier's statement of a closed period; it never changes.

    Attributes
    ----------
    courier
        Whose.
    first_day, last_day
        The period.
    pay
        The statement, each line with its records and clause.
    online_s
        Paid seconds.
    balance_minor
        Ledger balance at the end of the period; above zero is ahead.
    policy_version
        The policy that it cites.
    closed_at
        When.
    """

    courier: CourierId
    first_day: date
    last_day: date
    pay: PayStatement
    online_s: int
    balance_minor: int
    policy_version: int
    closed_at: datetime
