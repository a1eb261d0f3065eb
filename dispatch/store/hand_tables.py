"""Tables of what people decide by hand, and of what went wrong."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Date, Index, LargeBinary, Table, Text

from dispatch.model import StopName
from dispatch.store.columns import Choice, Document, Moment
from dispatch.store.schema import HASH, ID, coop_column, key_column, metadata, required
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

incident: Final = Table(
    "incident",
    metadata,
    coop_column(),
    key_column("id"),
    required("day", Date),
    required("happened_at", Moment),
    required("text", Text),
    Column("order", ID),
    Column("courier", ID),
    required("author", ID),
    required("recorded_at", Moment),
    Index(None, "coop", "day"),
)

incident_photo: Final = Table(
    "incident_photo",
    metadata,
    coop_column(),
    key_column("incident"),
    key_column("sha256", HASH),
    required("kept_at", Moment),
    required("content", LargeBinary),
)
