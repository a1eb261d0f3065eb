"""How close a storefront is to the co-op."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; storefronts so far pay the usual fee."""
    op.add_column(
        "storefront",
        sa.Column("partner", sa.String(length=32), nullable=False, server_default="market"),
    )


def downgrade() -> None:
    """Take the column away."""
    op.drop_column("storefront", "partner")
