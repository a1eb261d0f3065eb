"""Tables of what couriers say on their phones: pictures, days away, where they are, hints."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Date, Index, Integer, LargeBinary, String, Table, Text

from dispatch.model import WeekHours
from dispatch.store.columns import Document, Moment
from dispatch.store.schema import HASH, ID, coop_column, key_column, metadata, required
from routing.model import Location

photo: Final = Table(
    "photo",
    metadata,
    coop_column(),
    key_column("order"),
    key_column("sha256", HASH),
    required("courier", ID),
    required("kept_at", Moment),
    required("content", LargeBinary),
    Index(None, "coop", "kept_at"),
)

absence: Final = Table(
    "absence",
    metadata,
    coop_column(),
    key_column("id"),
    required("courier", ID),
    required("first_day", Date),
    required("last_day", Date),
    Index(None, "coop", "courier", "last_day"),
)

availability: Final = Table(
    "availability",
    metadata,
    coop_column(),
    key_column("courier"),
    key_column("valid_from", Date),
    required("hours", Document(tuple[WeekHours, ...])),
)

position: Final = Table(
    "position",
    metadata,
    coop_column(),
    key_column("courier"),
    required("at", Moment),
    required("location", Document(Location)),
)
"""The last one of each courier who shares it; nothing of the way there."""

hint_phone: Final = Table(
    "hint_phone",
    metadata,
    coop_column(),
    key_column("id"),
    required("courier", ID),
    required("endpoint", Text),
    required("p256dh", Text),
    required("auth", Text),
    required("language", String(35)),
    required("added_at", Moment),
    Column("changed_at", Moment),
    Column("due_at", Moment),
    required("failures", Integer),
)

hint_key: Final = Table(
    "hint_key",
    metadata,
    coop_column(),
    required("private_key", Text),
    required("made_at", Moment),
    required("seen_seq", BigInteger),
)
"""One for each co-op that has told a phone."""
