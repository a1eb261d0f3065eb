"""Files of any making become one table, or are refused plainly."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from dispatch.errors import FileEmpty, FileNotTable, FileTooLarge
from dispatch.imports.csv_file import write_csv
from dispatch.imports.file import read_file
from dispatch.imports.sheet import FORMULA_STARTS, MOST_COLUMNS, MOST_ROWS
from dispatch.imports.xlsx_file import MOST_UNPACKED


def workbook(*rows: tuple[Any, ...]) -> bytes:
    """Write a workbook with one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found_out(encoding: str, delimiter: str) -> None:
    """The same table in all of them; the ü of old Macs has no meaning in Windows' code page."""
    text = f"Ref{delimiter}Straße\r\nA1{delimiter}Münsterstraße 3ü, hinten\r\n"
    text = text.replace(", hinten", " hinten") if delimiter == "," else text

    sheet = read_file(text.encode(encoding))

    assert sheet.header == ("Ref", "Straße")
    assert sheet.rows[0][1].startswith("Münsterstraße 3ü")
    assert sheet.delimiter == delimiter


def test_a_line_that_names_the_delimiter_is_believed() -> None:
    """Spreadsheets write it so that others open the file as it is meant."""
    sheet = read_file(b"sep=;\r\na;b,c\r\n1;2,5\r\n")

    assert (sheet.header, sheet.rows, sheet.numbers) == (("a", "b,c"), (("1", "2,5"),), (3,))


def test_quotes_and_line_breaks_stay_in_their_cell() -> None:
    """A note of two lines is one cell; empty rows are no rows, and numbers go on counting."""
    sheet = read_file(b'note,to\n"ring, twice\nthen wait",Elm Street 1\n\n,\nx,Elm Street 2\n')

    assert sheet.rows == (("ring, twice\nthen wait", "Elm Street 1"), ("x", "Elm Street 2"))
    assert sheet.numbers == (2, 5)


def test_rows_are_as_wide_as_the_heading_and_names_differ() -> None:
    """A short row is filled up, a long one makes columns without a name."""
    sheet = read_file(b"a,a,\n1\n1,2,3,4\n")

    assert sheet.header == ("a", "a (2)", "(3)", "(4)")
    assert sheet.rows == (("1", "", "", ""), ("1", "2", "3", "4"))


def test_a_workbooks_cells_are_read_as_they_are_meant() -> None:
    """Numbers whose point cannot be mistaken, days, times, the value of a formula or nothing."""
    content = workbook(
        ("Ref", "kg", "Day", "From", "At", "Phone", "Sum"),
        (
            "A1",
            1.125,
            date(2026, 3, 2),
            time(14, 30),
            datetime(2026, 3, 2, 9, 5),  # noqa: DTZ001 - cells have no time zone
            34600111222,
            "=1+1",
        ),
    )

    sheet = read_file(content)

    assert sheet.rows == (
        ("A1", "1.1250", "2026-03-02", "14:30", "2026-03-02 09:05", "34600111222", ""),
    )


@pytest.mark.parametrize(
    "content",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"%PDF-1.7 \n",
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        bytes(range(256)) * 20,
        b"a,b\n1,\x00\n",
        b"PK\x03\x04 not a packed file",
        workbook(("a",), ("1",))[:-400],
        b'a,b\n"' + b"x" * 200_000,
    ],
    ids=["old workbook", "PDF", "picture", "noise", "NUL", "not packed", "cut off", "open quote"],
)
def test_what_is_no_table_is_refused(content: bytes) -> None:
    """Each as a file that is no table, never as an error of the program."""
    with pytest.raises(FileNotTable, match="Expected"):
        read_file(content)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"only,a,heading\n", b"\xef\xbb\xbf", b"{}"])
def test_a_table_without_rows_is_said_to_be_empty(content: bytes) -> None:
    """A heading alone orders nothing."""
    with pytest.raises(FileEmpty):
        read_file(content)


