"""Tables of orders that come again and again."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import Column, Date, Index, Integer, String, Table, Text, Time

from dispatch import model as m
from dispatch.store.columns import Choice, Document, Moment
from dispatch.store.schema import ID, coop_column, key_column, metadata, required

standing_order: Final = Table(
    "standing_order",
    metadata,
    coop_column(),
    key_column("id"),
    required("storefront", ID),
    required("member", ID),
    required("state", Choice(m.StandingState)),
    required("wish", Document(m.QuoteWish)),
    required("rule", String(255)),
    required("starts_on", Date),
    required("opens", Time),
    required("closes", Time),
    required("ready", Time),
    required("reference", Text),
    required("created_at", Moment),
    Column("ends_on", Date),
    required("skipped", Document(tuple[date, ...])),
    Column("ordered_until", Date),
    required("version", Integer),
    Index(None, "coop", "state"),
    Index(None, "coop", "storefront"),
)

standing_run: Final = Table(
    "standing_run",
    metadata,
    coop_column(),
    key_column("standing"),
    key_column("day", Date),
    required("state", Choice(m.RunState)),
    Column("order", ID),
    Column("reason", Document(m.Remark)),
    required("tried_at", Moment),
    Index(None, "coop", "state", "day"),
)
