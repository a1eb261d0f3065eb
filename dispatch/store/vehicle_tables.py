"""Tables of the co-op's vehicles, and of who has which."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, Date, Index, String, Table, Text

from dispatch.store.columns import Document, Moment
from dispatch.store.schema import ID, coop_column, key_column, metadata, required

vehicle: Final = Table(
    "vehicle",
    metadata,
    coop_column(),
    key_column("id"),
    required("name", Text),
    required("profile", String(16)),
    required("capacity", Document(tuple[int, ...])),
    required("skills", Document(frozenset[str])),
    Column("broken_since", Moment),
    Column("back_on", Date),
    required("is_active", Boolean),
)

vehicle_use: Final = Table(
    "vehicle_use",
    metadata,
    coop_column(),
    key_column("shift"),
    required("vehicle", ID),
    required("day", Date),
    Index(None, "coop", "day"),
)
