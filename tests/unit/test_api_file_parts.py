"""Which bytes a Range header asks for."""

from __future__ import annotations

import pytest

from api.file_parts import read_range


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-9", range(10)),
        ("bytes=90-", range(90, 100)),
        ("bytes=90-500", range(90, 100)),
        ("bytes=-20", range(80, 100)),
        ("bytes=-500", range(100)),
        ("BYTES=99-99", range(99, 100)),
    ],
)
def test_one_range_is_cut_to_the_file(header: str, expected: range) -> None:
    """Of a file of 100 bytes: both ends count, and what is beyond its end does not exist."""
    assert read_range(header, 100) == expected


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_range_without_a_byte_of_the_file_is_empty(header: str) -> None:
    """The last byte of 100 has the number 99."""
    found = read_range(header, 100)

    assert found is not None
    assert len(found) == 0


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "bytes=-",
        "bytes=9-0",
        "bytes=0-1,4-5",
        "lines=0-9",
        "bytes=a-b",
        "bytes=" + "9" * 30,
    ],
)
def test_everything_else_asks_for_the_whole_file(header: str | None) -> None:
    """As the standard has it for units, orders and lists that a server does not know."""
    assert read_range(header, 100) is None
