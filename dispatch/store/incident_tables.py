"""Tables of what went wrong."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Date, Index, LargeBinary, Table, Text

from dispatch.store.columns import Moment
from dispatch.store.schema import HASH, ID, coop_column, key_column, metadata, required

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
