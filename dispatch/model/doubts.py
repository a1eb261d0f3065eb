"""What a person decided about a report that was doubtful."""

from dataclasses import dataclass
from datetime import date, datetime

from dispatch.model.ids import CourierId, MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDecision:
    """A person looked at a doubtful report and decided; it is never edited.

    Attributes
    ----------
    id
        Its name, and that of the line of pay that it adds.
    courier, device, sequence
        Which report.
    day
        The day of work that it is about.
    amount_minor
        What is added to the courier's pay; 0: what was recorded stands.
    clause
        The clause that an addition follows; empty without one.
    reason
        Why, in the person's words, for the courier.
    decided_by, decided_at
        Who, and when.
    """

    id: str
    courier: CourierId
    device: str
    sequence: int
    day: date
    amount_minor: int
    clause: str
    reason: str
    decided_by: MemberId
    decided_at: datetime
