"""The tables of plans, and of what people want kept in them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Date, Index, Integer, Table, Text

from dispatch import model as m
from dispatch.store.columns import Choice, Document, Moment
from dispatch.store.schema import ID, coop_column, key_column, metadata, required
from routing.solution import StopKind

plan: Final = Table(
    "plan",
    metadata,
    coop_column(),
    key_column("day", Date),
    key_column("version", Integer),
    required("state", Choice(m.PlanState)),
    required("based_on_event", BigInteger),
    required("policy_version", Integer),
    required("seed", BigInteger),
    required("routes", Document(tuple[m.PlannedRoute, ...])),
    required("unassigned", Document(tuple[m.UnassignedOrder, ...])),
    required("figures", Document(m.PlanFigures)),
    required("free_figures", Document(m.PlanFigures | None)),
    required("price_of_fairness", Document(m.PriceOfFairness | None)),
    required("created_at", Moment),
    required("author", ID),
    Column("published_at", Moment),
    required("reason", Text),
    required("overlays", Document(tuple[str, ...])),
    Index(None, "coop", "day", "state"),
)

pin: Final = Table(
    "pin",
    metadata,
    coop_column(),
    key_column("order"),
    required("courier", ID),
    required("day", Date),
    required("author", ID),
    required("at", Moment),
    required("reason", Text),
    Index(None, "coop", "day"),
)

stop_order: Final = Table(
    "stop_order",
    metadata,
    coop_column(),
    key_column("order"),
    key_column("kind", Choice(StopKind)),
    required("day", Date),
    required("courier", ID),
    required("stops", Document(tuple[m.StopName, ...])),
    required("author", ID),
    required("at", Moment),
    required("reason", Text),
    Index(None, "coop", "day"),
)

decline: Final = Table(
    "decline",
    metadata,
    coop_column(),
    key_column("order"),
    key_column("courier"),
    required("day", Date),
    required("at", Moment),
    Index(None, "coop", "day"),
)

event_reason: Final = Table(
    "event_reason",
    metadata,
    coop_column(),
    key_column("seq", BigInteger),
    required("day", Date),
    required("text", Text),
    Index(None, "coop", "day"),
)
