"""Claim: without Redis nothing is lost and orders are taken; live push is back within 5 s of it.

``python -m tests.faults.kill_redis --rounds 50`` serves one store by two processes that wake each
other over Redis; the one takes orders, the other has a live stream open and looks for itself only
once in a minute. In turns Redis is killed with SIGKILL, flushed, or absent while both start.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from redis import Redis
from redis.exceptions import RedisError

from api.app import Options, create_app
from bench.asking import connect, request
from bench.forked_server import Late, LateStore, end, fork_server, listen
from dispatch.feed import RedisFeed
from dispatch.store import open_store
from tests.faults.small_coop import SmallCoop, found_small
from tests.servers import find_redis

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastapi import FastAPI

    from dispatch.feed import Feed
    from dispatch.store import Store

KINDS = ("kill", "flush", "absent")
LOOKS_EVERY_S = 60.0
"""How often the listening process looks into the store by itself: too seldom to help."""

LONGEST_PUSH_S = 5.0
PATIENCE_S = 20.0
CREATED = 201


class OwnRedis:
    """A Redis server that is started and killed on one port.

    Parameters
    ----------
    port, directory
        Where it listens and lies.
    """

    def __init__(self, port: int, directory: Path) -> None:
        self._options = ["--port", str(port), "--bind", "127.0.0.1", "--save", ""]
        self._options += ["--appendonly", "no", "--dir", str(directory)]
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"redis://127.0.0.1:{port}/0"

    def start(self) -> None:
        """Start it and wait until it answers."""
        words = ["setpriv", "--pdeathsig", "KILL", str(find_redis()), *self._options]
        self._process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        with Redis.from_url(self.url, retry=None) as client:
            while not _answers(client):
                self._process.poll()

    def kill(self) -> None:
        """Kill it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def flush(self) -> None:
        """Empty it."""
        with Redis.from_url(self.url) as client:
            client.flushall()


class Pair:
    """Two processes that serve one store and wake each other over Redis.

    Parameters
    ----------
    url
        Of the store.
    redis_url
        Of Redis.
    coop
        What is in the store.
    directory
        Empty, of pages.
    """

    def __init__(self, url: str, redis_url: str, coop: SmallCoop, directory: Path) -> None:
        self._url = url
        self._redis_url = redis_url
        self._coop = coop
        self._store, self._feed = LateStore(), Late()
        self._app: FastAPI = create_app(
            store=cast("Store", self._store),
            cities={"grid": coop.city},
            clock=lambda: coop.now,
            new_id=lambda: uuid.uuid4().hex,
            feed=cast("Feed", self._feed),
            options=Options(rate=None, pages=directory, interval_s=LOOKS_EVERY_S),
        )

    @contextlib.contextmanager
    def served(self) -> Iterator[tuple[int, int]]:
        """Serve until the context ends; give both ports."""
        with listen() as taking, listen() as telling:
            pids = [fork_server(self._app, one, begin=self._begin) for one in (taking, telling)]
            try:
                yield taking.getsockname()[1], telling.getsockname()[1]
            finally:
                for pid in pids:
                    end(pid)

    def _begin(self) -> None:
        self._store.open(self._url)
        feed = RedisFeed(self._redis_url)
        self._feed.make(feed)
        self._store.on_commit(feed.publish)


class Round:
    """One pair of processes, one fault, and what came of it.

    Parameters
    ----------
    coop
        Who orders.
    redis
        What fails.
    ports
        Of the process that takes orders, and of the one that tells of them.
    after
        Place of the last event of before.
    """

    def __init__(
        self, coop: SmallCoop, redis: OwnRedis, ports: tuple[int, int], after: int
    ) -> None:
        self._coop = coop
        self._redis = redis
        self._ports = ports
        self._after = after
        self._taken = 0
        self._refused = 0
        self._seen: set[int] = set()
        self._told = asyncio.Event()

    async def run(self, kind: str) -> dict[str, Any]:
        """Go through one fault."""
        listening = asyncio.create_task(self._listen())
        if kind != "absent":
            await self._order(1)
            await self._all_told()
        if kind == "kill":
            self._redis.kill()
        elif kind == "flush":
            self._redis.flush()
        await self._order(3)
        if kind != "flush":
            self._redis.start()
        back = time.monotonic()
        await self._order(1)
        await self._all_told()
        push_s = time.monotonic() - back
        listening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await listening
        return {
            "taken": self._taken,
            "refused": self._refused,
            "untold": self._taken - len(self._seen),
            "push_s": push_s,
            "after": max(self._seen, default=self._after),
        }

    async def _order(self, number: int) -> None:
        connection = await connect(self._ports[0])
        for _ in range(number):
            sent = request("POST", "/v1/orders", self._coop.key, self._coop.wish())
            status, _ = await connection.ask(sent)
            self._taken += status == CREATED
            self._refused += status != CREATED
        connection.close()

    async def _listen(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._ports[1])
        writer.write(request("GET", f"/v1/live?after={self._after}", self._coop.key))
        async for line in reader:
            if line.startswith(b"id: "):
                self._seen.add(int(line[4:]))
                self._told.set()

    async def _all_told(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                while len(self._seen) < self._taken:
                    self._told.clear()
                    await self._told.wait()


def _answers(client: Redis) -> bool:
    try:
        return bool(client.ping())
    except (OSError, RedisError):
        return False


def fail_often(directory: Path, *, rounds: int) -> dict[str, Any]:
    """Let Redis fail as often as said; give what was found."""
    began = time.monotonic()
    url = f"sqlite:///{directory / 'store.db'}"
    coop = found_small(url, directory)
    with listen() as probe:
        port = probe.getsockname()[1]
    redis = OwnRedis(port, directory)
    pair = Pair(url, redis.url, coop, directory)
    found: list[dict[str, Any]] = []
    after = _last_seq(url, coop)
    try:
        for number in range(rounds):
            kind = KINDS[number % len(KINDS)]
            if kind != "absent":
                redis.start()
            with pair.served() as ports:
                found.append(asyncio.run(Round(coop, redis, ports, after).run(kind)))
            after = found[-1]["after"]
            redis.kill()
    finally:
        redis.kill()
    kept = _num_orders(url, coop)
    taken = sum(one["taken"] for one in found)
    return {
        "rounds": rounds,
        "taken": taken,
        "lost": taken - kept,
        "refused": sum(one["refused"] for one in found),
        "untold": sum(one["untold"] for one in found),
        "longest_push_s": round(max(one["push_s"] for one in found), 2),
        "seconds": round(time.monotonic() - began),
    }


def _last_seq(url: str, coop: SmallCoop) -> int:
    store = open_store(url, create=False)
    with store.read(coop.coop) as tx:
        last = tx.events.last_seq()
    store.close()
    return last


def _num_orders(url: str, coop: SmallCoop) -> int:
    store = open_store(url, create=False)
    with store.read(coop.coop) as tx:
        number = len(tx.orders.of_day(tx.coop.day_of(coop.now)))
    store.close()
    return number


def is_good(found: dict[str, Any]) -> bool:
    """Tell whether nothing was lost or refused, and push was back in time."""
    wrong = found["lost"], found["refused"], found["untold"]
    return not any(wrong) and found["longest_push_s"] <= LONGEST_PUSH_S


def main(argv: Sequence[str]) -> int:
    """Let it fail, print what was found, and return 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kill_redis", description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        found = fail_often(Path(folder), rounds=given.rounds)
    print(json.dumps({"fault": "F3", **found}))  # noqa: T201 - its result
    return int(not is_good(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
