"""The co-op's vehicles, and which shift has which."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

INDEX = "ix_vehicle_use_coop_day"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "vehicle",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("profile", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("skills", sa.Text(), nullable=False),
        sa.Column("broken_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_vehicle_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_vehicle")),
    )
    op.create_table(
        "vehicle_use",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("shift", sa.String(length=64), nullable=False),
        sa.Column("vehicle", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_vehicle_use_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "shift", name=op.f("pk_vehicle_use")),
    )
    op.create_index(op.f(INDEX), "vehicle_use", ["coop", "day"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f(INDEX), table_name="vehicle_use")
    op.drop_table("vehicle_use")
    op.drop_table("vehicle")
