"""Orders in parts, orders that ride together, and why people decided so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

COLUMNS = ("part_of", "rides_with")
INDEX = "ix_event_reason_coop_day"


def upgrade() -> None:
    """Add the columns with their indexes, and the table."""
    for name in COLUMNS:
        op.add_column("order", sa.Column(name, sa.String(64), nullable=True))
        op.create_index(op.f(f"ix_order_coop_{name}"), "order", ["coop", name], unique=False)
    op.create_table(
        "event_reason",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_event_reason_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "seq", name=op.f("pk_event_reason")),
    )
    op.create_index(op.f(INDEX), "event_reason", ["coop", "day"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f(INDEX), table_name="event_reason")
    op.drop_table("event_reason")
    for name in COLUMNS:
        op.drop_index(op.f(f"ix_order_coop_{name}"), table_name="order")
        op.drop_column("order", name)
