"""Pictures from the door."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dispatch.store.columns import Moment

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "photo",
        sa.Column("coop", sa.String(length=64), nullable=False),
        sa.Column("order", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("courier", sa.String(length=64), nullable=False),
        sa.Column("kept_at", Moment(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f("fk_photo_coop_coop")),
        sa.PrimaryKeyConstraint("coop", "order", "sha256", name=op.f("pk_photo")),
    )
    op.create_index(op.f("ix_photo_coop_kept_at"), "photo", ["coop", "kept_at"], unique=False)


def downgrade() -> None:
    """Take it away."""
    op.drop_index(op.f("ix_photo_coop_kept_at"), table_name="photo")
    op.drop_table("photo")
