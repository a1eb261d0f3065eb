"""Brings a store's tables up to date, once, whoever comes first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

LOCK_NUMBER = 7_305_461
"""PostgreSQL's advisory lock under which tables are changed."""


def upgrade(engine: Engine) -> None:
    """Bring the tables up to date; processes that come together wait for each other."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(
                text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK_NUMBER}
            )
        command.upgrade(configure(connection), "head")


def configure(connection: Connection) -> Config:
    """Give Alembic's configuration for a connection with an open transaction."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    return config
