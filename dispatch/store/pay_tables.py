"""The tables of pay: what it is computed from, statements, corrections and the ledger."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Date, Index, Integer, String, Table, Text, text

from dispatch.store.columns import Choice, Document, Moment
from dispatch.store.schema import HASH, ID, coop_column, key_column, metadata, required
from fairness.books import Booking, BookKind
from fairness.clauses import PayForm
from fairness.statement import PayLine, PayStatement

tally: Final = Table(
    "tally",
    metadata,
    coop_column(),
    key_column("courier"),
    key_column("day", Date),
    required("online_s", Integer),
    required("earned_minor", BigInteger),
    required("num_drops", Integer),
    Index(None, "coop", "day"),
)

statement: Final = Table(
    "statement",
    metadata,
    coop_column(),
    key_column("courier"),
    key_column("first_day", Date),
    key_column("last_day", Date),
    required("pay", Document(PayStatement)),
    required("online_s", Integer),
    required("balance_minor", BigInteger),
    required("policy_version", Integer),
    required("closed_at", Moment),
)

correction: Final = Table(
    "correction",
    metadata,
    coop_column(),
    key_column("id"),
    required("courier", ID),
    required("first_day", Date),
    required("last_day", Date),
    required("lines", Document(tuple[PayLine, ...])),
    required("records", Document(tuple[str, ...])),
    Column("credit_s", Integer, nullable=False, server_default=text("0")),
    required("reason", String(32)),
    required("note", Text),
    required("author", ID),
    required("at", Moment),
    Index(None, "coop", "first_day", "courier"),
)

contract: Final = Table(
    "contract",
    metadata,
    coop_column(),
    key_column("courier"),
    key_column("valid_from", Date),
    required("pay_form", Choice(PayForm)),
    required("month_s", Integer),
    required("need_percent", Integer),
)

rain: Final = Table(
    "rain",
    metadata,
    coop_column(),
    key_column("id"),
    required("begins_at", Moment),
    required("ends_at", Moment),
    required("author", ID),
    required("noted_at", Moment),
    Index(None, "coop", "begins_at"),
)

tip: Final = Table(
    "tip",
    metadata,
    coop_column(),
    key_column("order"),
    key_column("reference"),
    required("day", Date),
    required("courier", ID),
    required("amount_minor", BigInteger),
    required("given_at", Moment),
    Index(None, "coop", "day"),
)

ledger: Final = Table(
    "ledger",
    metadata,
    coop_column(),
    key_column("seq", BigInteger().with_variant(Integer, "sqlite")),
    required("kind", Choice(BookKind)),
    required("at", Moment),
    required("unit", String(3)),
    required("bookings", Document(tuple[Booking, ...])),
    required("policy_version", Integer),
    required("cites", Text),
    required("previous_hash", HASH),
    required("hash", HASH),
)