def packed(*parts: tuple[str, bytes]) -> bytes:
    """Pack parts as a workbook is packed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts:
            book.writestr(name, content)
    return file.getvalue()


def test_a_packed_file_that_unpacks_without_end_is_refused() -> None:
    """33 MB of zeros pack to 33 kB; the size that it says is enough to refuse it."""
    bomb = packed(("xl/worksheets/sheet1.xml", bytes(MOST_UNPACKED + 1)))

    with pytest.raises(FileTooLarge):
        read_file(bomb)


def test_a_packed_file_that_lies_about_its_size_is_refused() -> None:
    """No more is unpacked than it says, and then the checksum is wrong."""
    bomb = bytearray(packed(("xl/worksheets/sheet1.xml", bytes(MOST_UNPACKED + 1))))
    size = struct.pack("<I", MOST_UNPACKED + 1)
    lie = struct.pack("<I", 100)

    with pytest.raises(FileNotTable):
        read_file(bytes(bomb).replace(size, lie))


def test_entities_are_refused_before_anything_is_parsed() -> None:
    """Ten entities of ten are a thousand million of them; a workbook needs none."""
    sheet = b'<?xml version="1.0"?><!DOCTYPE lol [<!ENTITY a "aaaa">]><worksheet/>'

    with pytest.raises(FileNotTable, match="declares entities"):
        read_file(packed(("xl/worksheets/sheet1.xml", sheet)))


def test_a_cell_far_away_costs_nothing() -> None:
    """The last cell of the largest sheet there is, in a file of 5 kB."""
    content = workbook(("to",), ("Elm Street 1",))
    parts = {
        info.filename: zipfile.ZipFile(io.BytesIO(content)).read(info)
        for info in zipfile.ZipFile(io.BytesIO(content)).infolist()
    }
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"</sheetData>", far)

    sheet = read_file(packed(*parts.items()))

    assert sheet.rows == (("Elm Street 1",),)


@pytest.mark.parametrize(
    "content",
    [
        b"to\n" + b"a\n" * (MOST_ROWS + 1),
        b",".join([b"a"] * (MOST_COLUMNS + 1)) + b"\n1\n",
        b"a\n" * (5 * 1024 * 1024),
    ],
    ids=["rows", "columns", "bytes"],
)
def test_too_much_at_once_is_refused(content: bytes) -> None:
    """One more than the most."""
    with pytest.raises(FileTooLarge):
        read_file(content)


def test_the_most_rows_are_read() -> None:
    """10,000 rows are one file."""
    assert len(read_file(b"to,x\n" + b"a,1\n" * MOST_ROWS).rows) == MOST_ROWS


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1).map(
    lambda text: f"x{text}x"
)
RISKY = st.builds(lambda start, rest: (start + rest).strip(), st.sampled_from("=+-@"), CELLS)


@given(rows=st.lists(st.tuples(CELLS, RISKY | CELLS), min_size=1, max_size=6))
def test_what_is_handed_back_is_harmless_and_reads_as_it_was(rows: list[tuple[str, str]]) -> None:
    """No cell begins as a formula does; the file goes in again as what it was."""
    content = write_csv([("a", "b"), *rows], ";")

    text = content.decode("utf-8-sig")
    assert not any(
        cell.strip('"').startswith(FORMULA_STARTS)
        for line in text.splitlines()
        for cell in line.split(";")
        if cell.startswith(('"', *FORMULA_STARTS))
    )
    assert read_file(content).rows == tuple(rows)


@given(content=st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes_are_a_table_or_refused(content: bytes) -> None:
    """Whatever it is: a table within its limits or an error with one of three codes."""
    sheet = None
    with contextlib.suppress(FileNotTable, FileEmpty, FileTooLarge):
        sheet = read_file(content)

    rows = () if sheet is None else sheet.rows
    assert all(any(row) for row in rows)
    assert {len(row) for row in rows} <= {0 if sheet is None else len(sheet.header)}
