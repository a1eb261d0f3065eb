"""Claim: one process quotes thousands of times per second, and takes durable orders as fast.

``python -m bench.load`` serves, each in a process of its own: a day of 60 couriers and 1,000 orders
in Helsinki (L1: quotes on 64 connections; L6: quotes while a solver keeps another core busy), and a
small co-op (L2, L3: orders on 32 connections, on SQLite with every order synced to disk, and on
PostgreSQL). A route that only reads and writes one small JSON body is asked in the same run, so
that the ratio holds on any machine. Where others use the machine, processor time tells more than
time: each measure has what an answer took of it in the server, in milliseconds.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import signal
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from fastapi import FastAPI

from api.app import Options, create_app
from api.calm_memory import settle
from bench.asking import Load, ask_for, request
from bench.forked_server import LateStore, end, fork_server, listen
from bench.load_day import LoadDay, prepare
from dispatch import planning
from dispatch.giving_way import give_way
from routing.problem import Budget
from tests.faults.small_coop import SmallCoop, found_small
from tests.servers import find_postgres, run_postgres

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dispatch.store import Store

QUOTING, ORDERING = 64, 32
WARM_UP = 0.25
"""Share of the seconds that are asked before anything counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A server in another process."""

    port: int
    pid: int

    def cpu_s(self) -> float:
        """Give the processor time that it has taken so far, in seconds."""
        ticks = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def served(app: FastAPI, begin: Callable[[], None]) -> Iterator[Served]:
    """Serve an application in another process, settled as `api.serve` does it."""

    def begin_calmly() -> None:
        begin()
        settle()

    with listen() as listening:
        pid = fork_server(app, listening, begin=begin_calmly)
        try:
            yield Served(port=listening.getsockname()[1], pid=pid)
        finally:
            end(pid)


def measure(
    server: Served, next_request: Callable[[], bytes], *, connections: int, seconds: float
) -> Load:
    """Ask for a while, after a while that does not count."""

    async def both() -> Load:
        warm = seconds * WARM_UP
        await ask_for(server.port, next_request, connections=connections, seconds=warm)
        before = server.cpu_s()
        load = await ask_for(server.port, next_request, connections=connections, seconds=seconds)
        load.cpu_s = server.cpu_s() - before
        return load

    return asyncio.run(both())


def trivial_app() -> FastAPI:
    """Make an application with one route that does next to nothing."""
    app = FastAPI()

    async def echo(body: dict[str, int]) -> dict[str, int]:
        return body

    app.add_api_route("/", echo, methods=["POST"])
    return app


def app_of(late: LateStore, day: LoadDay, pages: Path) -> FastAPI:
    """Make the application that serves the day, whose clock goes on from when it was planned."""
    began = time.monotonic()
    return create_app(
        store=cast("Store", late),
        cities={"helsinki": day.city},
        streets={"helsinki": day.streets},
        clock=lambda: day.now + timedelta(seconds=time.monotonic() - began),
        new_id=lambda: uuid.uuid4().hex,
        options=Options(rate=None, pages=pages),
    )


def quotes_of(day: LoadDay, seed: int) -> Callable[[], bytes]:
    """Give quote after quote, each to another address."""
    chance = random.Random(seed)  # noqa: S311 - addresses are no secrets

    def next_quote() -> bytes:
        place = chance.choice(day.addresses)
        body = {
            "delivery": {"location": {"lat": place.lat, "lon": place.lon}},
            "parcels": [{"weight_g": 2000}],
        }
        return request("POST", "/v1/quotes", day.key, body)

    return next_quote


def quoting(given: argparse.Namespace, directory: Path) -> list[dict[str, Any]]:
    """Measure L1 and L6."""
    url = f"sqlite:///{directory / 'day.db'}"
    day = prepare(
        url,
        extract=given.extract,
        couriers=given.couriers,
        orders=given.orders,
        iterations=given.iterations,
        seed=given.seed,
    )
    late = LateStore()
    app, trivial = app_of(late, day, directory), trivial_app()
    next_quote = quotes_of(day, given.seed)
    empty = request("POST", "/", "none", {"n": 1})
    size = {"couriers": day.num_couriers, "orders": day.num_orders}
    with served(trivial, lambda: None) as server:
        plain = measure(server, lambda: empty, connections=QUOTING, seconds=given.seconds)
    with served(app, lambda: late.open(url)) as server:
        load = measure(server, next_quote, connections=QUOTING, seconds=given.seconds)
        idle = measure(server, next_quote, connections=1, seconds=given.seconds)
        solver = _solve_forever(day)
        try:
            busy = measure(server, next_quote, connections=1, seconds=given.seconds)
        finally:
            end(solver)
        after = measure(server, next_quote, connections=1, seconds=given.seconds)
    share = load.figures()["per_second"] / plain.figures()["per_second"]
    cpu_share = plain.figures()["cpu_ms"] / load.figures()["cpu_ms"]
    calm = min(one.figures()["p99_ms"] for one in (idle, after))
    return [
        {"measure": "trivial POST", "connections": QUOTING, **plain.figures()},
        {
            "measure": "L1 quotes",
            "connections": QUOTING,
            **load.figures(),
            "of_trivial": round(share, 3),
            "of_trivial_cpu": round(cpu_share, 3),
            **size,
        },
        {"measure": "L6 quotes, idle", "connections": 1, **idle.figures()},
        {
            "measure": "L6 quotes, solver busy",
            "connections": 1,
            **busy.figures(),
            "p99_of_idle": round(busy.figures()["p99_ms"] / calm, 2),
        },
    ]


def _solve_forever(day: LoadDay) -> int:
    """Keep a core busy with the day's plan, in a process of its own, as a worker does."""
    pid = os.fork()
    if pid:
        return pid
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        give_way()
        seed = 0
        while True:
            seed += 1
            planning.draft(day.state, day.streets, budget=Budget(seconds=600), seed=seed)
    finally:
        os._exit(1)


