"""What pay is computed from besides work, corrections, and the ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "contract",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("courier", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("pay_form", sa.String(length=32), nullable=False),
        sa.Column("month_s", sa.Integer(), nullable=False),
        sa.Column("need_percent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_contract_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "courier", "valid_from", name=op.f("pk_contract")),
    )
    op.create_table(
        "correction",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("courier", sa.String(length=64), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("records", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_correction_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_correction")),
    )
    op.create_index(
        op.f("ix_correction_coop_first_day_courier"),
        "correction",
        ["coop", "first_day", "courier"],
        unique=False,
    )
    op.create_table(
        "ledger",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit", sa.String(length=3), nullable=False),
        sa.Column("bookings", sa.Text(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("cites", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_ledger_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "seq", name=op.f("pk_ledger")),
    )
    op.create_table(
        "rain",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_rain_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_rain")),
    )
    op.create_index(op.f("ix_rain_coop_begins_at"), "rain", ["coop", "begins_at"], unique=False)
    op.create_table(
        "tip",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("order", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("courier", sa.String(length=64), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_tip_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "order", "reference", name=op.f("pk_tip")),
    )
    op.create_index(op.f("ix_tip_coop_day"), "tip", ["coop", "day"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index(op.f("ix_tip_coop_day"), table_name="tip")
    op.drop_table("tip")
    op.drop_index(op.f("ix_rain_coop_begins_at"), table_name="rain")
    op.drop_table("rain")
    op.drop_table("ledger")
    op.drop_index(op.f("ix_correction_coop_first_day_courier"), table_name="correction")
    op.drop_table("correction")
    op.drop_table("contract")
