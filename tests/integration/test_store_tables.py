"""Every table belongs to a co-op, migrations make them all, and nothing goes around the scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from dispatch.store import open_store
from dispatch.store.repository import Repository
from dispatch.store.scoped import Scoped
from dispatch.store.tables import metadata

if TYPE_CHECKING:
    from pathlib import Path


def test_every_table_belongs_to_a_coop() -> None:
    """The co-op is first in each primary key, so that ids of two co-ops never meet."""
    for table in metadata.sorted_tables:
        if table.name != "coop":
            assert next(iter(table.primary_key.columns)).name == "coop", table.name


def test_the_migrations_make_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    """A new store is made by migrations only; not a column or index differs from the tables."""
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")

    with store._write_engine.begin() as connection:  # noqa: SLF001 - looks behind the store
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        differences = compare_metadata(context, metadata)

    store.close()
    assert differences == []


def test_a_repository_cannot_reach_the_connection() -> None:
    """It has only its scoped rows; their connection is a private name of another class."""
    assert not hasattr(Repository, "connection")
    public = [name for name in dir(Scoped) if not name.startswith("_")]
    assert sorted(public) == [
        "add",
        "add_all",
        "change",
        "find",
        "largest",
        "one",
        "pick",
        "remove",
        "row",
        "values",
    ]
