"""Closed periods of everybody's pay, and what was added to them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Self

from pydantic import ConfigDict

from api.schemas.fields import Answer, Body, Identifier, Name
from api.schemas.reports import Amount, Reason
from api.words import Words
from dispatch.model import Coop, Correction, CourierId, Period
from dispatch.stating import AddedPay, FullStatement


class CorrectIn(Body):
    """What is added to a courier's statement, by which clause, and why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "courier_id": "courier-1",
                    "amount_minor": 500,
                    "clause": "rain_percent",
                    "note": "Rain that nobody noted.",
                }
            ]
        }
    )

    courier_id: Identifier
    amount_minor: Amount
    clause: Name
    note: Reason

    @property
    def courier(self) -> CourierId:
        """Whose statement."""
        return CourierId(self.courier_id)


class CorrectionOut(Answer):
    """Lines that were added to a closed statement."""

    id: str
    courier_id: str
    amount_minor: int
    clauses: list[str]
    reason: str
    message: str
    note: str
    at: datetime

    @classmethod
    def of(cls, one: Correction, words: Words) -> Self:
        """Write a correction."""
        return cls(
            id=one.id,
            courier_id=one.courier,
            amount_minor=one.total_minor,
            clauses=sorted({line.clause for line in one.lines}),
            reason=one.reason,
            message=words.say(f"statement.reason.{one.reason}"),
            note=one.note,
            at=one.at,
        )


class CorrectionsOut(Answer):
    """What was added."""

    corrections: list[CorrectionOut]

    @classmethod
    def of(cls, made: Iterable[Correction], words: Words) -> Self:
        """Write corrections."""
        return cls(corrections=[CorrectionOut.of(one, words) for one in made])


class PeriodOut(Answer):
    """A closed period."""

    first_day: date
    last_day: date


class PeriodsOut(Answer):
    """Closed periods, the newest first."""

    periods: list[PeriodOut]

    @classmethod
    def of(cls, periods: Iterable[Period]) -> Self:
        """Write periods."""
        return cls(
            periods=[PeriodOut(first_day=one.first_day, last_day=one.last_day) for one in periods]
        )


class PayeeOut(Answer):
    """A courier's pay of a closed period, with what was added."""

    courier_id: str
    name: str
    total_minor: int
    corrections: list[CorrectionOut]


class PayrollOut(Answer):
    """Everybody's pay of a closed period, by courier."""

    first_day: date
    currency: str
    couriers: list[PayeeOut]

    @classmethod
    def of(
        cls, first_day: date, statements: Iterable[FullStatement], coop: Coop, words: Words
    ) -> Self:
        """Write a payroll."""
        return cls(
            first_day=first_day,
            currency=coop.currency,
            couriers=[
                PayeeOut(
                    courier_id=one.courier.id,
                    name=one.courier.name,
                    total_minor=one.total_minor,
                    corrections=[CorrectionOut.of(added, words) for added in one.corrections],
                )
                for one in statements
            ],
        )


class AddedOut(Answer):
    """What was added to my pay, or decided about a report of mine."""

    at: datetime
    first_day: date
    last_day: date
    amount_minor: int
    reason: str
    message: str
    note: str
    is_posted: bool

    @classmethod
    def of(cls, one: AddedPay, words: Words) -> Self:
        """Write an addition."""
        return cls(
            at=one.at,
            first_day=one.period.first_day,
            last_day=one.period.last_day,
            amount_minor=one.amount_minor,
            reason=one.reason,
            message=words.say(f"statement.reason.{one.reason}"),
            note=one.note,
            is_posted=one.is_posted,
        )
