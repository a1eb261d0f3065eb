"""The tables; every one but `coop` carries the co-op, first in its primary key.

A table's columns have the names of its entity's fields, so that a row is the entity; the
few others (marked in `EXTRA`) are there to search by.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from dispatch import model as m
from dispatch.events import EventKind
from dispatch.store.columns import Choice, Document, Moment
from fairness.money import Money
from fairness.statement import PayStatement
from fairness.tariff import FeeBreakdown
from fairness.work import WorkKind
from routing.model import Location
from routing.solution import StopKind
from routing.streets.overlays import Hours

ID: Final = String(64)
HASH: Final = String(64)

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    }
)


def _coop() -> Column[str]:
    return Column("coop", ID, ForeignKey("coop.id"), primary_key=True)


def _key(name: str, kind: Any = ID) -> Column[Any]:  # noqa: ANN401 - any column type
    return Column(name, kind, primary_key=True)


def _required(name: str, kind: Any) -> Column[Any]:  # noqa: ANN401
    return Column(name, kind, nullable=False)


coop: Final = Table(
    "coop",
    metadata,
    _key("id"),
    _required("name", Text),
    _required("time_zone", String(64)),
    _required("currency", String(3)),
    _required("city", Text),
    _required("language", String(35)),
)

storefront: Final = Table(
    "storefront",
    metadata,
    _coop(),
    _key("id"),
    _required("name", Text),
    _required("place", Document(m.Place)),
    _required("language", String(35)),
)

courier: Final = Table(
    "courier",
    metadata,
    _coop(),
    _key("id"),
    _required("name", Text),
    _required("initials", String(8)),
    _required("profile", String(16)),
    _required("capacity", Document(tuple[int, ...])),
    _required("skills", Document(frozenset[str])),
    Column("home", Document(Location)),
    _required("language", String(35)),
    _required("is_active", Boolean),
)

shift: Final = Table(
    "shift",
    metadata,
    _coop(),
    _key("id"),
    _required("courier", ID),
    _required("day", Date),
    _required("starts_at", Moment),
    _required("ends_at", Moment),
    _required("start", Document(Location)),
    Column("end", Document(Location)),
    _required("profile", String(16)),
    _required("capacity", Document(tuple[int, ...])),
    _required("skills", Document(frozenset[str])),
    _required("breaks", Document(tuple[m.ShiftBreak, ...])),
    _required("care", Document(tuple[m.CareWindow, ...])),
    _required("state", Choice(m.ShiftState)),
    Column("began_at", Moment),
    Column("ended_at", Moment),
    _required("pauses", Document(tuple[m.Pause, ...])),
    Index(None, "coop", "day", "courier"),
)

quote: Final = Table(
    "quote",
    metadata,
    _coop(),
    _key("id"),
    _required("storefront", ID),
    _required("delivery", Document(m.Delivery)),
    _required("fee", Document(FeeBreakdown)),
    _required("is_feasible", Boolean),
    Column("promise", Document(m.Window)),
    _required("alternatives", Document(tuple[m.Window, ...])),
    Column("reason", Document(m.Remark)),
    _required("num_couriers", Integer),
    _required("margin_s", Integer),
    _required("given_at", Moment),
    _required("held_until", Moment),
    _required("reference", Text),
    _required("state", Choice(m.QuoteState)),
)

order: Final = Table(
    "order",
    metadata,
    _coop(),
    _key("id"),
    _required("storefront", ID),
    _required("day", Date),
    _required("reference", Text),
    _required("delivery", Document(m.Delivery)),
    _required("fee", Document(Money)),
    _required("promise", Moment),
    _required("placed_at", Moment),
    _required("state", Choice(m.OrderState)),
    Column("courier", ID),
    Column("quote", ID),
    _required("needs_attention", Document(tuple[str, ...])),
    Index(None, "coop", "day", "id"),
    Index(None, "coop", "storefront", "day", "id"),
)

plan: Final = Table(
    "plan",
    metadata,
    _coop(),
    _key("day", Date),
    _key("version", Integer),
    _required("state", Choice(m.PlanState)),
    _required("based_on_event", BigInteger),
    _required("policy_version", Integer),
    _required("seed", BigInteger),
    _required("routes", Document(tuple[m.PlannedRoute, ...])),
    _required("unassigned", Document(tuple[m.UnassignedOrder, ...])),
    _required("figures", Document(m.PlanFigures)),
    _required("free_figures", Document(m.PlanFigures)),
    _required("price_of_fairness", Document(m.PriceOfFairness)),
    _required("created_at", Moment),
    _required("author", ID),
    Column("published_at", Moment),
    _required("reason", Text),
    _required("overlays", Document(tuple[str, ...])),
    Index(None, "coop", "day", "state"),
)

overlay: Final = Table(
    "overlay",
    metadata,
    _coop(),
    _key("id"),
    _required("version", Integer),
    _required("area", Document(tuple[Location, ...])),
    _required("streets", Document(frozenset[str])),
    _required("profiles", Document(frozenset[str])),
    Column("weather", String(16)),
    _required("is_closed", Boolean),
    Column("time_permille", Integer),
    Column("hours", Document(Hours)),
    _required("begins_at", Moment),
    Column("ends_at", Moment),
    _required("note", Text),
    _required("author", ID),
    _required("created_at", Moment),
    Column("ended_at", Moment),
    Index(None, "coop", "ended_at"),
)

pin: Final = Table(
    "pin",
    metadata,
    _coop(),
    _key("order"),
    _required("courier", ID),
    _required("day", Date),
    _required("author", ID),
    _required("at", Moment),
    _required("reason", Text),
    Index(None, "coop", "day"),
)

decline: Final = Table(
    "decline",
    metadata,
    _coop(),
    _key("order"),
    _key("courier"),
    _required("day", Date),
    _required("at", Moment),
    Index(None, "coop", "day"),
)

report: Final = Table(
    "report",
    metadata,
    _coop(),
    _key("courier"),
    _key("device", Text),
    _key("sequence", BigInteger),
    _required("report", Document(m.CourierEvent)),
    _required("received_at", Moment),
    _required("outcome", Choice(m.ReportOutcome)),
    _required("code", String(64)),
    _required("message", Text),
)

stop_fact: Final = Table(
    "stop_fact",
    metadata,
    _coop(),
    _key("order"),
    _key("kind", Choice(StopKind)),
    _required("day", Date),
    _required("courier", ID),
    Column("shift", ID),
    _required("state", Choice(m.StopState)),
    _required("arrived_at", Moment),
    Column("served_at", Moment),
    _required("travel_s", Integer),
    _required("distance_m", Integer),
    Column("waiting_since", Moment),
    Column("location", Document(Location)),
    Index(None, "coop", "day", "courier"),
)

work_record: Final = Table(
    "work_record",
    metadata,
    _coop(),
    _key("id", String(128)),
    _required("courier", ID),
    _required("shift", ID),
    _required("day", Date),
    _required("kind", Choice(WorkKind)),
    _required("begins_at", Moment),
    _required("ends_at", Moment),
    _required("meters", Integer),
    _required("climb_m", Integer),
    _required("weight_g", Integer),
    Column("order", ID),
    _required("is_drop", Boolean),
    Index(None, "coop", "courier", "day"),
    Index(None, "coop", "day"),
)

tally: Final = Table(
    "tally",
    metadata,
    _coop(),
    _key("courier"),
    _key("day", Date),
    _required("online_s", Integer),
    _required("earned_minor", BigInteger),
    _required("num_drops", Integer),
    Index(None, "coop", "day"),
)

statement: Final = Table(
    "statement",
    metadata,
    _coop(),
    _key("courier"),
    _key("first_day", Date),
    _key("last_day", Date),
    _required("pay", Document(PayStatement)),
    _required("online_s", Integer),
    _required("balance_minor", BigInteger),
    _required("policy_version", Integer),
    _required("closed_at", Moment),
)

policy: Final = Table(
    "policy",
    metadata,
    _coop(),
    _key("version", Integer),
    _required("valid_from", Moment),
    _required("clauses", Document(dict[str, object])),
)

access: Final = Table(
    "access",
    metadata,
    _coop(),
    _key("id"),
    Column("digest", HASH, nullable=False, unique=True),
    _required("kind", Choice(m.AccessKind)),
    _required("member", ID),
    _required("role", Choice(m.Role)),
    _required("name", Text),
    _required("created_at", Moment),
    Column("expires_at", Moment),
    Column("ended_at", Moment),
    Column("courier", ID),
    Column("storefront", ID),
    _required("scopes", Document(frozenset[str])),
)

idempotency: Final = Table(
    "idempotency",
    metadata,
    _coop(),
    _key("member"),
    _key("key", Text),
    _required("digest", HASH),
    _required("result", ID),
    _required("at", Moment),
)

event: Final = Table(
    "event",
    metadata,
    _coop(),
    _key("seq", BigInteger().with_variant(Integer, "sqlite")),
    Column("day", Date),
    _required("kind", Choice(EventKind)),
    _required("at", Moment),
    _required("actor", ID),
    _required("subjects", Document(dict[str, str])),
    _required("payload", Document(dict[str, object])),
    _required("previous_hash", HASH),
    _required("hash", HASH),
    Index(None, "coop", "day", "kind", "seq"),
)
