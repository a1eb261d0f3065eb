"""Reports of phones that a person should look at."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from api.schemas.fields import Answer
from api.words import Words
from dispatch.model import KeptReport, ReportOutcome


class KeptReportOut(Answer):
    """A report that was not applied, or applied although its time cannot be right."""

    courier_id: str
    sequence: int
    kind: str
    at: datetime
    received_at: datetime
    order_id: str | None
    is_applied: bool
    code: str
    message: str

    @classmethod
    def of(cls, kept: KeptReport, words: Words) -> Self:
        """Write a report."""
        is_applied = kept.outcome is ReportOutcome.APPLIED
        key = f"doubt.{kept.code}" if is_applied else f"problem.{kept.code}.detail"
        return cls(
            courier_id=kept.courier,
            sequence=kept.report.sequence,
            kind=kept.report.kind,
            at=kept.report.at,
            received_at=kept.received_at,
            order_id=kept.report.order,
            is_applied=is_applied,
            code=kept.code,
            message=words.say(key),
        )


class KeptReportsOut(Answer):
    """Reports of a day that a person should look at, oldest first."""

    reports: list[KeptReportOut]

    @classmethod
    def of(cls, kept: Iterable[KeptReport], words: Words) -> Self:
        """Write reports."""
        return cls(reports=[KeptReportOut.of(one, words) for one in kept])
