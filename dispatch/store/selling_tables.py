"""Tables of where and when a co-op sells."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Integer, Table, Text, Time

from dispatch.store.columns import Document
from dispatch.store.schema import ID, coop_column, key_column, metadata, required
from routing.model import Location

zone: Final = Table(
    "zone",
    metadata,
    coop_column(),
    key_column("id"),
    required("name", Text),
    required("area", Document(tuple[Location, ...])),
)

slot_rule: Final = Table(
    "slot_rule",
    metadata,
    coop_column(),
    key_column("id"),
    required("weekdays", Document(frozenset[int])),
    required("opens", Time),
    required("closes", Time),
    required("length_s", Integer),
    required("capacity", Integer),
    Column("storefront", ID),
    required("notice_s", Integer),
    Column("cut_off", Time),
    required("cut_off_days", Integer),
)
