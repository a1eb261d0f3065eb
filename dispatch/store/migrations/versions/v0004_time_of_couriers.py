"""How long each courier takes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the column; everybody takes the usual time until they say otherwise."""
    op.add_column(
        "courier",
        sa.Column("time_permille", sa.Integer(), nullable=False, server_default=sa.text("1000")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_column("courier", "time_permille")
