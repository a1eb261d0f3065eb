"""Claim: an order that was answered with 201 is never lost, whenever the API is killed.

``python -m tests.faults.kill_api --kills 1000`` serves a small co-op, orders on eight connections,
and kills the server with SIGKILL within 150 ms after its first answer, again and again. What was
not answered is sent once more with the same Idempotency-Key. At the end each key has one order,
each order one event, and the chain of events is whole. ``--store postgres`` does the same there.
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
from collections import Counter
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from api.app import Options, create_app
from bench.asking import Connection, connect, request
from bench.forked_server import LateStore, end, fork_server, listen
from dispatch.auditing import audit
from dispatch.store import Store, open_store
from tests.faults.small_coop import SmallCoop, found_small
from tests.servers import run_postgres

if TYPE_CHECKING:
    from collections.abc import Sequence

CONNECTIONS = 8
LONGEST_S = 0.15
GONE = (OSError, asyncio.IncompleteReadError)


class Orders:
    """What was ordered so far.

    Parameters
    ----------
    coop
        Where.
    port
        Of the server.
    """

    def __init__(self, coop: SmallCoop, port: int) -> None:
        self._coop = coop
        self._port = port
        self._numbers = count(1)
        self.answered: dict[str, str] = {}
        self.open: list[str] = []
        self.odd: Counter[int] = Counter()

    async def order_until_killed(self, pid: int, after_s: float) -> None:
        """Order on all connections; kill the server soon after its first answer."""
        opened = [await connect(self._port) for _ in range(CONNECTIONS)]
        first = asyncio.Event()
        asking = [asyncio.create_task(self._go_on(one, first)) for one in opened]
        await first.wait()
        loop = asyncio.get_running_loop()
        loop.call_later(after_s, os.kill, pid, signal.SIGKILL)
        await asyncio.gather(*asking)
        for one in opened:
            one.close()

    async def ask_again(self) -> None:
        """Send what was not answered once more."""
        connection = await connect(self._port)
        while self.open:
            await self._order(connection, self.open[-1])
            self.open.pop()
        connection.close()

    async def _go_on(self, connection: Connection, first: asyncio.Event) -> None:
        with contextlib.suppress(*GONE):
            while True:
                key = self.open.pop() if self.open else f"k{next(self._numbers)}"
                try:
                    await self._order(connection, key)
                except GONE:
                    self.open.append(key)
                    raise
                first.set()

    async def _order(self, connection: Connection, key: str) -> None:
        sent = request("POST", "/v1/orders", self._coop.key, self._coop.wish(), idempotency_key=key)
        status, answer = await connection.ask(sent)
        if status == 201:
            before = self.answered.setdefault(key, answer["id"])
            self.odd[0] += before != answer["id"]
        else:
            self.odd[status] += 1


def kill_often(url: str, directory: Path, *, kills: int, seed: int) -> dict[str, Any]:
    """Kill the API of a new co-op as often as said; give what was found."""
    began = time.monotonic()
    chance = random.Random(seed)  # noqa: S311 - when to kill is no secret
    coop = found_small(url, directory)
    late = LateStore()
    app = create_app(
        store=cast("Store", late),
        cities={"grid": coop.city},
        clock=lambda: coop.now,
        new_id=lambda: uuid.uuid4().hex,
        options=Options(rate=None, pages=directory),
    )
    with listen() as listening:
        orders = Orders(coop, listening.getsockname()[1])
        for _ in range(kills):
            pid = fork_server(app, listening, begin=lambda: late.open(url))
            asyncio.run(orders.order_until_killed(pid, chance.uniform(0, LONGEST_S)))
            os.waitpid(pid, 0)
        pid = fork_server(app, listening, begin=lambda: late.open(url))
        asyncio.run(orders.ask_again())
        end(pid)
    found = _compare(url, coop, orders)
    return {"kills": kills, **found, "seconds": round(time.monotonic() - began), "seed": seed}


def _compare(url: str, coop: SmallCoop, orders: Orders) -> dict[str, Any]:
    store = open_store(url, create=False)
    with store.read(coop.coop) as tx:
        placed = Counter(
            event.subjects["order"] for event in _events(tx) if event.kind == "order.placed"
        )
        kept = {order.id for day in {tx.coop.day_of(coop.now)} for order in tx.orders.of_day(day)}
        is_intact = audit(tx).is_intact
    store.close()
    answered = set(orders.answered.values())
    return {
        "answered": len(orders.answered),
        "lost": len(answered - kept),
        "doubled": len(kept - answered) + len(orders.answered) - len(answered),
        "without_event": len(kept ^ set(placed)) + sum(n > 1 for n in placed.values()),
        "refused": dict(orders.odd - Counter({0: 0})),
        "chain_is_whole": is_intact,
    }


def _events(tx: Any) -> Any:  # noqa: ANN401 - a read transaction
    seq = 0
    while page := tx.events.after(seq):
        yield from page
        seq = page[-1].seq


def main(argv: Sequence[str]) -> int:
    """Kill, print what was found, and return 1 when anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kill_api", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--store", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(argv)
    with contextlib.ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{directory / 'store.db'}"
        if given.store == "postgres":
            url = stack.enter_context(run_postgres()).url
        found = kill_often(url, directory, kills=given.kills, seed=given.seed)
    print(json.dumps({"fault": "F1", "store": given.store, **found}))  # noqa: T201 - its result
    return int(not is_good(found))


def is_good(found: dict[str, Any]) -> bool:
    """Tell whether nothing was lost, doubled or left half done."""
    wrong = found["lost"], found["doubled"], found["without_event"], len(found["refused"])
    return not any(wrong) and bool(found["chain_is_whole"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
