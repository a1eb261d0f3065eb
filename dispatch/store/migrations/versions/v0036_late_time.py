"""Time that a correction credits, and work records by their order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

INDEX = "ix_work_record_coop_order"


def upgrade() -> None:
    """Add the column and the index."""
    nothing = sa.text("0")
    op.add_column(
        "correction", sa.Column("credit_s", sa.Integer(), nullable=False, server_default=nothing)
    )
    op.create_index(op.f(INDEX), "work_record", ["coop", "order"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f(INDEX), table_name="work_record")
    op.drop_column("correction", "credit_s")
