"""Reports of phones that a person should look at, what was recorded, and what was decided."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.fields import Answer, Body, Identifier, Name
from api.words import Words
from dispatch.doubts import Beside, Recorded, ShownReport
from dispatch.model import (
    MOST_LETTERS,
    Coop,
    CourierId,
    KeptReport,
    ReportDecision,
    ReportOutcome,
)

MOST_MINOR = 100_000_000
Reason = Annotated[
    str, StringConstraints(min_length=1, max_length=MOST_LETTERS, strip_whitespace=True)
]
Amount = Annotated[int, Field(ge=-MOST_MINOR, le=MOST_MINOR)]


class KeptReportOut(Answer):
    """A report that was not applied, or applied although its time cannot be right."""

    courier_id: str
    device: str
    sequence: int
    kind: str
    at: datetime
    phone_at: datetime | None
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
            device=kept.report.device,
            sequence=kept.report.sequence,
            kind=kept.report.kind,
            at=kept.report.at,
            phone_at=kept.report.phone_at,
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


class ReportDecisionOut(Answer):
    """What a person decided about a doubtful report."""

    amount_minor: int
    clause: str | None
    reason: str
    decided_at: datetime

    @classmethod
    def of(cls, decision: ReportDecision) -> Self:
        """Write a decision."""
        return cls(
            amount_minor=decision.amount_minor,
            clause=decision.clause or None,
            reason=decision.reason,
            decided_at=decision.decided_at,
        )


class DoubtOut(Answer):
    """A doubtful report in plain words, what was recorded, and what a person decided."""

    report: KeptReportOut
    said: str
    recorded: list[str]
    decision: ReportDecisionOut | None


class DoubtsOut(Answer):
    """Doubtful reports: those that wait for a decision first, the newest at the top."""

    reports: list[DoubtOut]

    @classmethod
    def of(
        cls,
        found: Iterable[ShownReport],
        names: Mapping[CourierId, str],
        coop: Coop,
        words: Words,
    ) -> Self:
        """Write reports with what was recorded, in sentences."""
        zone = ZoneInfo(coop.time_zone)
        return cls(
            reports=[
                DoubtOut(
                    report=KeptReportOut.of(one.kept, words),
                    said=words.say(
                        "recorded.said",
                        {
                            "courier": names.get(one.kept.courier, one.kept.courier),
                            "kind": words.say(f"report.{one.kept.report.kind}"),
                            "at": _time(one.kept.report.at, zone),
                        },
                    ),
                    recorded=[_sentence(fact, names, zone, words) for fact in one.beside],
                    decision=ReportDecisionOut.of(one.decision) if one.decision else None,
                )
                for one in found
            ]
        )


class DecideIn(Body):
    """What I decide about a doubtful report, and why; an amount needs its clause."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "courier_id": "courier-1",
                    "device": "phone-7f3a",
                    "sequence": 3,
                    "reason": "The phone's clock was wrong; the drop took ten minutes.",
                    "amount_minor": 250,
                    "clause": "hourly_floor_minor",
                }
            ]
        }
    )

    courier_id: Identifier
    device: Identifier
    sequence: Annotated[int, Field(ge=1, le=2**53)]
    reason: Reason
    amount_minor: Amount = 0
    clause: Name = ""


def _sentence(fact: Beside, names: Mapping[CourierId, str], zone: ZoneInfo, words: Words) -> str:
    """Say a recorded fact."""
    key = f"recorded.{fact.what}"
    if fact.what is Recorded.STOP:
        key = f"{key}.{fact.detail}"
    if fact.what is Recorded.HOLDER and fact.courier is None:
        key = f"{key}.nobody"
    kind = words.say(f"report.{fact.detail}") if fact.what is Recorded.REPORT else ""
    return words.say(
        key,
        {
            "courier": "" if fact.courier is None else names.get(fact.courier, fact.courier),
            "begins": _time(fact.begins_at, zone),
            "ends": _time(fact.ends_at, zone),
            "kind": kind,
        },
    )


def _time(moment: datetime | None, zone: ZoneInfo) -> str:
    return "\u2013" if moment is None else moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
