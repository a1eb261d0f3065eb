"""Phones that are told when a route changes, and the key by which push services know the co-op."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dispatch.store.columns import Moment

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "hint_phone",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("courier", sa.String(length=64), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("p256dh", sa.Text(), nullable=False),
        sa.Column("auth", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("added_at", Moment(timezone=True), nullable=False),
        sa.Column("changed_at", Moment(timezone=True), nullable=True),
        sa.Column("due_at", Moment(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_hint_phone_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_hint_phone")),
    )
    op.create_table(
        "hint_key",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("private_key", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(timezone=True), nullable=False),
        sa.Column("seen_seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_hint_key_coop_coop")),
        sa.PrimaryKeyConstraint("coop", name=op.f("pk_hint_key")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("hint_key")
    op.drop_table("hint_phone")
