"""Alembic's entry: runs the migrations in the transaction that it is given."""

from __future__ import annotations

from alembic import context

from dispatch.store.tables import metadata


def run() -> None:
    """Run the migrations that are due."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        transactional_ddl=True,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
