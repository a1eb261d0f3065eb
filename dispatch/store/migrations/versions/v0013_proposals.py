"""Proposals to change the rules, and ballots."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "proposal",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("proposed_by", sa.String(length=64), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("electors", sa.Text(), nullable=False),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("num_for", sa.Integer(), nullable=False),
        sa.Column("num_against", sa.Integer(), nullable=False),
        sa.Column("num_abstained", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adopted_version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_proposal_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_proposal")),
    )
    name = op.f("ix_proposal_coop_state_closes_at")
    op.create_index(name, "proposal", ["coop", "state", "closes_at"], unique=False)
    op.create_table(
        "ballot",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("proposal", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("vote", sa.String(length=32), nullable=True),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_ballot_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "proposal", "member", name=op.f("pk_ballot")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("ballot")
    op.drop_index(op.f("ix_proposal_coop_state_closes_at"), table_name="proposal")
    op.drop_table("proposal")
