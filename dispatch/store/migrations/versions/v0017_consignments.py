"""Several quotes or orders at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

COLUMNS = ["coop", "consignment"]
TABLES = ("quote", "order")


def upgrade() -> None:
    """Add the columns and their indexes; what there is so far was alone."""
    no = sa.text("false")
    for table in TABLES:
        op.add_column(table, sa.Column("consignment", sa.String(64), nullable=True))
        op.add_column(
            table, sa.Column("is_together", sa.Boolean(), nullable=False, server_default=no)
        )
        op.create_index(op.f(f"ix_{table}_coop_consignment"), table, COLUMNS, unique=False)


def downgrade() -> None:
    """Take them away."""
    for table in TABLES:
        op.drop_index(op.f(f"ix_{table}_coop_consignment"), table_name=table)
        for name in ("is_together", "consignment"):
            op.drop_column(table, name)
