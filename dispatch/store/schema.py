"""What all tables share: their metadata, and the columns that most begin with."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Column, ForeignKey, MetaData, String

ID: Final = String(64)
HASH: Final = String(64)

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    }
)


def coop_column() -> Column[str]:
    """Begin a table that belongs to a co-op."""
    return Column("coop", ID, ForeignKey("coop.id"), primary_key=True)


def key_column(name: str, kind: Any = ID) -> Column[Any]:  # noqa: ANN401 - any column type
    """Make a column of the primary key."""
    return Column(name, kind, primary_key=True)


def required(name: str, kind: Any) -> Column[Any]:  # noqa: ANN401
    """Make a column that always has a value."""
    return Column(name, kind, nullable=False)
