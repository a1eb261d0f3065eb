"""Votes that are cast through another member."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

INDEX = "ix_delegation_coop_member"


def upgrade() -> None:
    """Make the table and add the columns; no vote so far could be cast through another."""
    no, none = sa.text("false"), sa.text("0")
    op.add_column(
        "proposal", sa.Column("may_delegate", sa.Boolean(), nullable=False, server_default=no)
    )
    op.add_column(
        "proposal", sa.Column("num_carried", sa.Integer(), nullable=False, server_default=none)
    )
    op.add_column("ballot", sa.Column("cast_by", sa.String(length=64), nullable=True))
    op.create_table(
        "delegation",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("delegate", sa.String(length=64), nullable=False),
        sa.Column("proposal", sa.String(length=64), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_delegation_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_delegation")),
    )
    op.create_index(op.f(INDEX), "delegation", ["coop", "member"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f(INDEX), table_name="delegation")
    op.drop_table("delegation")
    op.drop_column("ballot", "cast_by")
    op.drop_column("proposal", "num_carried")
    op.drop_column("proposal", "may_delegate")
