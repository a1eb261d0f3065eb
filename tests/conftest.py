"""What tests may ask for: private servers, a browser and the demo's extract."""

from __future__ import annotations

import os
import shutil
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.servers import find_postgres, find_redis, run_postgres, run_redis

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """Return the URL of a Redis server that only this process uses."""
    if find_redis() is None:
        _miss("redis-server is not installed")
    with run_redis() as server:
        yield server.url


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Return the SQLAlchemy URL of a PostgreSQL server that only this process uses."""
    if find_postgres() is None:
        _miss("the PostgreSQL server is not installed")
    with run_postgres() as server:
        yield server.url


@pytest.fixture
def postgres_database_url(postgres_url: str) -> Iterator[str]:
    """Return the SQLAlchemy URL of a new, empty PostgreSQL database, dropped after the test."""
    name = f"test_{uuid.uuid4().hex}"
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(postgres_url).set(database=name)
    yield url.render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Return the path of a Chromium that tests drive without a screen."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path:
            return path
    return _miss("Chromium is not installed")


@pytest.fixture(scope="session")
def helsinki_extract() -> Path:
    """Return the path of the demo's piece of OpenStreetMap, which set-up fetches."""
    path = ROOT / ".cache" / "extracts" / "Helsinki.osm.pbf"
    if not path.is_file():
        _miss("the extract of Helsinki is not there; make setup fetches it")
    return path


def _miss(reason: str) -> str:
    """Skip the test, or fail it where CI promises that nothing is missing."""
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