def ordering(name: str, url: str, directory: Path, seconds: float) -> dict[str, Any]:
    """Measure L2 or L3."""
    directory.mkdir()
    coop = found_small(url, directory)
    late = LateStore()
    app = _app_of_small(late, coop, directory)
    order = request("POST", "/v1/orders", coop.key, coop.wish())
    with served(app, lambda: late.open(url)) as server:
        load = measure(server, lambda: order, connections=ORDERING, seconds=seconds)
    return {"measure": name, "connections": ORDERING, **load.figures()}


def _app_of_small(late: LateStore, coop: SmallCoop, pages: Path) -> FastAPI:
    return create_app(
        store=cast("Store", late),
        cities={"grid": coop.city},
        clock=lambda: coop.now,
        new_id=lambda: uuid.uuid4().hex,
        options=Options(rate=None, pages=pages),
    )


def main(argv: Sequence[str]) -> int:
    """Measure, print and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--extract", type=Path, default=Path(".cache/extracts/Helsinki.osm.pbf"))
    parser.add_argument("--couriers", type=int, default=60)
    parser.add_argument("--orders", type=int, default=1000)
    parser.add_argument("--iterations", type=int, default=300, help="of the plan's search")
    parser.add_argument("--seconds", type=float, default=20.0, help="per measure")
    parser.add_argument("--only", choices=["quotes", "orders"], help="half of it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(argv)
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder)
        if given.only != "orders":
            rows += quoting(given, directory)
        if given.only != "quotes":
            url = f"sqlite:///{directory / 'orders.db'}"
            rows.append(ordering("L2 orders, SQLite", url, directory / "l2", given.seconds))
            if find_postgres() is not None:
                with run_postgres(is_durable=True) as server:
                    rows.append(
                        ordering(
                            "L3 orders, PostgreSQL", server.url, directory / "l3", given.seconds
                        )
                    )
    if given.json:
        print(json.dumps(rows))
        return 0
    for row in rows:
        print(", ".join(f"{name} {value}" for name, value in row.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
