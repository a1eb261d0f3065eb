"""A member's objection to a decision, and what a person answered."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from dispatch.model.ids import ContestationId, CourierId, MemberId, OrderId

ANSWER_WITHIN: Final = timedelta(days=14)
"""A person answers within two weeks (EU directive 2024/2831, article 11)."""

MOST_LETTERS: Final = 2000
"""Longest objection or answer."""


class ContestationState(StrEnum):
    """What has become of an objection."""

    OPEN = "open"
    UPHELD = "upheld"
    """The decision stands; the answer says why."""
    RECTIFIED = "rectified"
    """The decision was wrong; the answer says what was put right."""
    WITHDRAWN = "withdrawn"
    """Who objected took it back before there was an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestation:
    """An objection to who has an order.

    Attributes
    ----------
    id
        Its name.
    courier, member
        Who objects.
    order, day
        To the decision about which order, of which day.
    holder
        Who had it then; ``None``: nobody.
    plan_version, policy_version
        The plan in force then, 0 without one, and the rules.
    objection
        In the member's own words; empty once they are erased.
    opened_at, answer_by
        When it was made, and until when a person answers.
    state
        Open, or how it was answered.
    answer, answered_by, answered_at
        What a person said, who, and when.
    """

    id: ContestationId
    courier: CourierId
    member: MemberId
    order: OrderId
    day: date
    holder: CourierId | None
    plan_version: int
    policy_version: int
    objection: str
    opened_at: datetime
    answer_by: datetime
    state: ContestationState = ContestationState.OPEN
    answer: str = ""
    answered_by: MemberId | None = None
    answered_at: datetime | None = None

    @property
    def is_erased(self) -> bool:
        """Whether its words are gone."""
        return not self.objection

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether the time for an answer has passed without one."""
        return self.state is ContestationState.OPEN and now > self.answer_by
