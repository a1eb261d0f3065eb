"""Shifts that are offered to colleagues, and days away."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

INDEX = "ix_absence_coop_courier_last_day"


def upgrade() -> None:
    """Add the column and make the table; no shift so far is offered."""
    no = sa.text("false")
    op.add_column("shift", sa.Column("is_offered", sa.Boolean(), nullable=False, server_default=no))
    op.create_table(
        "absence",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("courier", sa.String(length=64), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_absence_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_absence")),
    )
    op.create_index(op.f(INDEX), "absence", ["coop", "courier", "last_day"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f(INDEX), table_name="absence")
    op.drop_table("absence")
    op.drop_column("shift", "is_offered")
