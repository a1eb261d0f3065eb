"""Zones, slot rules, and the slots that quotes and orders hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables and add the columns."""
    op.create_table(
        "zone",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_zone_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_zone")),
    )
    op.create_table(
        "slot_rule",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("weekdays", sa.Text(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("length_s", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("storefront", sa.String(length=64), nullable=True),
        sa.Column("notice_s", sa.Integer(), nullable=False),
        sa.Column("cut_off", sa.Time(), nullable=True),
        sa.Column("cut_off_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_slot_rule_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_slot_rule")),
    )
    op.add_column("quote", sa.Column("slot", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_quote_coop_slot"), "quote", ["coop", "slot"], unique=False)
    op.add_column("order", sa.Column("slot", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("order", "slot")
    op.drop_index(op.f("ix_quote_coop_slot"), table_name="quote")
    op.drop_column("quote", "slot")
    op.drop_table("slot_rule")
    op.drop_table("zone")
