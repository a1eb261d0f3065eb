"""Read a request's body up to a limit before anything else looks at it.

Pure ASGI: a body that is announced or turns out too large is answered with 413 after at most
the limit has been read, one that trickles in too slowly with 408. Addresses that hold a NUL
or another control character, bytes that are no UTF-8, or other bytes than ASCII in a query, are
answered with 400; so no such text reaches a route.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from api.languages import choose_language
from api.problems import ProblemError, own_problem, refuse, respond

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.languages import Catalogs

ORDER_LIMIT: Final = 64 * 1024
"""Bytes of a body on most routes."""

IMPORT_LIMIT: Final = 8 * 1024 * 1024
"""Bytes of a body that carries many orders or reports at once."""

PHOTO_LIMIT: Final = 2 * 1024 * 1024
"""Bytes of a picture from the door, which phones make small before they send it."""

SECONDS_TO_ARRIVE: Final = 20.0
"""How long a body may take to arrive."""

MAX_PATH: Final = 1024
MAX_QUERY: Final = 4096
MAX_DIGITS: Final = 12

_UNREADABLE = re.compile("[\x00-\x1f\x7f\ufffd\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRules:
    """How large bodies may be.

    Attributes
    ----------
    default
        Bytes on every path that is not named.
    by_path
        Bytes on paths that begin with a key.
    seconds
        How long a body may take to arrive.
    """

    default: int = ORDER_LIMIT
    by_path: Mapping[str, int]
    seconds: float = SECONDS_TO_ARRIVE

    def limit(self, path: str) -> int:
        """Give the limit of a path in bytes."""
        for beginning, limit in self.by_path.items():
            if path.startswith(beginning):
                return limit
        return self.default


class BodyLimit:
    """ASGI middleware that hands on a complete body within its limit, or a problem.

    Parameters
    ----------
    app
        What comes next.
    rules
        How large bodies may be.
    catalogs
        Sentences of the problems.
    """

    def __init__(self, app: ASGIApp, *, rules: BodyRules, catalogs: Catalogs) -> None:
        self._app = app
        self._rules = rules
        self._catalogs = catalogs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            self._check_address(scope)
            async with asyncio.timeout(self._rules.seconds):
                body = await self._read(scope, receive)
        except TimeoutError:
            refused = own_problem("too_slow")
        except ProblemError as error:
            refused = error.problem
        else:
            if body is not None:
                await self._app(scope, _replay(body, receive), send)
            return
        response = respond(refused, self._catalogs, _language(scope), scope["path"])
        response.headers["connection"] = "close"
        await response(scope, receive, send)

    def _check_address(self, scope: Scope) -> None:
        path, query = scope["path"], scope["query_string"]
        if len(path) > MAX_PATH or len(query) > MAX_QUERY:
            refuse("address_too_long")
        if not query.isascii():
            refuse("request_malformed")
        text = unquote(query.decode().replace("+", " "))
        if _UNREADABLE.search(path) or _UNREADABLE.search(text):
            refuse("request_malformed")

    async def _read(self, scope: Scope, receive: Receive) -> bytes | None:
        limit = self._rules.limit(scope["path"])
        announced = dict(scope["headers"]).get(b"content-length", b"")
        if announced.isdigit() and (len(announced) > MAX_DIGITS or int(announced) > limit):
            refuse("body_too_large", limit=limit)
        chunks: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > limit:
                refuse("body_too_large", limit=limit)
            chunks.append(chunk)
            if not message.get("more_body", False):
                return b"".join(chunks)


def _replay(body: bytes, receive: Receive) -> Receive:
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return messages.pop() if messages else await receive()

    return replay


def _language(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"accept-language":
            return choose_language(value.decode("latin-1"))
    return choose_language(None)
