"""Where phones were when they reported is forgotten."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

KEY = ("coop", "courier", "device", "sequence")


def upgrade() -> None:
    """Take places out of reports that are kept."""
    report = sa.table("report", *(sa.column(name) for name in (*KEY, "report")))
    connection = op.get_bind()
    columns = [report.c[name] for name in KEY]
    for *key, text in connection.execute(sa.select(*columns, report.c.report)).all():
        said = json.loads(text)
        if said.get("location") is not None:
            is_this = [column == value for column, value in zip(columns, key, strict=True)]
            bare = json.dumps({**said, "location": None}, separators=(",", ":"), ensure_ascii=False)
            connection.execute(sa.update(report).where(*is_this).values(report=bare))


def downgrade() -> None:
    """Leave them out; nobody knows them any more."""
