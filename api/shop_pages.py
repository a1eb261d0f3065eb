"""What shops' own pages may ask, and how often: the routes behind the widget.

A publishable key stands in a page for all to read. So it opens nothing but the routes for
pages, from the origins that it names, and not often. A browser says truly which page asks;
any other program can lie about it, which is why the limits hold whatever it says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from api.limits import Limiter, Rate
from api.problems import refuse
from dispatch.model import AccessKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.admission import Admission
    from dispatch.model import Access, KeyId

PATH: Final = "/v1/widget/"
"""Where the routes for pages begin."""

SCRIPT: Final = "/widget.js"

VISITOR_RATE: Final = Rate(per_second=2.0, burst=40)
"""How often one address may ask with one key; it types, and each letter may ask."""

VISITOR_BOOKINGS: Final = Rate(per_second=1 / 120, burst=5)
"""How often one address may book with one key."""

SHOP_BOOKINGS: Final = Rate(per_second=1 / 30, burst=100)
"""How often all visitors of a shop together may book."""

_PREFLIGHT: Final = (
    (b"access-control-allow-methods", b"GET, POST"),
    (b"access-control-allow-headers", b"authorization, content-type, idempotency-key"),
    (b"access-control-max-age", b"3600"),
)
_READABLE: Final = (
    (b"access-control-allow-origin", b"*"),  # without cookies; the key says which pages may ask
    (b"access-control-expose-headers", b"retry-after, ratelimit, x-request-id"),
)
_ANYWHERE: Final = ((b"cross-origin-resource-policy", b"cross-origin"),)


def check(request: Request, access: Access, admission: Admission) -> None:
    """Refuse a key in the wrong place: a publishable one elsewhere, any other in a page.

    Raises
    ------
    ProblemError
        ``not_allowed`` for a publishable key on a route that is not for pages,
        ``origin_not_allowed`` for a page that the key does not name.
    """
    origin = request.headers.get("origin")
    if access.kind is AccessKind.PUBLISHABLE:
        if not admission.is_for_pages:
            refuse("not_allowed")
        if origin not in access.origins:
            refuse("origin_not_allowed")
    elif origin is not None:
        refuse("origin_not_allowed")


class PageLimits:
    """How often pages may ask.

    Parameters
    ----------
    seconds
        A clock that never goes back, in seconds.
    """

    def __init__(self, *, seconds: Callable[[], float]) -> None:
        self._visitors = Limiter(VISITOR_RATE, seconds=seconds, name="visitor")
        self._bookings = Limiter(VISITOR_BOOKINGS, seconds=seconds, name="booking")
        self._shops = Limiter(SHOP_BOOKINGS, seconds=seconds, name="shop")

    def of(self, key: KeyId, address: str, path: str) -> tuple[tuple[Limiter, str], ...]:
        """Give the buckets that a request takes from, and their names."""
        asking = (self._visitors, f"{key} {address}")
        if path != f"{PATH}orders":
            return (asking,)
        return asking, (self._bookings, f"{key} {address}"), (self._shops, key)


class CrossOrigin:
    """ASGI middleware that lets pages of others read the routes for pages, and run the script.

    Parameters
    ----------
    app
        What comes next.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        path = str(scope.get("path", ""))
        is_route = scope["type"] == "http" and path.startswith(PATH)
        if not is_route and path != SCRIPT:
            await self._app(scope, receive, send)
            return
        more = _READABLE if is_route else _ANYWHERE
        if is_route and scope["method"] == "OPTIONS":
            headers = [*more, *_PREFLIGHT, (b"content-length", b"0")]
            await send({"type": "http.response.start", "status": 204, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *more]
            await send(message)

        await self._app(scope, receive, add)
