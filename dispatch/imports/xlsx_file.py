"""Read the first sheet of an XLSX workbook, within limits that no packed file can outgrow."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Final

from dispatch.errors import FileNotTable, FileTooLarge
from dispatch.imports.sheet import MOST_COLUMNS, MOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_UNPACKED: Final = 32 * 1024 * 1024
"""Bytes of all parts of a workbook together, once unpacked."""

MOST_PARTS: Final = 500
MOST_LINES: Final = 2 * MOST_ROWS
"""Rows that are looked at, empty ones among them."""

CHUNK: Final = 256 * 1024
AMBIGUOUS_DIGITS: Final = 3
"""A mark before so many digits could part thousands."""

_DECLARATION: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def is_xlsx(content: bytes) -> bool:
    """Tell whether a file is packed as workbooks are."""
    return content.startswith(b"PK\x03\x04")


def read_xlsx(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Read a workbook's first sheet.

    Parameters
    ----------
    content
        The bytes of the file.

    Yields
    ------
        Number and cells of each row. Numbers have a decimal point, times are as ISO 8601 has
        them; of formulas it is the value that was last computed.

    Raises
    ------
    FileNotTable
        When it is no workbook, or a damaged one.
    FileTooLarge
        When it unpacks to more than `MOST_UNPACKED`.
    """
    _check_parts(content)
    from openpyxl import load_workbook  # noqa: PLC0415 - half a second that other commands save

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about looks that do not concern us
            book = load_workbook(BytesIO(content), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a file says of its own size is not to be trusted
            rows = sheet.iter_rows(max_row=MOST_LINES, max_col=MOST_COLUMNS + 1, values_only=True)
            for number, row in enumerate(rows, start=1):
                yield number, [_text(value) for value in row]
    except FileNotTable:
        raise
    except Exception as error:  # whatever the reader trips over, the file is at fault
        msg = f"Expected a workbook, got a file that cannot be read as one ({error})."
        raise FileNotTable(msg) from error


def _check_parts(content: bytes) -> None:
    """Unpack all parts once, a piece at a time, and give up where there is too much.

    A part that is longer than it says ends in a wrong checksum, for no more than that is read.
    """
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > left:
                _refuse_size()
            for part in parts:
                before = b""
                with packed.open(part) as file:
                    while piece := file.read(CHUNK):
                        left -= len(piece)
                        if left < 0:
                            _refuse_size()
                        if _DECLARATION.search(before + piece):
                            msg = "Expected a plain workbook, got one that declares entities."
                            raise FileNotTable(msg)
                        before = piece[-16:]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        msg = f"Expected a workbook, got a damaged or locked file ({error})."
        raise FileNotTable(msg) from error


def _refuse_size() -> None:
    msg = f"Expected a workbook of at most {MOST_UNPACKED} bytes unpacked, got a larger one."
    raise FileTooLarge(msg, rows=MOST_ROWS, columns=MOST_COLUMNS)


def _text(value: object) -> str:
    match value:
        case bool():
            text = "1" if value else "0"
        case float():
            text = _number(value)
        case datetime():
            is_day = value.time() == time()
            text = value.date().isoformat() if is_day else value.strftime("%Y-%m-%d %H:%M")
        case time():
            text = value.strftime("%H:%M")
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            text = f"{minutes // 60:02}:{minutes % 60:02}"
        case _:
            text = "" if value is None else str(value)
    return text


def _number(value: float) -> str:
    """Write a number so that its point cannot be taken for one that parts thousands."""
    if value.is_integer():
        return str(int(value))
    text = f"{value:.9f}".rstrip("0")
    return f"{text}0" if len(text.partition(".")[2]) == AMBIGUOUS_DIGITS else text
