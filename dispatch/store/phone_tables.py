"""Tables of what couriers say on their phones: pictures, days away, where they are."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Date, Index, LargeBinary, Table

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

position: Final = Table(
    "position",
    metadata,
    coop_column(),
    key_column("courier"),
    required("at", Moment),
    required("location", Document(Location)),
)
"""The last one of each courier who shares it; nothing of the way there."""
