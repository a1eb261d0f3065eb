"""The table of pictures that phones bring from the door."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Index, LargeBinary, Table

from dispatch.store.columns import Moment
from dispatch.store.schema import HASH, ID, coop_column, key_column, metadata, required

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
