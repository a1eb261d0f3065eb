"""Read whatever file somebody hands over, or say plainly why not."""

from __future__ import annotations

from typing import Final

from dispatch.errors import FileNotTable, FileTooLarge
from dispatch.imports.csv_file import read_csv
from dispatch.imports.sheet import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Sheet, sheet_of
from dispatch.imports.xlsx_file import is_xlsx, read_xlsx

WORKBOOK_DELIMITER: Final = ";"
"""Parts the cells of what is handed back for a workbook."""

_OTHER_KINDS: Final = (
    (b"\xd0\xcf\x11\xe0", "a workbook of before 2007, or a locked one"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a packed file"),
)


def read_file(content: bytes) -> Sheet:
    """Read a CSV or XLSX file; which one it is, its bytes say.

    Parameters
    ----------
    content
        The bytes of the file.

    Raises
    ------
    FileNotTable
        When it is neither, or damaged.
    FileEmpty
        When there is no row below a heading.
    FileTooLarge
        When there is more than is read at once.
    """
    if len(content) > MOST_BYTES:
        msg = f"Expected at most {MOST_BYTES} bytes, got {len(content)}."
        raise FileTooLarge(msg, rows=MOST_ROWS, columns=MOST_COLUMNS)
    for start, kind in _OTHER_KINDS:
        if content.startswith(start):
            msg = f"Expected a CSV or XLSX file, got {kind}."
            raise FileNotTable(msg)
    if is_xlsx(content):
        return sheet_of(read_xlsx(content), delimiter=WORKBOOK_DELIMITER)
    records, delimiter = read_csv(content)
    return sheet_of(records, delimiter=delimiter)
