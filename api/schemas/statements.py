"""Closed statements of pay, with what was added to them."""

from datetime import date, datetime
from typing import Self

from api.policy_words import duration_text
from api.schemas.fields import Answer
from api.statement_view import line_views, sums_of
from api.words import Words
from dispatch.model import ClosedPay, Coop
from dispatch.stating import FullStatement


class StatementLineOut(Answer):
    """One line: what for, by which rule, from which work records, how much."""

    key: str
    label: str
    clause: str
    rule: str
    quantity: int
    unit: str
    amount_minor: int
    records: list[str]
    reason: str | None
    note: str | None


class StatementOut(Answer):
    """A statement of a closed period; lines that were added later say why."""

    courier_id: str
    first_day: date
    last_day: date
    currency: str
    pay_form: str | None
    online_s: int
    online_text: str
    credit_s: int
    policy_versions: list[int]
    closed_at: datetime | None
    lines: list[StatementLineOut]
    base_minor: int
    top_up_minor: int
    premiums_minor: int
    tips_minor: int
    added_minor: int
    total_minor: int

    @classmethod
    def of(cls, full: FullStatement, coop: Coop, words: Words) -> Self:
        """Write a statement."""
        closed = full.closed
        pay = closed.pay if closed else None
        online_s = pay.paid_s if pay else 0
        sums = {f"{name}_minor": amount for name, amount in sums_of(full).items()}
        return cls(
            courier_id=full.courier.id,
            first_day=full.period.first_day,
            last_day=full.period.last_day,
            currency=coop.currency,
            pay_form=pay.pay_form if pay else None,
            online_s=online_s,
            online_text=duration_text(words, online_s),
            credit_s=full.credit_s,
            policy_versions=list(pay.policy_versions) if pay else [],
            closed_at=closed.closed_at if closed else None,
            lines=[
                StatementLineOut(
                    key=line.key,
                    label=line.label,
                    clause=line.clause,
                    rule=line.rule,
                    quantity=line.quantity,
                    unit=line.unit,
                    amount_minor=line.amount_minor,
                    records=list(line.records),
                    reason=line.reason or None,
                    note=line.note or None,
                )
                for line in line_views(full, coop, words)
            ],
            **sums,
        )


class ClosedOut(Answer):
    """A closed period of a courier."""

    first_day: date
    last_day: date
    total_minor: int
    online_s: int
    closed_at: datetime


class StatementsOut(Answer):
    """My closed periods, the newest first."""

    currency: str
    statements: list[ClosedOut]

    @classmethod
    def of(cls, closed: tuple[ClosedPay, ...], coop: Coop) -> Self:
        """Write closed periods; what was added later is in each statement."""
        return cls(
            currency=coop.currency,
            statements=[
                ClosedOut(
                    first_day=one.first_day,
                    last_day=one.last_day,
                    total_minor=one.pay.total_minor,
                    online_s=one.online_s,
                    closed_at=one.closed_at,
                )
                for one in closed
            ],
        )
