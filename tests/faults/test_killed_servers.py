"""Short forms of `kill_api` and `kill_redis`; `make faults` runs the long ones."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.servers import find_redis

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str) -> dict[str, Any]:
    """Run a module in a process of its own, which forks; give what it found."""
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("store", ["sqlite", "postgres"])
def test_no_order_is_lost_when_the_api_is_killed(
    store: str, request: pytest.FixtureRequest
) -> None:
    """Five kills; the module compares what was answered with what is kept."""
    if store == "postgres":
        request.getfixturevalue("postgres_url")  # skips or fails where there is no server

    found = run("tests.faults.kill_api", "--kills", "5", "--store", store)

    assert found["answered"] >= 5
    assert (found["lost"], found["doubled"], found["without_event"]) == (0, 0, 0)


@pytest.mark.skipif(find_redis() is None, reason="redis-server is not installed")
def test_orders_are_taken_without_redis_and_push_comes_back() -> None:
    """Killed, flushed and absent at the start, once each; nothing is refused, lost or untold."""
    found = run("tests.faults.kill_redis", "--rounds", "3")

    assert found["taken"] == 5 + 5 + 4
    assert (found["lost"], found["refused"], found["untold"]) == (0, 0, 0)


def test_no_spoiled_body_breaks_a_route_or_is_taken_silently() -> None:
    """300 of the 25,000; what is taken is valid by the document."""
    found = run("tests.faults.spoil_bodies", "--cases", "300", "--seed", "2")

    assert (found["cases"], found["broken"], found["silently_accepted"]) == (300, 0, 0)
    assert found["answers"]["4xx"] > found["answers"]["2xx"]
