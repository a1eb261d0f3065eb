"""A statement of pay in the words of one reader, before it becomes a page, a PDF or a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from api.policy_words import duration_text, money_text
from fairness.statement import PREMIUMS, PayKey

if TYPE_CHECKING:
    from api.words import Words
    from dispatch.model import Coop
    from dispatch.stating import FullStatement
    from fairness.statement import PayLine

QUANTITY_UNITS: Final = {
    PayKey.DROP: "drops",
    PayKey.DISTANCE: "metres",
    PayKey.CLIMB: "metres",
    PayKey.LOAD: "gram_metres",
    **dict.fromkeys(
        (
            PayKey.WAITING_TIME,
            PayKey.HOURS,
            PayKey.SALARY,
            PayKey.OVERTIME,
            PayKey.TOP_UP,
            PayKey.WAITING,
        ),
        "seconds",
    ),
}
"""What a line multiplies; where a key is not here, minor units or seconds, by the pay form."""

DASH: Final = "\u2013"
BASED: Final = frozenset({PayKey.RAIN, PayKey.NIGHT, PayKey.SUNDAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One line of a statement, ready to be read.

    Attributes
    ----------
    key, label
        What it is for, and in words.
    clause, rule
        Which clause it follows, and in words.
    quantity, unit, quantity_text
        What was multiplied: a number, its unit, and both in words.
    amount_minor, amount_text
        Money.
    records
        Ids of the work records behind it.
    reason
        Why it was added later; empty for lines of the closed statement.
    note
        In a person's words.
    """

    key: str
    label: str
    clause: str
    rule: str
    quantity: int
    unit: str
    quantity_text: str
    amount_minor: int
    amount_text: str
    records: tuple[str, ...]
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """A statement, ready to be read.

    Attributes
    ----------
    language
        Of its words.
    title, coop, courier
        What it is, whose co-op's, whose.
    facts
        Names and values above the lines.
    lines
        All of them, the added ones last.
    sums
        Names and amounts below the lines; the last is the total.
    records
        Id, kind and time of every work record behind it.
    headings
        Of the columns, and of the list of records.
    footnote
        What the reader should know of it.
    """

    language: str
    title: str
    coop: str
    courier: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[LineView, ...]
    sums: tuple[tuple[str, str], ...]
    records: tuple[tuple[str, str, str], ...]
    headings: dict[str, str]
    footnote: str


def statement_view(full: FullStatement, coop: Coop, words: Words) -> StatementView:
    """Put a statement into words.

    Returns
    -------
    StatementView
        In the language of the words.
    """
    period = full.period
    return StatementView(
        language=words.language,
        title=words.say("statement.title"),
        coop=coop.name,
        courier=full.courier.name,
        facts=(
            (words.say("statement.period"), f"{period.first_day} {DASH} {period.last_day}"),
            *_closed_facts(full, words),
        ),
        lines=line_views(full, coop, words),
        sums=tuple(
            (words.say(f"statement.{name}"), money_text(words, amount, coop.currency))
            for name, amount in sums_of(full).items()
            if amount or name == "total"
        ),
        records=tuple(_records(full, coop, words)),
        headings={
            name: words.say(f"statement.{name}")
            for name in ("line", "quantity", "rule", "amount", "records", "time")
        },
        footnote=words.say("statement.footnote"),
    )


def line_views(full: FullStatement, coop: Coop, words: Words) -> tuple[LineView, ...]:
    """Put the lines of a statement into words.

    Returns
    -------
    tuple of LineView
        In order, the added ones last.
    """
    closed = full.closed.pay.lines if full.closed else ()
    return (
        *(_line(line, coop, words) for line in closed),
        *(
            _line(line, coop, words, reason=one.reason, note=one.note)
            for one in full.corrections
            for line in one.lines
        ),
    )


def sums_of(full: FullStatement) -> dict[str, int]:
    """Add up the parts of a statement.

    Returns
    -------
    dict
        Minor units: base, top-up, premiums, tips, added later, total.
    """
    closed = full.closed.pay if full.closed else None
    parts = {
        "base": closed.base_minor if closed else 0,
        "top_up": closed.top_up_minor if closed else 0,
        "premiums": sum(x.amount_minor for x in closed.lines if x.key in PREMIUMS) if closed else 0,
        "tips": closed.tips_minor if closed else 0,
        "added": sum(one.total_minor for one in full.corrections),
    }
    return {**parts, "total": full.total_minor}


def _closed_facts(full: FullStatement, words: Words) -> tuple[tuple[str, str], ...]:
    closed = full.closed
    if closed is None:
        return ()
    form = words.say(f"value.pay_forms.{closed.pay.pay_form}")
    versions = ", ".join(map(str, closed.pay.policy_versions))
    credit = duration_text(words, full.credit_s)
    return (
        (words.say("statement.form"), form),
        (words.say("statement.online"), duration_text(words, closed.online_s)),
        *(((words.say("statement.credit"), credit),) if full.credit_s else ()),
        (words.say("statement.policy"), versions),
        (words.say("statement.closed_at"), closed.closed_at.strftime("%Y-%m-%d %H:%M UTC")),
    )


def _line(line: PayLine, coop: Coop, words: Words, *, reason: str = "", note: str = "") -> LineView:
    unit = QUANTITY_UNITS.get(line.key, "minor")
    label = words.say(f"pay.{line.key}")
    if reason:
        label = f"{label} ({words.say(f'statement.reason.{reason}')})"
    return LineView(
        key=line.key,
        label=label,
        clause=line.clause,
        rule=words.say(f"clause.{line.clause}"),
        quantity=line.quantity,
        unit=unit,
        quantity_text=_quantity(line, unit, coop, words),
        amount_minor=line.amount_minor,
        amount_text=money_text(words, line.amount_minor, coop.currency),
        records=line.records,
        reason=reason,
        note=note,
    )


def _quantity(line: PayLine, unit: str, coop: Coop, words: Words) -> str:
    if unit == "seconds":
        return duration_text(words, line.quantity)
    if unit == "metres":
        return words.say("value.metres", {"number": line.quantity})
    if unit == "gram_metres":
        number = f"{line.quantity / 1_000_000:.2f}".replace(".", words.say("distance.mark"))
        return words.say("statement.kg_km", {"number": number})
    if unit == "drops":
        return str(line.quantity)
    return money_text(words, line.quantity, coop.currency) if line.key in BASED else ""


def _records(full: FullStatement, coop: Coop, words: Words) -> list[tuple[str, str, str]]:
    zone = ZoneInfo(coop.time_zone)
    rows = []
    for record in full.records.values():
        begins, ends = record.begins_at.astimezone(zone), record.ends_at.astimezone(zone)
        when = f"{begins:%Y-%m-%d %H:%M} {DASH} {ends:%H:%M}"
        rows.append((record.id, words.say(f"value.paid_kinds.{record.kind}"), when))
    return rows
