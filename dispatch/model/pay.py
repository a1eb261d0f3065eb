"""What was earned: tallies per day for the ledger, and closed statements."""

from dataclasses import dataclass
from datetime import date, datetime

from dispatch.model.ids import CourierId, MemberId, OrderId
from fairness.clauses import PayForm
from fairness.statement import PayLine, PayStatement


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What a courier has agreed to be paid by, from a day on.

    Attributes
    ----------
    courier, valid_from
        Whose, and its first day.
    pay_form
        One of those that the policy has; another gives the policy's first.
    month_s
        Contracted seconds per month, in the monthly form.
    need_percent
        Need weight that the members voted, 100 for most.

    Raises
    ------
    ValueError
        When the hours are negative or the weight is below 100.
    """

    courier: CourierId
    valid_from: date
    pay_form: PayForm
    month_s: int = 0
    need_percent: int = 100

    def __post_init__(self) -> None:
        if self.month_s < 0 or self.need_percent < 100:  # noqa: PLR2004 - percent
            msg = f"Expected hours >= 0 and a need weight >= 100, got {self}."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rain:
    """A stretch of rain, as somebody noted it.

    Attributes
    ----------
    id
        Unique in the co-op.
    begins_at, ends_at
        From when to when.
    author, noted_at
        Who noted it, and when.

    Raises
    ------
    ValueError
        When it ends before it begins.
    """

    id: str
    begins_at: datetime
    ends_at: datetime
    author: MemberId
    noted_at: datetime

    def __post_init__(self) -> None:
        if self.begins_at >= self.ends_at:
            msg = f"Expected rain that ends after it begins, got {self.ends_at}."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """What somebody gave for one delivery, on top of its fee.

    Attributes
    ----------
    order, reference
        For which order, and the giver's own name for it; the same twice is one tip.
    day
        Of the delivery.
    courier
        Who delivered.
    amount_minor
        Minor units, above zero.
    given_at
        When.
    """

    order: OrderId
    reference: str
    day: date
    courier: CourierId
    amount_minor: int
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Lines that were added to a closed statement; nothing in it is ever edited.

    Attributes
    ----------
    id
        Unique in the co-op.
    courier, first_day, last_day
        Which statement.
    lines
        What is added; below zero where too much was paid.
    records
        Ids of work records that the statement did not have.
    reason
        Code of why: ``late_work``, ``surplus``, ``agreed`` or ``decided``.
    note
        In a person's words, for ``agreed`` and ``decided``.
    author, at
        Who added it, and when.
    credit_s
        Seconds that it credits to the courier's time account.
    """

    id: str
    courier: CourierId
    first_day: date
    last_day: date
    lines: tuple[PayLine, ...]
    records: tuple[str, ...]
    reason: str
    note: str
    author: MemberId
    at: datetime
    credit_s: int = 0

    @property
    def total_minor(self) -> int:
        """What it adds."""
        return sum(line.amount_minor for line in self.lines)
