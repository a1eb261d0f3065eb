"""Most climb that a courier wants in a shift."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; nobody has said anything so far."""
    for table in ("courier", "shift"):
        op.add_column(table, sa.Column("max_climb_m", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take them away."""
    for table in ("courier", "shift"):
        op.drop_column(table, "max_climb_m")
