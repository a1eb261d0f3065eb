"""Read and write CSV as spreadsheets do: any usual encoding and delimiter."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Final

from dispatch.errors import FileNotTable
from dispatch.imports.sheet import shielded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

DELIMITERS: Final = (",", ";", "\t", "|")
"""Those that are looked for, in the order that decides ties."""

SAMPLE_LINES: Final = 60
MOST_CONTROLS: Final = 0.02
"""Share of control characters above which a file is no text."""

LETTERS: Final = frozenset("äöüßéèêëàâçñáíóúòïîôûùœæåøÄÖÜÉÈÀÇÑÁÍÓÚÒÏÅØ·¿¡«»€")
"""What is beyond ASCII in addresses; a wrong encoding shows other signs in their place."""

_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decoded(content: bytes) -> str:
    """Read bytes as text: by their mark, else as UTF-8, else as Windows or old Macs wrote.

    Raises
    ------
    FileNotTable
        When it is no text in any of them.
    """
    encoding = next((name for mark, name in _BOMS if content.startswith(mark)), "")
    if not encoding:
        encoding = "utf-8" if _is_utf8(content) else _old_encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        msg = f"Expected text, got bytes that are no {encoding}."
        raise FileNotTable(msg) from error
    num_controls = sum(character < " " and character not in "\t\r\n\f" for character in text)
    if num_controls > MOST_CONTROLS * len(text):
        msg = "Expected text, got bytes of another kind."
        raise FileNotTable(msg)
    return text


def read_csv(content: bytes) -> tuple[Iterator[tuple[int, list[str]]], str]:
    """Read a CSV file.

    Parameters
    ----------
    content
        The bytes of the file.

    Returns
    -------
        Number and cells of each record, and the delimiter.

    Raises
    ------
    FileNotTable
        When it is no text.
    """
    text = decoded(content)
    first, _, rest = text.partition("\n")
    named = first.strip().lower()
    if named.startswith("sep=") and named[4:] in DELIMITERS:
        return _records(rest, named[4:], offset=1), named[4:]
    delimiter = _delimiter(text)
    return _records(text, delimiter, offset=0), delimiter


def write_csv(rows: Iterable[Sequence[str]], delimiter: str) -> bytes:
    """Write a CSV file that spreadsheets open as it is meant, formulas made harmless."""
    file = StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerows([shielded(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _old_encoding(content: bytes) -> str:
    """Take the one in which more of the text are letters; Windows' where that is equal."""

    def num_letters(encoding: str) -> int:
        return sum(letter in LETTERS for letter in content.decode(encoding, "replace"))

    return max(("cp1252", "mac_roman"), key=num_letters)


def _records(text: str, delimiter: str, *, offset: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from enumerate(reader, start=1 + offset)
    except csv.Error as error:
        msg = f"Expected a table, got one whose quotes do not close or with a huge cell ({error})."
        raise FileNotTable(msg) from error


def _delimiter(text: str) -> str:
    """Take the one that parts most lines into equally many cells, and into most of them."""
    sample = "\n".join(text.split("\n", SAMPLE_LINES)[:SAMPLE_LINES])
    return max(DELIMITERS, key=lambda delimiter: _fit(sample, delimiter))


def _fit(sample: str, delimiter: str) -> tuple[float, int]:
    try:
        records = list(csv.reader(StringIO(sample, newline=""), delimiter=delimiter))
    except csv.Error:
        return 0.0, 0
    widths = [len(record) for record in records if any(map(str.strip, record))]
    if not widths or widths[0] == 1:
        return 0.0, 0
    share = sum(width == widths[0] for width in widths) / len(widths)
    return share, widths[0]
