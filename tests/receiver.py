"""A receiver of webhooks for tests: keeps what it gets, and answers as it is told."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, kw_only=True)
class Received:
    """One request.

    Attributes
    ----------
    path, headers, body
        As it came; names of headers in lower case.
    """

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(kw_only=True)
class Receiver:
    """What came, and what is answered.

    Attributes
    ----------
    url
        Where it listens.
    answer
        Gives status and headers for a request, or the raw bytes to answer with.
    received
        Every request, in order.
    """

    url: str = ""
    answer: Callable[[Received], tuple[int, dict[str, str]] | bytes] = lambda _: (200, {})
    received: list[Received] = field(default_factory=list)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Listen on a free port of this machine."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        """Hands each request to the receiver."""

        def do_POST(self) -> None:
            """Keep the request and answer."""
            length = int(self.headers.get("content-length", "0"))
            headers = {name.lower(): value for name, value in self.headers.items()}
            got = Received(path=self.path, headers=headers, body=self.rfile.read(length))
            if len(got.body) < length:
                return  # whoever sent it has died
            receiver.received.append(got)
            answer = receiver.answer(got)
            if isinstance(answer, bytes):
                self.wfile.write(answer)
                return
            self.send_response(answer[0])
            for name, value in answer[1].items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
