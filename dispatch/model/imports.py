"""Files of many orders: what was handed over, how it is read, what became of each row."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from dispatch.model.ids import ImportId, MemberId, StorefrontId
from dispatch.model.orders import Remark


class ImportState(StrEnum):
    """What is being done with an import."""

    DRAFT = "draft"
    """Its columns wait for somebody to look at them."""
    RUNNING = "running"
    """Its rows are being booked."""
    DONE = "done"
    STOPPED = "stopped"
    """Somebody stopped it; what was booked stays booked."""


class DayOrder(StrEnum):
    """In which order a date without a name for its month is written."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the cells of a file are understood.

    Attributes
    ----------
    fields
        What each column holds, one of `dispatch.imports.columns.Field`; empty: nothing of use.
    decimal_mark
        A point or a comma; decides only where both would make sense.
    day_order
        As for dates like 02/03/2026.
    """

    fields: tuple[str, ...]
    decimal_mark: str = "."
    day_order: DayOrder = DayOrder.DAY_FIRST


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderImport:
    """One file of a storefront.

    Attributes
    ----------
    id
        Unique in the co-op.
    storefront, member
        For whom, and who handed it over.
    name
        Of the file.
    state
        What is being done with it.
    header
        Names of its columns.
    delimiter
        Of the file that is handed back.
    reading
        How its cells are understood.
    num_rows
        How many rows it has.
    num_done
        How many of them have been dealt with, in order.
    num_booked, num_refused, num_known
        What became of those: orders, refusals, and references that had an order already.
    created_at, ended_at
        When it was handed over, and when the last row was dealt with.
    """

    id: ImportId
    storefront: StorefrontId
    member: MemberId
    name: str
    state: ImportState
    header: tuple[str, ...]
    delimiter: str
    reading: Reading
    num_rows: int
    created_at: datetime
    num_done: int = 0
    num_booked: int = 0
    num_refused: int = 0
    num_known: int = 0
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRows:
    """The cells of an import.

    Attributes
    ----------
    id
        Of the import.
    rows
        Cells, as many in each as the import has columns.
    numbers
        Of the rows in the file.
    """

    id: ImportId
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that became no order.

    Attributes
    ----------
    batch
        The import.
    position
        Which of its rows, from 0.
    remarks
        Why not; at least one.
    """

    batch: ImportId
    position: int
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedReading:
    """How a storefront's last file was read, for its next one.

    Attributes
    ----------
    storefront
        Whose.
    fields
        What a column holds, by the name of the column.
    decimal_mark, day_order
        As in `Reading`.
    """

    storefront: StorefrontId
    fields: dict[str, str] = field(default_factory=dict)
    decimal_mark: str = "."
    day_order: DayOrder = DayOrder.DAY_FIRST
