"""The tables; every one but `coop` carries the co-op, first in its primary key.

A table's columns have the names of its entity's fields, so that a row is the entity; the
few others (marked in `EXTRA`) are there to search by.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from dispatch import model as m
from dispatch.events import EventKind
from dispatch.store.columns import Choice, Document, Moment
from dispatch.store.contestation_tables import contestation
from dispatch.store.hook_tables import notice, subscription
from dispatch.store.import_tables import (
    import_rows,
    order_import,
    refused_row,
    remembered_reading,
)
from dispatch.store.incident_tables import incident, incident_photo
from dispatch.store.overlay_tables import overlay
from dispatch.store.pay_tables import contract, correction, ledger, rain, statement, tally, tip
from dispatch.store.phone_tables import (
    absence,
    availability,
    hint_key,
    hint_phone,
    photo,
    position,
)
from dispatch.store.plan_tables import decline, event_reason, pin, plan, stop_order
from dispatch.store.proposal_tables import ballot, delegation, proposal
from dispatch.store.replay_tables import replay
from dispatch.store.schema import HASH, ID, coop_column, key_column, metadata, required
from dispatch.store.selling_tables import slot_rule, zone
from dispatch.store.standing_tables import standing_order, standing_run
from dispatch.store.vehicle_tables import vehicle, vehicle_use
from dispatch.store.what_if_tables import what_if
from fairness.money import Money
from fairness.tariff import FeeBreakdown, PartnerClass
from fairness.work import WorkKind
from routing.model import Location
from routing.solution import StopKind

__all__ = [
    "absence",
    "access",
    "availability",
    "ballot",
    "contestation",
    "contract",
    "coop",
    "correction",
    "courier",
    "decline",
    "delegation",
    "event",
    "event_reason",
    "hint_key",
    "hint_phone",
    "idempotency",
    "import_rows",
    "incident",
    "incident_photo",
    "ledger",
    "metadata",
    "notice",
    "order",
    "order_import",
    "overlay",
    "photo",
    "pin",
    "plan",
    "policy",
    "position",
    "proposal",
    "quote",
    "rain",
    "refused_row",
    "remembered_reading",
    "replay",
    "report",
    "report_decision",
    "shift",
    "slot_rule",
    "standing_order",
    "standing_run",
    "statement",
    "stop_fact",
    "stop_order",
    "storefront",
    "subscription",
    "tally",
    "tip",
    "vehicle",
    "vehicle_use",
    "what_if",
    "work_record",
    "zone",
]

coop: Final = Table(
    "coop",
    metadata,
    key_column("id"),
    required("name", Text),
    required("time_zone", String(64)),
    required("currency", String(3)),
    required("city", Text),
    required("language", String(35)),
    Column("day_begins_s", Integer, nullable=False, server_default=text("0")),
)

storefront: Final = Table(
    "storefront",
    metadata,
    coop_column(),
    key_column("id"),
    required("name", Text),
    required("place", Document(m.Place)),
    required("language", String(35)),
    required("partner", Choice(PartnerClass)),
)

courier: Final = Table(
    "courier",
    metadata,
    coop_column(),
    key_column("id"),
    required("name", Text),
    required("initials", String(8)),
    required("profile", String(16)),
    required("capacity", Document(tuple[int, ...])),
    Column("max_climb_m", Integer),
    required("skills", Document(frozenset[str])),
    Column("home", Document(Location)),
    required("language", String(35)),
    required("is_active", Boolean),
    required("time_permille", Integer),
)

shift: Final = Table(
    "shift",
    metadata,
    coop_column(),
    key_column("id"),
    required("courier", ID),
    required("day", Date),
    required("starts_at", Moment),
    required("ends_at", Moment),
    required("start", Document(Location)),
    Column("end", Document(Location)),
    required("profile", String(16)),
    required("capacity", Document(tuple[int, ...])),
    Column("max_climb_m", Integer),
    required("skills", Document(frozenset[str])),
    required("breaks", Document(tuple[m.ShiftBreak, ...])),
    required("care", Document(tuple[m.CareWindow, ...])),
    required("state", Choice(m.ShiftState)),
    Column("began_at", Moment),
    Column("ended_at", Moment),
    required("pauses", Document(tuple[m.Pause, ...])),
    required("is_offered", Boolean),
    Index(None, "coop", "day", "courier"),
)

quote: Final = Table(
    "quote",
    metadata,
    coop_column(),
    key_column("id"),
    required("storefront", ID),
    required("delivery", Document(m.Delivery)),
    required("fee", Document(FeeBreakdown)),
    required("is_feasible", Boolean),
    Column("promise", Document(m.Window)),
    required("alternatives", Document(tuple[m.Window, ...])),
    Column("reason", Document(m.Remark)),
    required("num_couriers", Integer),
    required("margin_s", Integer),
    required("given_at", Moment),
    required("held_until", Moment),
    required("reference", Text),
    required("state", Choice(m.QuoteState)),
    Column("slot", ID),
    Column("day", Date),
    required("is_reserved", Boolean),
    required("is_open", Boolean),
    Column("consignment", ID),
    required("is_together", Boolean),
    Index(None, "coop", "slot"),
    Index(None, "coop", "day", "is_reserved", "held_until"),
    Index(None, "coop", "state", "held_until"),
    Index(None, "coop", "consignment"),
)

order: Final = Table(
    "order",
    metadata,
    coop_column(),
    key_column("id"),
    required("storefront", ID),
    required("day", Date),
    required("reference", Text),
    required("delivery", Document(m.Delivery)),
    required("fee", Document(Money)),
    required("promise", Moment),
    required("placed_at", Moment),
    required("state", Choice(m.OrderState)),
    Column("courier", ID),
    Column("quote", ID),
    required("needs_attention", Document(tuple[str, ...])),
    Column("slot", ID),
    required("version", Integer),
    Column("tracking", String(64)),
    Column("consignment", ID),
    required("is_together", Boolean),
    required("tip_minor", Integer),
    Column("part_of", ID),
    Column("rides_with", ID),
    Index(None, "tracking", unique=True),
    Index(None, "coop", "day", "id"),
    Index(None, "coop", "storefront", "day", "id"),
    Index(None, "coop", "storefront", "reference"),
    Index(None, "coop", "consignment"),
    Index(None, "coop", "part_of"),
    Index(None, "coop", "rides_with"),
)

report: Final = Table(
    "report",
    metadata,
    coop_column(),
    key_column("courier"),
    key_column("device", Text),
    key_column("sequence", BigInteger),
    required("report", Document(m.CourierEvent)),
    required("received_at", Moment),
    required("outcome", Choice(m.ReportOutcome)),
    required("code", String(64)),
    required("message", Text),
)

report_decision: Final = Table(
    "report_decision",
    metadata,
    coop_column(),
    key_column("courier"),
    key_column("device", Text),
    key_column("sequence", BigInteger),
    required("id", ID),
    required("day", Date),
    required("amount_minor", BigInteger),
    required("clause", String(64)),
    required("reason", Text),
    required("decided_by", ID),
    required("decided_at", Moment),
    Index(None, "coop", "day"),
)

stop_fact: Final = Table(
    "stop_fact",
    metadata,
    coop_column(),
    key_column("order"),
    key_column("kind", Choice(StopKind)),
    required("day", Date),
    required("courier", ID),
    Column("shift", ID),
    required("state", Choice(m.StopState)),
    required("arrived_at", Moment),
    Column("served_at", Moment),
    required("travel_s", Integer),
    required("distance_m", Integer),
    Column("waiting_since", Moment),
    Column("location", Document(Location)),
    Column("proof", Document(m.ProofGiven)),
    Index(None, "coop", "day", "courier"),
)

work_record: Final = Table(
    "work_record",
    metadata,
    coop_column(),
    key_column("id", String(128)),
    required("courier", ID),
    required("shift", ID),
    required("day", Date),
    required("kind", Choice(WorkKind)),
    required("begins_at", Moment),
    required("ends_at", Moment),
    required("meters", Integer),
    required("climb_m", Integer),
    required("weight_g", Integer),
    Column("order", ID),
    required("is_drop", Boolean),
    Index(None, "coop", "courier", "day"),
    Index(None, "coop", "day"),
    Index(None, "coop", "order"),
)

policy: Final = Table(
    "policy",
    metadata,
    coop_column(),
    key_column("version", Integer),
    required("valid_from", Moment),
    required("clauses", Document(dict[str, object])),
)

access: Final = Table(
    "access",
    metadata,
    coop_column(),
    key_column("id"),
    Column("digest", HASH, nullable=False, unique=True),
    required("kind", Choice(m.AccessKind)),
    required("member", ID),
    required("role", Choice(m.Role)),
    required("name", Text),
    required("created_at", Moment),
    Column("expires_at", Moment),
    Column("ended_at", Moment),
    Column("courier", ID),
    Column("storefront", ID),
    required("scopes", Document(frozenset[str])),
    required("origins", Document(frozenset[str])),
    Column("parent", ID),
    Index(None, "coop", "parent"),
)

idempotency: Final = Table(
    "idempotency",
    metadata,
    coop_column(),
    key_column("member"),
    key_column("key", Text),
    required("digest", HASH),
    required("result", ID),
    required("at", Moment),
)

event: Final = Table(
    "event",
    metadata,
    coop_column(),
    key_column("seq", BigInteger().with_variant(Integer, "sqlite")),
    Column("day", Date),
    required("kind", Choice(EventKind)),
    required("at", Moment),
    required("actor", ID),
    required("subjects", Document(dict[str, str])),
    required("payload", Document(dict[str, object])),
    required("previous_hash", HASH),
    required("hash", HASH),
    Index(None, "coop", "day", "kind", "seq"),
)
