"""The class of every route: first who asks, then what they sent, then the use case."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.routing import Match

from api.deps import get_ask
from api.plain_route import plain_endpoint
from api.problems import STATUSES, Fault, Problem, ProblemError, refuse
from api.strict_json import RefusedJsonError, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    from api.admission import Endpoint
    from api.auth import Gate
    from api.plain_route import PlainEndpoint


class ParsedRequest(Request):
    """A request whose JSON body has been read by `api.strict_json`."""

    parsed: object = None

    async def json(self) -> Any:  # noqa: ANN401 - a JSON document is any value
        """Give the document.

        Returns
        -------
        Any
            As `api.strict_json.parse` read it.
        """
        return self.parsed


class DeclaredRoute(APIRoute):
    """A route that admits only actors whom the table of `api.table` names.

    The gate in ``app.state.gate`` decides; there is no other way to a use case. Only then
    is the body read, as strict JSON with the right Content-Type.
    """

    def __init__(self, path: str, endpoint: Endpoint, **options: Any) -> None:  # noqa: ANN401 - FastAPI's own
        super().__init__(path, endpoint, **options)
        plain = plain_endpoint(endpoint)
        if plain is not None:
            self.app = self._app_of(plain)

    def _app_of(self, plain: PlainEndpoint) -> ASGIApp:
        """Put the gate and the parser before a plain endpoint."""
        path, status = self.path, self.status_code or 200

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            request = Request(scope, receive, send)
            gate: Gate = request.app.state.gate
            await gate.admit(request, path)
            document = await _read(request)
            ask = await get_ask(request)
            response = await plain.respond(request.headers, document, ask, status)
            await response(scope, receive, send)

        return app

    @cached_property
    def _beginning(self) -> str:
        """What every path of the route begins with."""
        return self.path.partition("{")[0]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Look whether a request is for this route; most are told apart by how paths begin.

        Returns
        -------
        tuple
            As of any route.
        """
        is_behind = bool(scope.get("root_path"))
        if not is_behind and not str(scope["path"]).startswith(self._beginning):
            return Match.NONE, {}
        return super().matches(scope)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Put the gate and the parser before the handler.

        Returns
        -------
        Callable
            The handler.
        """
        handler = super().get_route_handler()
        takes_body = self.body_field is not None
        path = self.path

        async def handle(request: Request) -> Response:
            gate: Gate = request.app.state.gate
            await gate.admit(request, path)
            parsed = ParsedRequest(request.scope, request.receive)
            if takes_body:
                parsed.parsed = await _read(parsed)
            return await handler(parsed)

        return handle


async def _read(request: Request) -> object:
    body = await request.body()
    if not body:
        return None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (
        kind.startswith("application/") and kind.endswith("+json")
    ):
        refuse("body_not_of_type_json")
    try:
        return parse(body)
    except RefusedJsonError as error:
        faults = (Fault(place="#", in_body=True, key=error.key),)
        code = "body_not_json"
        raise ProblemError(Problem(code=code, status=STATUSES[code], faults=faults)) from error
