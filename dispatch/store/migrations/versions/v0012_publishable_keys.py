"""Pages of publishable keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; keys of before have no pages."""
    column = sa.Column("origins", sa.Text(), nullable=False, server_default="[]")
    op.add_column("access", column)


def downgrade() -> None:
    """Drop it."""
    op.drop_column("access", "origins")
