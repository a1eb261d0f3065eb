"""Tables as a workbook for spreadsheets."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, TYPE_STRING
from openpyxl.styles import Font

from api.statement_tables import safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Value: TypeAlias = str | int | float | None

WIDTH = 16
"""Of a column, in digits."""


def write_workbook(
    tables: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Value]]]], *, created_at: datetime
) -> bytes:
    """Write tables as XLSX, each on a sheet of its own.

    A text stays a text, whatever it begins with: no cell is a formula.

    Parameters
    ----------
    tables
        Title, heading and rows of each.
    created_at
        When.

    Returns
    -------
    bytes
        The file.
    """
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = created_at.replace(tzinfo=None)
    for title, columns, rows in tables:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for number in range(len(columns)):
            sheet.column_dimensions[chr(ord("A") + number)].width = WIDTH
        sheet.append([_cell(sheet, name, is_heading=True) for name in columns])
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: Value, *, is_heading: bool = False) -> Cell:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value=value)
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", safe_cell(value)))
    cell.data_type = TYPE_STRING
    if is_heading:
        cell.font = Font(bold=True)
    return cell
