"""Tokens of keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and its index."""
    op.add_column("access", sa.Column("parent", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_access_coop_parent"), "access", ["coop", "parent"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_access_coop_parent"), table_name="access")
    op.drop_column("access", "parent")
