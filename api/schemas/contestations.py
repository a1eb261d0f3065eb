"""Objections to decisions, and answers."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints

from api.schemas.fields import Answer, Body, Day, Identifier
from dispatch.model import MOST_LETTERS, Contestation, ContestationState, OrderId

Words = Annotated[
    str, StringConstraints(min_length=1, max_length=MOST_LETTERS, strip_whitespace=True)
]


class ContestIn(Body):
    """To which order I object, and why."""

    order_id: Identifier
    objection: Words

    @property
    def order(self) -> OrderId:
        """The order."""
        return OrderId(self.order_id)


class AnswerIn(Body):
    """How an objection is answered."""

    outcome: Annotated[Literal["upheld", "rectified"], Field(examples=["upheld"])]
    answer: Words

    @property
    def state(self) -> ContestationState:
        """What becomes of it."""
        return ContestationState(self.outcome)


class ContestationOut(Answer):
    """An objection, until when a person answers, and the answer."""

    id: str
    courier_id: str
    order_id: str
    day: Day
    holder_id: str | None
    plan_version: int
    policy_version: int
    objection: str
    opened_at: str
    answer_by: str
    is_overdue: bool
    state: str
    answer: str
    answered_at: str | None

    @classmethod
    def of(cls, one: Contestation, *, is_overdue: bool, is_mine: bool = False) -> Self:
        """Write it; who had the order is told to dispatchers only."""
        return cls(
            id=one.id,
            courier_id=one.courier,
            order_id=one.order,
            day=one.day,
            holder_id=None if is_mine and one.holder != one.courier else one.holder,
            plan_version=one.plan_version,
            policy_version=one.policy_version,
            objection=one.objection,
            opened_at=one.opened_at.isoformat(),
            answer_by=one.answer_by.isoformat(),
            is_overdue=is_overdue,
            state=one.state.value,
            answer=one.answer,
            answered_at=None if one.answered_at is None else one.answered_at.isoformat(),
        )


class ContestationsOut(Answer):
    """Objections; those that wait come first, the most urgent at the top."""

    contestations: list[ContestationOut]
