"""Statements as tables for other programs: one line of pay per row, or one courier per row."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from api.statement_view import line_views, sums_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from api.words import Words
    from dispatch.model import Coop
    from dispatch.stating import FullStatement

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""With one of these a spreadsheet takes a text for a formula."""

LINE_COLUMNS = (
    "courier_id",
    "courier",
    "first_day",
    "last_day",
    "key",
    "label",
    "clause",
    "quantity",
    "unit",
    "amount_minor",
    "currency",
    "reason",
    "note",
    "records",
)
PAYROLL_COLUMNS = (
    "courier_id",
    "courier",
    "first_day",
    "last_day",
    "pay_form",
    "online_s",
    "credit_s",
    "base_minor",
    "top_up_minor",
    "premiums_minor",
    "tips_minor",
    "added_minor",
    "total_minor",
    "on_cost_minor",
    "currency",
    "policy_versions",
)


def lines_csv(full: FullStatement, coop: Coop, words: Words) -> str:
    """Write the lines of a statement as CSV.

    Returns
    -------
    str
        With a heading; amounts in minor units, record ids parted by spaces.
    """
    rows = [
        (
            full.courier.id,
            full.courier.name,
            full.period.first_day,
            full.period.last_day,
            line.key,
            line.label,
            line.clause,
            line.quantity,
            line.unit,
            line.amount_minor,
            coop.currency,
            line.reason,
            line.note,
            " ".join(line.records),
        )
        for line in line_views(full, coop, words)
    ]
    return write_csv(LINE_COLUMNS, rows)


def payroll_csv(statements: Iterable[FullStatement], coop: Coop, on_cost_permille: int) -> str:
    """Write a period's payroll as CSV, one courier per row; as `payroll_rows`, with a heading."""
    rows = payroll_rows(statements, coop, on_cost_permille)
    return write_csv(PAYROLL_COLUMNS, [tuple(row.values()) for row in rows])


def payroll_rows(
    statements: Iterable[FullStatement], coop: Coop, on_cost_permille: int
) -> list[dict[str, str | int]]:
    """Put a period's payroll into rows, one courier each.

    Parameters
    ----------
    statements
        Of one period.
    coop
        Whose.
    on_cost_permille
        What pay costs the co-op on top of it; tips cost nothing.

    Returns
    -------
    list of dict
        Values by `PAYROLL_COLUMNS`; amounts in minor units.
    """
    rows = []
    for full in statements:
        sums, pay = sums_of(full), full.closed.pay if full.closed else None
        taxed = sums["total"] - sums["tips"]
        values: tuple[str | int, ...] = (
            full.courier.id,
            full.courier.name,
            full.period.first_day.isoformat(),
            full.period.last_day.isoformat(),
            pay.pay_form if pay else "",
            pay.paid_s if pay else 0,
            full.credit_s,
            *sums.values(),
            -(-taxed * on_cost_permille // 1000),
            coop.currency,
            " ".join(map(str, pay.policy_versions)) if pay else "",
        )
        rows.append(dict(zip(PAYROLL_COLUMNS, values, strict=True)))
    return rows


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table as CSV (RFC 4180)."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(
        [safe_cell(value) if isinstance(value, str) else value for value in row] for row in rows
    )
    return out.getvalue()


def safe_cell(text: str) -> str:
    """Keep spreadsheets from running what somebody wrote."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
