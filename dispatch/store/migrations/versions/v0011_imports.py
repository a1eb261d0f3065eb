"""Files of many orders, and an index of orders by reference."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables and the index."""
    _create(
        "order_import",
        ("id",),
        sa.Column("storefront", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("header", sa.Text(), nullable=False),
        sa.Column("delimiter", sa.String(length=1), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("num_rows", sa.Integer(), nullable=False),
        sa.Column("num_done", sa.Integer(), nullable=False),
        sa.Column("num_booked", sa.Integer(), nullable=False),
        sa.Column("num_refused", sa.Integer(), nullable=False),
        sa.Column("num_known", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index(op.f("ix_order_import_coop_state"), "order_import", ["coop", "state"])
    op.create_index(
        op.f("ix_order_import_coop_storefront_created_at"),
        "order_import",
        ["coop", "storefront", "created_at"],
    )
    _create(
        "import_rows",
        ("id",),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
    )
    _create(
        "refused_row",
        ("batch", "position"),
        sa.Column("remarks", sa.Text(), nullable=False),
    )
    _create(
        "remembered_reading",
        ("storefront",),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("decimal_mark", sa.String(length=1), nullable=False),
        sa.Column("day_order", sa.String(length=32), nullable=False),
    )
    op.create_index(
        op.f("ix_order_coop_storefront_reference"), "order", ["coop", "storefront", "reference"]
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_order_coop_storefront_reference"), table_name="order")
    for name in ("remembered_reading", "refused_row", "import_rows", "order_import"):
        op.drop_table(name)


def _create(name: str, key: tuple[str, ...], *columns: sa.Column[object]) -> None:
    kinds = {"position": sa.Integer()}
    op.create_table(
        name,
        sa.Column("coop", sa.String(length=64), nullable=False),
        *(sa.Column(one, kinds.get(one, sa.String(length=64)), nullable=False) for one in key),
        *columns,
        sa.ForeignKeyConstraint(["coop"], ["coop.id"], name=op.f(f"fk_{name}_coop_coop")),
        sa.PrimaryKeyConstraint("coop", *key, name=op.f(f"pk_{name}")),
    )
