"""See every request once: its id, its line in the log, its numbers, and a 500 if it breaks."""

from __future__ import annotations

import logging
import secrets
import time
from typing import TYPE_CHECKING, Any, Final

from api.languages import choose_language
from api.logs import LOGGER_NAME
from api.problems import own_problem, respond

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.languages import Catalogs
    from api.metrics import Metrics

UNROUTED: Final = "(none)"
"""Stands for the route template of a request that no route took."""

_KNOWN_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class BrokenOffError(Exception):
    """An answer that had begun cannot be finished; the log says why, without any message."""


class Watch:
    """ASGI middleware around everything else.

    Parameters
    ----------
    app
        What comes next.
    metrics
        Where requests are counted.
    catalogs
        Sentences of the problem that answers what nobody foresaw.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics, catalogs: Catalogs) -> None:
        self._app = app
        self._metrics = metrics
        self._catalogs = catalogs
        self._logger = logging.getLogger(LOGGER_NAME)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        state: dict[str, Any] = scope.setdefault("state", {})
        state["request_id"] = request_id
        state["language"] = choose_language(_header(scope, b"accept-language"))
        began = time.perf_counter()
        status = 0

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                extra = {"x-request-id": request_id, **state.get("rate_headers", {})}
                pairs = [(name.encode(), value.encode()) for name, value in extra.items()]
                message["headers"] = [*message["headers"], *pairs]
                self._count(scope, status, time.perf_counter() - began)
            await send(message)

        try:
            await self._app(scope, receive, note)
        except Exception as error:
            self._logger.exception("request broke", extra={"request_id": request_id})
            if status:
                raise BrokenOffError from None
            problem = own_problem("internal_error")
            answer = respond(problem, self._catalogs, state["language"], scope["path"])
            await answer(scope, receive, note)
            state["error"] = type(error).__name__
        self._log(scope, status, time.perf_counter() - began)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        method, route = _method(scope), template(scope)
        self._metrics.requests.labels(method, route, str(status)).inc()
        self._metrics.seconds.labels(method, route).observe(seconds)

    def _log(self, scope: Scope, status: int, seconds: float) -> None:
        state = scope["state"]
        actor = state.get("actor")
        self._logger.info(
            "request",
            extra={
                "request_id": state["request_id"],
                "method": _method(scope),
                "route": template(scope),
                "status": status,
                "ms": round(seconds * 1000, 1),
                "coop": actor.coop if actor else None,
                "role": str(actor.role) if actor else None,
            },
        )


def template(scope: Scope) -> str:
    """Give the path template of the route that took a request.

    Parameters
    ----------
    scope
        Of the request, after routing.

    Returns
    -------
    str
        Such as ``/v1/orders/{order_id}``, never the path itself.
    """
    return str(getattr(scope.get("route"), "path", None) or UNROUTED)


def _method(scope: Scope) -> str:
    method = str(scope["method"])
    return method if method in _KNOWN_METHODS else "(other)"


def _header(scope: Scope, wanted: bytes) -> str | None:
    for name, value in scope["headers"]:
        if name == wanted:
            return str(value.decode("latin-1"))
    return None
