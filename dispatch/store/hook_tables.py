"""Tables of webhooks: who wants to hear, and what they are told."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Date, Index, Integer, String, Table, Text

from dispatch import model as m
from dispatch.store.columns import Choice, Document, Moment
from dispatch.store.schema import ID, coop_column, key_column, metadata, required

subscription: Final = Table(
    "subscription",
    metadata,
    coop_column(),
    key_column("id"),
    Column("storefront", ID),
    required("url", Text),
    required("kinds", Document(frozenset[str])),
    required("shape", Choice(m.HookShape)),
    required("secret", Text),
    Column("old_secret", Text),
    Column("old_secret_until", Moment),
    required("created_at", Moment),
    required("author", ID),
    required("seen_seq", BigInteger),
    required("state", Choice(m.SubscriptionState)),
    Column("ended_at", Moment),
)

notice: Final = Table(
    "notice",
    metadata,
    coop_column(),
    key_column("id"),
    required("subscription", ID),
    required("seq", BigInteger),
    required("kind", Choice(m.NoticeKind)),
    required("word", String(64)),
    required("order", ID),
    required("storefront", ID),
    required("day", Date),
    required("at", Moment),
    required("reason", String(64)),
    required("state", Choice(m.NoticeState)),
    required("failures", Integer),
    Column("due_at", Moment),
    required("tries", Document(tuple[m.Try, ...])),
    Index(None, "coop", "due_at"),
    Index(None, "coop", "subscription", "order"),
)
