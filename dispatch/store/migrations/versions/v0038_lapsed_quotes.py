"""Quotes that were never booked, by when they lapsed."""

from __future__ import annotations

from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

INDEX = "ix_quote_coop_state_held_until"


def upgrade() -> None:
    """Add the index."""
    op.create_index(op.f(INDEX), "quote", ["coop", "state", "held_until"], unique=False)


def downgrade() -> None:
    """Take it away."""
    op.drop_index(op.f(INDEX), table_name="quote")
