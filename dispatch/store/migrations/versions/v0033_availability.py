"""When couriers can and want to work, week by week."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "availability",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("courier", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_availability_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "courier", "valid_from", name=op.f("pk_availability")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("availability")
