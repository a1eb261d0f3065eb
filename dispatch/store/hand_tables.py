"""Tables of what people decide by hand."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Date, Index, Table, Text

from dispatch.model import StopName
from dispatch.store.columns import Choice, Document, Moment
from dispatch.store.schema import ID, coop_column, key_column, metadata, required
from routing.solution import StopKind

stop_order: Final = Table(
    "stop_order",
    metadata,
    coop_column(),
    key_column("order"),
    key_column("kind", Choice(StopKind)),
    required("day", Date),
    required("courier", ID),
    required("stops", Document(tuple[StopName, ...])),
    required("author", ID),
    required("at", Moment),
    required("reason", Text),
    Index(None, "coop", "day"),
)
