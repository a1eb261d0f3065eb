"""From CoopCycle's files to tables that are booked like any other: its exports, its templates.

Two kinds are known by their columns: deliveries, one per row (``pickup.address``,
``dropoff.address``, ...), and tasks, one end per row (``type``, ``address.streetAddress`` or
``address``, ...), whose ends belong together by the number of their order. What is over, or is
no delivery that can be booked, is handed back with a reason.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dispatch.errors import ColumnsMissing
from dispatch.imports.columns import Field
from dispatch.imports.sheet import Sheet
from dispatch.model import DayOrder, Reading, Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FIELDS: Final = (
    Field.REFERENCE,
    Field.ADDRESS,
    Field.LOCATION,
    Field.CONTACT,
    Field.PHONE,
    Field.NOTE,
    Field.DESCRIPTION,
    Field.NUM_PARCELS,
    Field.WEIGHT_KG,
    Field.WINDOW,
    Field.READY,
    Field.PICKUP,
)
"""Columns of the tables that are made, under the names of what they hold."""

READING: Final = Reading(
    fields=tuple(map(str, FIELDS)), decimal_mark=".", day_order=DayOrder.DAY_FIRST
)
"""How those tables are read."""

DELIVERIES: Final = "dropoff.address"
OVER: Final = frozenset({"done", "failed", "cancelled", "canceled"})
BEGUN: Final = "doing"

_SLOT: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})[ T](\d{1,2}:\d{2})(?::\d{2})?\s*[-/]\s*"
    r"(?:(\d{4}-\d{2}-\d{2})[ T])?(\d{1,2}:\d{2})(?::\d{2})?"
)
_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_PACKAGE: Final = re.compile(r"(.+)=(\d{1,3})")

Cells = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftRow:
    """A row that becomes no order.

    Attributes
    ----------
    number
        Of the row in the file.
    cells
        As they are in it.
    remark
        Why.
    """

    number: int
    cells: tuple[str, ...]
    remark: Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class CoopcycleFile:
    """What a file holds.

    Attributes
    ----------
    header, cells
        Its own columns, and its rows by number.
    sheets
        Tables to book, by the organization that ordered; empty: the file names none.
    left
        Rows that become no orders.
    """

    header: tuple[str, ...]
    cells: Mapping[int, tuple[str, ...]]
    sheets: Mapping[str, Sheet]
    left: tuple[LeftRow, ...]


def read_coopcycle(sheet: Sheet) -> CoopcycleFile:
    """Tell which kind of file it is, and what of it can be booked.

    Parameters
    ----------
    sheet
        The file's table.

    Returns
    -------
    CoopcycleFile
        Every row is either in a table, or part of one of its rows, or left.

    Raises
    ------
    ColumnsMissing
        When it is neither kind.
    """
    names = tuple(name.strip().lower() for name in sheet.header)
    rows = [dict(zip(names, cells, strict=True)) for cells in sheet.rows]
    if DELIVERIES in names:
        made = [
            (row.get("organization", ""), number, _of_delivery(row))
            for number, row in zip(sheet.numbers, rows, strict=True)
        ]
        return _file(sheet, made, [])
    if "type" in names and {"address", "address.streetaddress"} & set(names):
        return _of_tasks(sheet, rows)
    msg = "Expected CoopCycle's deliveries (dropoff.address) or tasks (type, address)."
    raise ColumnsMissing(msg, columns=", ".join(sheet.header)[:300])


def joined(first: Sheet, second: Sheet) -> Sheet:
    """Put the rows of two tables of the same columns together, in the order of the file."""
    parts = (zip(one.numbers, one.rows, strict=True) for one in (first, second))
    rows = sorted(row for part in parts for row in part)
    return Sheet(
        header=first.header,
        rows=tuple(cells for _, cells in rows),
        numbers=tuple(number for number, _ in rows),
        delimiter=first.delimiter,
    )


def _file(
    sheet: Sheet,
    made: Iterable[tuple[str, int, Sequence[str]]],
    left: Iterable[tuple[int, Remark]],
) -> CoopcycleFile:
    rows: dict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
    for organization, number, cells in made:
        rows[organization].append((number, tuple(cells)))
    by_number = dict(zip(sheet.numbers, sheet.rows, strict=True))
    return CoopcycleFile(
        header=sheet.header,
        cells=by_number,
        sheets={
            organization: Sheet(
                header=tuple(map(str, FIELDS)),
                rows=tuple(cells for _, cells in numbered),
                numbers=tuple(number for number, _ in numbered),
                delimiter=sheet.delimiter,
            )
            for organization, numbered in sorted(rows.items())
        },
        left=tuple(
            LeftRow(number=number, cells=by_number[number], remark=remark)
            for number, remark in sorted(left, key=lambda one: one[0])
        ),
    )


def _of_delivery(row: Cells) -> tuple[str, ...]:
    slot, collect = _slot(row.get("dropoff.timeslot", "")), _slot(row.get("pickup.timeslot", ""))
    packages = row.get("dropoff.packages") or row.get("packages") or ""
    num_parcels, described = _packages(packages)
    remarks = (row.get("dropoff.address.description"), row.get("dropoff.comments"))
    return (
        row.get("dropoff.ref") or row.get("ref") or row.get("reference") or "",
        row["dropoff.address"],
        row.get("dropoff.latlng") or row.get("dropoff.address.latlng") or "",
        _joined(row.get("dropoff.address.contactname"), row.get("dropoff.address.name")),
        row.get("dropoff.address.telephone", ""),
        _joined(*remarks, _tags(row.get("dropoff.tags"))),
        _joined(described, row.get("pickup.address.description"), row.get("pickup.comments")),
        num_parcels,
        (row.get("weight") or row.get("dropoff.weight") or "").replace(",", "."),
        slot,
        collect.split(" - ", maxsplit=1)[0],
        row.get("pickup.address", ""),
    )


def _of_tasks(sheet: Sheet, rows: Sequence[Cells]) -> CoopcycleFile:
    """Put pickups and drop-offs together by their order; a drop-off alone starts at the shop."""
    groups: dict[str, list[tuple[int, Cells]]] = defaultdict(list)
    for number, row in zip(sheet.numbers, rows, strict=True):
        name = row.get("# order") or row.get("ordercode") or f"row {number}"
        groups[name].append((number, row))
    made: list[tuple[str, int, Sequence[str]]] = []
    left: list[tuple[int, Remark]] = []
    for group in groups.values():
        pickups = [(number, row) for number, row in group if _is_pickup(row)]
        dropoffs = [(number, row) for number, row in group if not _is_pickup(row)]
        code = _why_not(pickups, dropoffs)
        if code:
            left += [(number, Remark(code=code, values={})) for number, _ in group]
            continue
        number, dropoff = dropoffs[0]
        pickup = pickups[0][1] if pickups else {}
        made.append((dropoff.get("organization", ""), number, _of_task(dropoff, pickup)))
    return _file(sheet, made, left)


def _why_not(pickups: list[tuple[int, Cells]], dropoffs: list[tuple[int, Cells]]) -> str:
    """Give the code of why the ends of an order cannot be booked; empty: they can."""
    states = {row.get("status", "").lower() for _, row in (*pickups, *dropoffs)}
    if states and states <= OVER:
        return "coopcycle_over"
    if states & {*OVER, BEGUN}:
        return "coopcycle_begun"
    if not dropoffs:
        return "coopcycle_pickup_alone"
    return "coopcycle_several" if len(dropoffs) > 1 or len(pickups) > 1 else ""


def _of_task(dropoff: Cells, pickup: Cells) -> tuple[str, ...]:
    after, before = _moment(dropoff, "after"), _moment(dropoff, "before")
    num_parcels, described = _packages(dropoff.get("packages", ""))
    return (
        dropoff.get("ordercode") or dropoff.get("ref") or dropoff.get("# order") or "",
        _address(dropoff),
        dropoff.get("address.latlng") or dropoff.get("latlong") or "",
        _joined(dropoff.get("address.contactname"), dropoff.get("address.name")),
        dropoff.get("address.telephone", ""),
        _joined(
            dropoff.get("address.description"), dropoff.get("comments"), _tags(dropoff.get("tags"))
        ),
        _joined(described, pickup.get("address.description"), pickup.get("comments")),
        num_parcels,
        dropoff.get("weight", "").replace(",", "."),
        f"{after} - {before}" if after and before else before or after,
        _moment(pickup, "after"),
        _address(pickup),
    )


def _is_pickup(row: Cells) -> bool:
    return row.get("type", "").strip().upper() == "PICKUP"


def _address(row: Cells) -> str:
    return row.get("address.streetaddress") or row.get("address") or ""


def _moment(row: Cells, end: str) -> str:
    """Read a day and a time, from two columns or from one; what is unclear is left as it is."""
    text = " ".join(filter(None, (row.get(f"{end}day"), row.get(f"{end}time")))) or row.get(end, "")
    found = _DAY.match(text)
    if found is None:
        return text
    day = f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
    return f"{day}{text[found.end() :]}"


def _slot(text: str) -> str:
    """Write a time slot with both days; what is unclear is left as it is, to be told."""
    found = _SLOT.fullmatch(text.strip())
    if found is None:
        return text
    return f"{found[1]} {found[2]} - {found[3] or found[1]} {found[4]}"


def _packages(text: str) -> tuple[str, str]:
    """Count packages such as ``small-box=1 big-box=2`` and name them."""
    total, names = 0, []
    for part in text.split():
        found = _PACKAGE.fullmatch(part)
        if found is None:
            return text, ""  # whatever it is, the number of parcels is told to be unreadable
        total += int(found[2])
        names.append(f"{found[2]} {found[1].replace('-', ' ')}")
    return (str(total), ", ".join(names)) if names else ("", "")


def _tags(text: str | None) -> str:
    return " ".join(f"#{tag.lstrip('#')}" for tag in (text or "").split())


def _joined(*texts: str | None) -> str:
    return " - ".join(dict.fromkeys(filter(None, texts)))
