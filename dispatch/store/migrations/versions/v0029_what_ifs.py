"""Questions what a change would do to a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0022"
branch_labels = None
depends_on = None

INDEX = "ix_what_if_coop_asked_at"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "what_if",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("supposed", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("num_done", sa.Integer(), nullable=False),
        sa.Column("num_steps", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("usual", sa.Text(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_what_if_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_what_if")),
    )
    op.create_index(op.f(INDEX), "what_if", ["coop", "asked_at"], unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_index(op.f(INDEX), table_name="what_if")
    op.drop_table("what_if")
