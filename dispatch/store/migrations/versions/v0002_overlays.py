"""Overlays, and which of them a plan has taken account of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and the column; earlier plans knew of no overlay."""
    op.create_table(
        "overlay",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("streets", sa.Text(), nullable=False),
        sa.Column("profiles", sa.Text(), nullable=False),
        sa.Column("weather", sa.String(length=16), nullable=True),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("time_permille", sa.Integer(), nullable=True),
        sa.Column("hours", sa.Text(), nullable=True),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_overlay_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_overlay")),
    )
    op.create_index(op.f("ix_overlay_coop_ended_at"), "overlay", ["coop", "ended_at"], unique=False)
    op.add_column(
        "plan", sa.Column("overlays", sa.Text(), nullable=False, server_default=sa.text("'[]'"))
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_column("plan", "overlays")
    op.drop_index(op.f("ix_overlay_coop_ended_at"), table_name="overlay")
    op.drop_table("overlay")
