"""Tips that are given when something is ordered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; orders so far had none."""
    nothing = sa.text("0")
    op.add_column(
        "order", sa.Column("tip_minor", sa.Integer(), nullable=False, server_default=nothing)
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_column("order", "tip_minor")
