"""What people decided about doubtful reports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

INDEX = "ix_report_decision_coop_day"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "report_decision",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("courier", sa.String(length=64), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("clause", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_report_decision_coop_coop")),
        sa.PrimaryKeyConstraint(
            "coop", "courier", "device", "sequence", name=op.f("pk_report_decision")
        ),
    )
    op.create_index(op.f(INDEX), "report_decision", ["coop", "day"], unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_index(op.f(INDEX), table_name="report_decision")
    op.drop_table("report_decision")
