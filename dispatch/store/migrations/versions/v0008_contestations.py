"""Objections to decisions, and their answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INDEXES = (("state", "answer_by"), ("courier", "opened_at"))


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "contestation",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("courier", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("order", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=True),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("objection", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=64), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_contestation_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_contestation")),
    )
    for first, second in INDEXES:
        name = op.f(f"ix_contestation_coop_{first}_{second}")
        op.create_index(name, "contestation", ["coop", first, second], unique=False)


def downgrade() -> None:
    """Drop it."""
    for first, second in INDEXES:
        op.drop_index(op.f(f"ix_contestation_coop_{first}_{second}"), table_name="contestation")
    op.drop_table("contestation")
