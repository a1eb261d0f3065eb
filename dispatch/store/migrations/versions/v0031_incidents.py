"""What went wrong, with pictures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

INDEX = "ix_incident_coop_day"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "incident",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("order", sa.String(length=64), nullable=True),
        sa.Column("courier", sa.String(length=64), nullable=True),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_incident_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "id", name=op.f("pk_incident")),
    )
    op.create_index(op.f(INDEX), "incident", ["coop", "day"], unique=False)
    op.create_table(
        "incident_photo",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("incident", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_incident_photo_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "incident", "sha256", name=op.f("pk_incident_photo")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("incident_photo")
    op.drop_index(op.f(INDEX), table_name="incident")
    op.drop_table("incident")
