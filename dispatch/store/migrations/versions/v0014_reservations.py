"""Quotes that keep their place in the plan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

COLUMNS = ["coop", "day", "is_reserved", "held_until"]
INDEX = "ix_quote_coop_day_is_reserved_held_until"


def upgrade() -> None:
    """Add the columns and their index; quotes so far keep nothing."""
    no = sa.text("false")
    op.add_column("quote", sa.Column("day", sa.Date(), nullable=True))
    for name in ("is_reserved", "is_open"):
        op.add_column("quote", sa.Column(name, sa.Boolean(), nullable=False, server_default=no))
    op.create_index(op.f(INDEX), "quote", COLUMNS, unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f(INDEX), table_name="quote")
    for name in ("is_open", "is_reserved", "day"):
        op.drop_column("quote", name)
