"""Many connections that ask one server as fast as it answers: plain HTTP/1.1, kept alive."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from statistics import quantiles
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

REFUSED = 400
"""From this status on an answer is a refusal."""


@dataclass(slots=True)
class Load:
    """What came of asking for a while.

    Attributes
    ----------
    seconds
        How long it took, from the first request to the last answer.
    milliseconds
        Of each answer.
    statuses
        How many answers had which status.
    cpu_s
        Seconds of processor time that the server took meanwhile.
    """

    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    cpu_s: float = 0.0

    def figures(self) -> dict[str, float]:
        """Sum up."""
        marks = quantiles(self.milliseconds, n=100)
        return {
            "per_second": round(len(self.milliseconds) / self.seconds, 1),
            "p50_ms": round(marks[49], 1),
            "p99_ms": round(marks[98], 1),
            "cpu_ms": round(1000 * self.cpu_s / len(self.milliseconds), 3),
            "answers": len(self.milliseconds),
            "refused": sum(n for status, n in self.statuses.items() if status >= REFUSED),
        }


def request(method: str, path: str, key: str, body: object = None, **headers: str) -> bytes:
    """Write one request."""
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "host: localhost", f"authorization: Bearer {key}"]
    if body is not None:
        lines += ["content-type: application/json", f"content-length: {len(content)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + content


class Connection:
    """One connection that asks one thing at a time.

    Parameters
    ----------
    reader, writer
        Of an open connection.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def ask(self, sent: bytes) -> tuple[int, Any]:
        """Send a request; give the status and the JSON of its answer.

        Raises
        ------
        OSError, asyncio.IncompleteReadError
            When the server has gone.
        """
        self._writer.write(sent)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(head.split("content-length: ", 1)[1].split("\r\n", 1)[0])
        body = await self._reader.readexactly(length)
        return int(head.split(" ", 2)[1]), json.loads(body) if body else None

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


async def connect(port: int) -> Connection:
    """Open a connection to a server of this machine."""
    return Connection(*await asyncio.open_connection("127.0.0.1", port))


async def ask_for(
    port: int, next_request: Callable[[], bytes], *, connections: int, seconds: float
) -> Load:
    """Ask on many connections for a while.

    Parameters
    ----------
    port
        Of a server of this machine.
    next_request
        Gives each request.
    connections
        How many ask at once.
    seconds
        After how long no more is asked.
    """
    load = Load()
    opened = [await connect(port) for _ in range(connections)]
    began = time.perf_counter()

    async def go_on(connection: Connection) -> None:
        while time.perf_counter() - began < seconds:
            sent = time.perf_counter()
            status, _ = await connection.ask(next_request())
            load.milliseconds.append(1000 * (time.perf_counter() - sent))
            load.statuses[status] += 1

    await asyncio.gather(*map(go_on, opened))
    load.seconds = time.perf_counter() - began
    for connection in opened:
        connection.close()
    return load
