"""The table of objections to decisions."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Date, Index, Integer, Table, Text

from dispatch.model import ContestationState
from dispatch.store.columns import Choice, Moment
from dispatch.store.schema import ID, coop_column, key_column, metadata, required

contestation: Final = Table(
    "contestation",
    metadata,
    coop_column(),
    key_column("id"),
    required("courier", ID),
    required("member", ID),
    required("order", ID),
    required("day", Date),
    Column("holder", ID),
    required("plan_version", Integer),
    required("policy_version", Integer),
    required("objection", Text),
    required("opened_at", Moment),
    required("answer_by", Moment),
    required("state", Choice(ContestationState)),
    required("answer", Text),
    Column("answered_by", ID),
    Column("answered_at", Moment),
    Index(None, "coop", "state", "answer_by"),
    Index(None, "coop", "courier", "opened_at"),
)
