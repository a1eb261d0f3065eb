"""Links for recipients, versions of orders, and what was brought from the door."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; orders so far have no link."""
    op.add_column(
        "order", sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1"))
    )
    op.add_column("order", sa.Column("tracking", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_order_tracking"), "order", ["tracking"], unique=True)
    op.add_column("stop_fact", sa.Column("proof", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("stop_fact", "proof")
    op.drop_index(op.f("ix_order_tracking"), table_name="order")
    op.drop_column("order", "tracking")
    op.drop_column("order", "version")
