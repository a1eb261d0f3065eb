"""What people decided about a day's plan."""

from datetime import datetime
from typing import Self

from api.schemas.fields import Answer
from dispatch.stepping import DayHistory, Decision


class PlanDecisionOut(Answer):
    """One decision: publish, discard, pin, unpin; `step` is undo or redo where it was one."""

    seq: int
    at: datetime
    author: str
    kind: str
    step: str | None
    version: int | None
    order_id: str | None
    courier_id: str | None
    reason: str

    @classmethod
    def of(cls, decision: Decision) -> Self:
        """Write a decision."""
        return cls(
            seq=decision.seq,
            at=decision.at,
            author=decision.author,
            kind=decision.kind,
            step=decision.step,
            version=decision.version,
            order_id=decision.order,
            courier_id=decision.courier,
            reason=decision.reason,
        )


class HistoryOut(Answer):
    """Decisions about a day, the newest first."""

    decisions: list[PlanDecisionOut]
    can_undo: bool
    can_redo: bool

    @classmethod
    def of(cls, history: DayHistory) -> Self:
        """Write a day's decisions."""
        return cls(
            decisions=[PlanDecisionOut.of(one) for one in history.decisions],
            can_undo=len(history.steps.done) > 1,
            can_redo=bool(history.steps.undone),
        )
