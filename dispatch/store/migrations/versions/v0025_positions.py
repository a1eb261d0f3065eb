"""Where couriers are, while they share it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dispatch.store.columns import Moment

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "position",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("courier", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_position_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "courier", name=op.f("pk_position")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("position")
