"""Files of many orders, their rows, and how storefronts' files are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import (
    ImportRows,
    ImportState,
    OrderImport,
    RefusedRow,
    RememberedReading,
)
from dispatch.store import tables
from dispatch.store.repository import Passing, Repository
from dispatch.store.scoped import Scoped

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from dispatch.model import CoopId, ImportId, StorefrontId

MOST_LISTED = 50


class Imports(Passing[OrderImport]):
    """Files that were handed over."""

    table = tables.order_import
    entity = OrderImport
    since = "created_at"

    def __init__(self, connection: Connection, coop: CoopId) -> None:
        super().__init__(connection, coop)
        self._cells: Scoped[ImportRows] = Scoped(connection, coop, tables.import_rows, ImportRows)
        self._refused: Scoped[RefusedRow] = Scoped(connection, coop, tables.refused_row, RefusedRow)

    def running(self) -> tuple[OrderImport, ...]:
        """Give the imports whose rows are being booked, the oldest first."""
        columns = self.table.c
        where = columns.state == ImportState.RUNNING
        return self._rows.find(where, order_by=[columns.created_at, columns.id])

    def newest(self, storefront: StorefrontId | None) -> tuple[OrderImport, ...]:
        """Give the last imports, of one storefront or of all, the newest first."""
        columns = self.table.c
        where = [] if storefront is None else [columns.storefront == storefront]
        order = [columns.created_at.desc(), columns.id]
        return self._rows.find(*where, order_by=order, limit=MOST_LISTED)

    def forget_before(self, moment: datetime) -> int:
        """Delete imports older than a moment that are not running; give how many."""
        old = self._rows.values(self.table.c.id, self._is_before(moment))
        for name in old:
            self._cells.remove(tables.import_rows.c.id == name)
            self._refused.remove(tables.refused_row.c.batch == name)
            self._rows.remove(self.table.c.id == name)
        return len(old)

    def _is_before(self, moment: datetime) -> ColumnElement[bool]:
        return super()._is_before(moment) & (self.table.c.state != ImportState.RUNNING)


class ImportCells(Repository[ImportRows]):
    """The cells of imports."""

    table = tables.import_rows
    entity = ImportRows


class RefusedRows(Repository[RefusedRow]):
    """Rows that became no orders."""

    table = tables.refused_row
    entity = RefusedRow
    key = ("batch", "position")

    def of(self, batch: ImportId, *, limit: int | None = None) -> tuple[RefusedRow, ...]:
        """Give an import's refused rows, in the order of the file."""
        columns = self.table.c
        return self._rows.find(columns.batch == batch, order_by=[columns.position], limit=limit)


class Readings(Repository[RememberedReading]):
    """How storefronts' files are read."""

    table = tables.remembered_reading
    entity = RememberedReading
    key = ("storefront",)
