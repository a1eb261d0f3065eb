"""Tables of files of many orders."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Index, Integer, String, Table, Text

from dispatch.model import DayOrder, ImportState, Reading, Remark
from dispatch.store.columns import Choice, Document, Moment
from dispatch.store.schema import ID, coop_column, key_column, metadata, required

order_import: Final = Table(
    "order_import",
    metadata,
    coop_column(),
    key_column("id"),
    required("storefront", ID),
    required("member", ID),
    required("name", Text),
    required("state", Choice(ImportState)),
    required("header", Document(tuple[str, ...])),
    required("delimiter", String(1)),
    required("reading", Document(Reading)),
    required("num_rows", Integer),
    required("num_done", Integer),
    required("num_booked", Integer),
    required("num_refused", Integer),
    required("num_known", Integer),
    required("created_at", Moment),
    Column("ended_at", Moment),
    Index(None, "coop", "state"),
    Index(None, "coop", "storefront", "created_at"),
)

import_rows: Final = Table(
    "import_rows",
    metadata,
    coop_column(),
    key_column("id"),
    required("rows", Document(tuple[tuple[str, ...], ...])),
    required("numbers", Document(tuple[int, ...])),
)

refused_row: Final = Table(
    "refused_row",
    metadata,
    coop_column(),
    key_column("batch"),
    key_column("position", Integer),
    required("remarks", Document(tuple[Remark, ...])),
)

remembered_reading: Final = Table(
    "remembered_reading",
    metadata,
    coop_column(),
    key_column("storefront"),
    required("fields", Document(dict[str, str])),
    required("decimal_mark", String(1)),
    required("day_order", Choice(DayOrder)),
)
