"""How commands hand out results: JSON for programs, a table for people."""

import json
from collections.abc import Mapping, Sequence
from typing import Final, TextIO

WIDEST: Final = 100_000
"""Letters of a line in a file, where nothing has to be folded."""


def write_json(stream: TextIO, value: object) -> None:
    """Write one JSON value and a newline."""
    stream.write(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def write_rows(stream: TextIO, rows: Sequence[Mapping[str, object]]) -> None:
    """Write rows of equal keys as a table; nothing when there are none.

    A terminal that is too narrow folds what does not fit; in a file or a pipe a row is a line.
    """
    if not rows:
        return
    from rich.console import Console
    from rich.table import Column, Table

    columns = (Column(name, overflow="fold") for name in rows[0])
    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    width = None if stream.isatty() else WIDEST
    Console(file=stream, highlight=False, markup=False, emoji=False, width=width).print(table)


def write_pairs(stream: TextIO, pairs: Mapping[str, object]) -> None:
    """Write names and values, one pair per line."""
    width = max(map(len, pairs), default=0)
    stream.writelines(f"{name:<{width}}  {value}\n" for name, value in pairs.items())


def hand_out(stream: TextIO, facts: Mapping[str, object], *, as_json: bool) -> None:
    """Write facts about one thing, as JSON or pair by pair."""
    if as_json:
        write_json(stream, facts)
    else:
        write_pairs(stream, facts)


def hand_out_rows(
    stream: TextIO, name: str, rows: Sequence[Mapping[str, object]], *, as_json: bool
) -> None:
    """Write rows of equal keys, as JSON under a name or as a table."""
    if as_json:
        write_json(stream, {name: rows})
    else:
        write_rows(stream, rows)
