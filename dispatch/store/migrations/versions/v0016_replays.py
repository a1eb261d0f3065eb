"""Replays of weeks under several policies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

INDEX = "ix_replay_coop_asked_at"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "replay",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("policies", sa.Text(), nullable=False),
        sa.Column("num_weeks", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("num_done", sa.Integer(), nullable=False),
        sa.Column("num_days", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_replay_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_replay")),
    )
    op.create_index(op.f(INDEX), "replay", ["coop", "asked_at"], unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_index(op.f(INDEX), table_name="replay")
    op.drop_table("replay")
