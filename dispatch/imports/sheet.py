"""A table of texts, from a CSV or XLSX file of anybody's making."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dispatch.errors import FileEmpty, FileNotTable, FileTooLarge

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_ROWS: Final = 10_000
MOST_COLUMNS: Final = 64
LONGEST_CELL: Final = 2_000
"""Characters of a cell; what is longer is cut off here and refused where it is used."""

MOST_BYTES: Final = 8 * 1024 * 1024
"""Of a file."""

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
"""With one of these a spreadsheet takes a text for a formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The rows of a file below its heading.

    Attributes
    ----------
    header
        Names of the columns, all different.
    rows
        Cells, as many in each row as there are columns; no row is empty.
    numbers
        Of the rows, as a spreadsheet counts them: the heading is 1.
    delimiter
        What parts the cells of a CSV; also of the one that is handed back.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    delimiter: str


def sheet_of(records: Iterable[tuple[int, list[str]]], *, delimiter: str) -> Sheet:
    """Make a table of records: the first that is not empty is the heading.

    Parameters
    ----------
    records
        Number and cells of each, in order.
    delimiter
        As in `Sheet`.

    Raises
    ------
    FileEmpty
        When there is no row below a heading.
    FileTooLarge
        When there are too many rows or columns.
    FileNotTable
        When a cell holds what no text holds.
    """
    header: tuple[str, ...] = ()
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    for number, record in records:
        cells = [_cell(text) for text in record]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            msg = f"Expected at most {MOST_COLUMNS} columns, got {len(cells)} in row {number}."
            raise FileTooLarge(msg, rows=MOST_ROWS, columns=MOST_COLUMNS)
        if not header:
            header = _names(cells)
            continue
        if len(rows) == MOST_ROWS:
            msg = f"Expected at most {MOST_ROWS} rows below the heading, got more."
            raise FileTooLarge(msg, rows=MOST_ROWS, columns=MOST_COLUMNS)
        if len(cells) > len(header):
            header = (*header, *(f"({at + 1})" for at in range(len(header), len(cells))))
        rows.append(tuple(cells))
        numbers.append(number)
    if not rows:
        msg = "Expected a heading and at least one row below it, got none."
        raise FileEmpty(msg)
    width = len(header)
    full = tuple(row + ("",) * (width - len(row)) for row in rows)
    return Sheet(header=header, rows=full, numbers=tuple(numbers), delimiter=delimiter)


def shielded(text: str) -> str:
    """Write a text so that no spreadsheet takes it for a formula; `_cell` reads it back."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _cell(text: str) -> str:
    if "\x00" in text:
        msg = "Expected a table of texts, got one with NUL characters."
        raise FileNotTable(msg)
    clean = text.strip()
    if clean.startswith("'") and clean[1:].startswith(FORMULA_STARTS):
        clean = clean[1:]
    return clean[: LONGEST_CELL + 1]


def _names(cells: list[str]) -> tuple[str, ...]:
    """Name every column, and no two alike."""
    names: list[str] = []
    for at, cell in enumerate(cells):
        name = cell[:80] or f"({at + 1})"
        names.append(name if name not in names else f"{name} ({at + 1})")
    return tuple(names)
