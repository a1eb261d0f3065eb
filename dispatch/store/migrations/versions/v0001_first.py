"""The tables of the first version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "coop",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coop")),
    )
    op.create_table(
        "access",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("courier", sa.String(length=64), nullable=True),
        sa.Column("storefront", sa.String(length=64), nullable=True),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_access_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_access")),
        sa.UniqueConstraint("digest", name=op.f("uq_access_digest")),
    )
    op.create_table(
        "courier",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("initials", sa.String(length=8), nullable=False),
        sa.Column("profile", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("skills", sa.Text(), nullable=False),
        sa.Column("home", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_courier_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_courier")),
    )
    op.create_table(
        "decline",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("order", sa.String(length=64), nullable=False),
        sa.Column("courier", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_decline_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "order", "courier", name=op.f("pk_decline")),
    )
    op.create_index(op.f("ix_decline_coop_day"), "decline", ["coop", "day"], unique=False)
    op.create_table(
        "event",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("subjects", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_event_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "seq", name=op.f("pk_event")),
    )
    op.create_index(
        op.f("ix_event_coop_day_kind_seq"), "event", ["coop", "day", "kind", "seq"], unique=False
    )
    op.create_table(
        "idempotency",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("result", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_idempotency_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "member", "key", name=op.f("pk_idempotency")),
    )
    op.create_table(
        "order",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("storefront", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("fee", sa.Text(), nullable=False),
        sa.Column("promise", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("courier", sa.String(length=64), nullable=True),
        sa.Column("quote", sa.String(length=64), nullable=True),
        sa.Column("needs_attention", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_order_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_order")),
    )
    op.create_index(op.f("ix_order_coop_day_id"), "order", ["coop", "day", "id"], unique=False)
    op.create_index(
        op.f("ix_order_coop_storefront_day_id"),
        "order",
        ["coop", "storefront", "day", "id"],
        unique=False,
    )
    op.create_table(
        "pin",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("order", sa.String(length=64), nullable=False),
        sa.Column("courier", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_pin_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "order", name=op.f("pk_pin")),
    )
    op.create_index(op.f("ix_pin_coop_day"), "pin", ["coop", "day"], unique=False)
    op.create_table(
        "plan",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("based_on_event", sa.BigInteger(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("routes", sa.Text(), nullable=False),
        sa.Column("unassigned", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("free_figures", sa.Text(), nullable=False),
        sa.Column("price_of_fairness", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_plan_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "day", "version", name=op.f("pk_plan")),
    )
    op.create_index(op.f("ix_plan_coop_day_state"), "plan", ["coop", "day", "state"], unique=False)
    op.create_table(
        "policy",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clauses", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_policy_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "version", name=op.f("pk_policy")),
    )
    op.create_table(
        "quote",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("storefront", sa.String(length=64), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("fee", sa.Text(), nullable=False),
        sa.Column("is_feasible", sa.Boolean(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=True),
        sa.Column("alternatives", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("num_couriers", sa.Integer(), nullable=False),
        sa.Column("margin_s", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_quote_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_quote")),
    )
    op.create_table(
        "report",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("courier", sa.String(length=64), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_report_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "courier", "device", "sequence", name=op.f("pk_report")),
    )
    op.create_table(
        "shift",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("courier", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("start", sa.Text(), nullable=False),
        sa.Column("end", sa.Text(), nullable=True),
        sa.Column("profile", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("skills", sa.Text(), nullable=False),
        sa.Column("breaks", sa.Text(), nullable=False),
        sa.Column("care", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pauses", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_shift_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_shift")),
    )
    op.create_index(
        op.f("ix_shift_coop_day_courier"), "shift", ["coop", "day", "courier"], unique=False
    )
    op.create_table(
        "statement",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("courier", sa.String(length=64), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("pay", sa.Text(), nullable=False),
        sa.Column("online_s", sa.Integer(), nullable=False),
        sa.Column("balance_minor", sa.BigInteger(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_statement_coop_coop")),
        sa.PrimaryKeyConstraint(
            "coop", "courier", "first_day", "last_day", name=op.f("pk_statement")
        ),
    )
    op.create_table(
        "stop_fact",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("order", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("courier", sa.String(length=64), nullable=False),
        sa.Column("shift", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("travel_s", sa.Integer(), nullable=False),
        sa.Column("distance_m", sa.Integer(), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_stop_fact_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "order", "kind", name=op.f("pk_stop_fact")),
    )
    op.create_index(
        op.f("ix_stop_fact_coop_day_courier"), "stop_fact", ["coop", "day", "courier"], unique=False
    )
    op.create_table(
        "storefront",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_storefront_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_storefront")),
    )
    op.create_table(
        "tally",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("courier", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("online_s", sa.Integer(), nullable=False),
        sa.Column("earned_minor", sa.BigInteger(), nullable=False),
        sa.Column("num_drops", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_tally_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "courier", "day", name=op.f("pk_tally")),
    )
    op.create_index(op.f("ix_tally_coop_day"), "tally", ["coop", "day"], unique=False)
    op.create_table(
        "work_record",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("courier", sa.String(length=64), nullable=False),
        sa.Column("shift", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meters", sa.Integer(), nullable=False),
        sa.Column("climb_m", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("order", sa.String(length=64), nullable=True),
        sa.Column("is_drop", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_work_record_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_work_record")),
    )
    op.create_index(
        op.f("ix_work_record_coop_courier_day"),
        "work_record",
        ["coop", "courier", "day"],
        unique=False,
    )
    op.create_index(op.f("ix_work_record_coop_day"), "work_record", ["coop", "day"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index(op.f("ix_work_record_coop_day"), table_name="work_record")
    op.drop_index(op.f("ix_work_record_coop_courier_day"), table_name="work_record")
    op.drop_table("work_record")
    op.drop_index(op.f("ix_tally_coop_day"), table_name="tally")
    op.drop_table("tally")
    op.drop_table("storefront")
    op.drop_index(op.f("ix_stop_fact_coop_day_courier"), table_name="stop_fact")
    op.drop_table("stop_fact")
    op.drop_table("statement")
    op.drop_index(op.f("ix_shift_coop_day_courier"), table_name="shift")
    op.drop_table("shift")
    op.drop_table("report")
    op.drop_table("quote")
    op.drop_table("policy")
    op.drop_index(op.f("ix_plan_coop_day_state"), table_name="plan")
    op.drop_table("plan")
    op.drop_index(op.f("ix_pin_coop_day"), table_name="pin")
    op.drop_table("pin")
    op.drop_index(op.f("ix_order_coop_storefront_day_id"), table_name="order")
    op.drop_index(op.f("ix_order_coop_day_id"), table_name="order")
    op.drop_table("order")
    op.drop_table("idempotency")
    op.drop_index(op.f("ix_event_coop_day_kind_seq"), table_name="event")
    op.drop_table("event")
    op.drop_index(op.f("ix_decline_coop_day"), table_name="decline")
    op.drop_table("decline")
    op.drop_table("courier")
    op.drop_table("access")
    op.drop_table("coop")
