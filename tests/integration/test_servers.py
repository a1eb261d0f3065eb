"""The private servers that other tests stand on."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import create_engine, text


@pytest.mark.redis
def test_a_private_redis_answers(redis_url: str) -> None:
    """A client may write and read: the server is up before the fixture hands out its URL."""
    with Redis.from_url(redis_url) as redis:
        redis.set("greeting", "hello")

        found = redis.get("greeting")

    assert found == b"hello"


@pytest.mark.postgres
def test_each_postgres_database_starts_empty(postgres_database_url: str) -> None:
    """A test's database is its own, so it holds no table that the test did not make."""
    engine = create_engine(postgres_database_url)

    with engine.connect() as connection:
        query = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        tables = connection.execute(text(query)).scalar_one()
    engine.dispose()

    assert tables == 0


@pytest.mark.redis
def test_a_server_dies_with_a_killed_test_process(redis_url: str) -> None:
    """The kernel ends the server when its parent is killed, so nothing is left running.

    The parent prints the server's id and kills itself; the server's process is then gone or
    about to go, so the test waits for it to end rather than for a time to pass.
    """
    del redis_url  # its fixture decides whether Redis is there
    root = Path(__file__).resolve().parents[2]
    program = (
        "import os, signal\n"
        "from tests.servers import run_redis\n"
        "with run_redis() as server:\n"
        "    print(server.pid, flush=True)\n"
        "    input()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )

    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdin is not None
        server = int(parent.stdout.readline())
        handle = os.pidfd_open(server)
        parent.stdin.write("\n")
        parent.stdin.flush()
        parent.wait()
    ready, _, _ = select.select([handle], [], [], 10)
    os.close(handle)

    assert ready == [handle]
