"""Table of what is different on the streets for a while."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from dispatch.store.columns import Document, Moment
from dispatch.store.schema import ID, coop_column, key_column, metadata, required
from routing.model import Location
from routing.streets.overlays import Hours

overlay: Final = Table(
    "overlay",
    metadata,
    coop_column(),
    key_column("id"),
    required("version", Integer),
    required("area", Document(tuple[Location, ...])),
    required("streets", Document(frozenset[str])),
    required("profiles", Document(frozenset[str])),
    Column("weather", String(16)),
    required("is_closed", Boolean),
    Column("time_permille", Integer),
    Column("hours", Document(Hours)),
    required("begins_at", Moment),
    Column("ends_at", Moment),
    required("note", Text),
    required("author", ID),
    required("created_at", Moment),
    Column("ended_at", Moment),
    Index(None, "coop", "ended_at"),
)
