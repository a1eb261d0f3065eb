"""Orders that come again and again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "standing_order",
        sa.Column("coop", sa.String(64), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("storefront", sa.String(64), nullable=False),
        sa.Column("member", sa.String(64), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(255), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("ready", sa.Time(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("skipped", sa.Text(), nullable=False),
        sa.Column("ordered_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_standing_order_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_standing_order")),
    )
    op.create_index(op.f("ix_standing_order_coop_state"), "standing_order", ["coop", "state"])
    op.create_index(
        op.f("ix_standing_order_coop_storefront"), "standing_order", ["coop", "storefront"]
    )
    op.create_table(
        "standing_run",
        sa.Column("coop", sa.String(64), nullable=False),
        sa.Column("standing", sa.String(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("order", sa.String(64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_standing_run_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "standing", "day", name=op.f("pk_standing_run")),
    )
    op.create_index(
        op.f("ix_standing_run_coop_state_day"), "standing_run", ["coop", "state", "day"]
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f("ix_standing_run_coop_state_day"), table_name="standing_run")
    op.drop_table("standing_run")
    op.drop_index(op.f("ix_standing_order_coop_storefront"), table_name="standing_order")
    op.drop_index(op.f("ix_standing_order_coop_state"), table_name="standing_order")
    op.drop_table("standing_order")
