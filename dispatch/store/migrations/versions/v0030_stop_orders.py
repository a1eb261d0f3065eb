"""Stops that people have put before others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

INDEX = "ix_stop_order_coop_day"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "stop_order",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("order", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("courier", sa.String(length=64), nullable=False),
        sa.Column("stops", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_stop_order_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "order", "kind", name=op.f("pk_stop_order")),
    )
    op.create_index(op.f(INDEX), "stop_order", ["coop", "day"], unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_index(op.f(INDEX), table_name="stop_order")
    op.drop_table("stop_order")
