"""The table of replays."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Index, Integer, Table, Text

from dispatch.model import ErrandState, ReplayPolicy
from dispatch.store.columns import Choice, Document, Moment
from dispatch.store.schema import ID, coop_column, key_column, metadata, required

replay: Final = Table(
    "replay",
    metadata,
    coop_column(),
    key_column("id"),
    required("asked_by", ID),
    required("asked_at", Moment),
    required("policies", Document(tuple[ReplayPolicy, ...])),
    required("num_weeks", Integer),
    required("state", Choice(ErrandState)),
    required("num_done", Integer),
    required("num_days", Integer),
    required("seen_at", Moment),
    required("result", Text),
    Column("published_at", Moment),
    Index(None, "coop", "asked_at"),
)
