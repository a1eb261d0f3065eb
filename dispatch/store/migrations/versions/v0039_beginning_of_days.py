"""When a co-op's days of work begin."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: at midnight, as they did."""
    op.add_column(
        "coop",
        sa.Column("day_begins_s", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_column("coop", "day_begins_s")
