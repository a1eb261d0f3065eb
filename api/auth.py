"""Who asks: from a key or a session cookie to an actor, at one choke point.

Every route passes the gate before its body is read. What the table of routes does not admit
goes no further; another co-op's secret is as unknown as none.
"""

from __future__ import annotations

import asyncio
import time
from base64 import b64decode
from binascii import Error as Base64Error
from functools import partial
from typing import TYPE_CHECKING, Final, NoReturn

from api import shop_pages
from api.languages import choose_language
from api.oauth_errors import TOKEN_PATH
from api.problems import STATUSES, Problem, ProblemError, refuse
from dispatch.errors import BadToken, StoreUnavailable
from dispatch.model import AccessKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import FastAPI
    from starlette.requests import Request

    from api.admission import Admission, Declared
    from api.limits import Limiter
    from api.services import Services
    from api.shared_limits import Buckets
    from dispatch.model import Access, Actor, Coop

COOKIE: Final = "commonwheel_session"
PAGE_HEADER: Final = "x-commonwheel"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
SIGN_IN: Final = "/sign-in/{token}"
TRACKING: Final = "/t/{token}"
CALENDAR: Final = "/calendar/{secret}.ics"
BY_SECRET: Final = frozenset({SIGN_IN, TRACKING, f"{TRACKING}/note", CALENDAR, TOKEN_PATH})
"""Where guessing secrets is limited by the address that asks, as with wrong keys."""

BY_BASIC: Final = frozenset({"/compat/vroom", "/compat/vroom/"})
"""Where a key may come as the password of HTTP Basic, as clients of a server behind a proxy do."""


class Gate:
    """Admits actors to routes.

    Parameters
    ----------
    services
        Knows the store and the time.
    table
        Every route with whom it admits.
    limiter
        How often one key may ask; ``None``: without limit.
    buckets
        Where it is counted how often they do.

    Raises
    ------
    ValueError
        When a route stands in the table twice.
    """

    def __init__(
        self,
        services: Services,
        table: Sequence[Declared],
        *,
        limiter: Limiter | None,
        buckets: Buckets,
    ) -> None:
        self._services = services
        self._buckets = buckets
        self._limiter = limiter
        self._page_limits = shop_pages.PageLimits(seconds=time.monotonic)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._of_this_turn: dict[str, tuple[Access, Actor, Coop]] = {}
        self._admissions: dict[tuple[str, str], Admission] = {}
        for declared in table:
            key = (declared.method, declared.path)
            if key in self._admissions:
                msg = f"Expected each route once, got {key} twice."
                raise ValueError(msg)
            self._admissions[key] = declared.admission

    def check(self, app: FastAPI) -> None:
        """Compare what an application serves with the table.

        Parameters
        ----------
        app
            The application, complete.

        Raises
        ------
        ValueError
            When a route is served that is not in the table, or the other way round.
        """
        served = {
            (method, str(getattr(route, "path", route)))
            for route in app.routes
            for method in (getattr(route, "methods", None) or {"*"})
        }
        if served != set(self._admissions):
            odd = sorted(served ^ set(self._admissions))
            msg = f"Expected every route in the table and the other way round, got {odd}."
            raise ValueError(msg)

    async def admit(self, request: Request, path: str) -> None:
        """Admit a request to a route, or end it.

        Parameters
        ----------
        request
            Gets ``state.actor``, ``state.access``, ``state.coop`` and ``state.may_go_on``.
        path
            Template of the route.

        Raises
        ------
        ProblemError
            When nobody is signed in, the role or scope does not suffice, the page header
            is missing, a key asks what only people may, or too many requests came with it.
        BadToken
            When the key or session is not good.
        """
        admission = self._admissions[(request.method, path)]
        if admission.is_public:
            if path in BY_SECRET:
                await self._limit(request, _address(request))
            return
        takes_basic = path in BY_BASIC
        secret = _bearer(request, takes_basic=takes_basic)
        if secret is None:
            secret = request.cookies.get(COOKIE)
            if secret and request.method not in SAFE_METHODS:
                _check_page_header(request)
        if not secret:
            _refuse_stranger(takes_basic=takes_basic)
        try:
            access, actor, coop = await self.identify(secret)
        except BadToken:
            await self._limit(request, _address(request))
            raise
        if admission.is_for_pages or access.kind is AccessKind.PUBLISHABLE:
            shop_pages.check(request, access, admission)
            await self._limit_page(request, access)
        await self._limit(request, f"{access.id} {admission.bucket}")
        request.state.access, request.state.actor, request.state.coop = access, actor, coop
        request.state.may_go_on = partial(self.is_good, secret)
        accepted = request.headers.get("accept-language")
        request.state.language = choose_language(accepted, coop.language)
        if not admission.admits(actor):
            refuse("not_allowed")
        if admission.is_for_sessions and access.kind is not AccessKind.SESSION:
            refuse("session_needed")

    async def identify(self, secret: str) -> tuple[Access, Actor, Coop]:
        """Tell who holds a secret.

        Requests that had come before the store was looked at, in the same turn of the event
        loop, share what it said.

        Parameters
        ----------
        secret
            Of a key or a session.

        Returns
        -------
        tuple
            The access, the actor and their co-op.

        Raises
        ------
        BadToken
            When it is not good.
        """
        reception, loop = self._services.reception, asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop, self._of_this_turn = loop, {}
        known = self._of_this_turn.get(secret) or reception.known(secret)
        if known is None:
            return await asyncio.wrap_future(reception.identify(secret))
        if not self._of_this_turn:
            loop.call_soon(self._of_this_turn.clear)
        self._of_this_turn[secret] = known
        return known

    async def is_good(self, secret: str) -> bool:
        """Tell whether a secret is still good, for those who stay long."""
        try:
            await self.identify(secret)
        except (BadToken, StoreUnavailable):
            return False
        return True

    async def _limit_page(self, request: Request, access: Access) -> None:
        """Let one visitor ask less than a shop, and all of them together book so many."""
        buckets = self._page_limits.of(access.id, _address(request), request.scope["path"])
        for limiter, key in buckets:
            await self._limit(request, key, limiter)

    async def _limit(self, request: Request, key: str, limiter: Limiter | None = None) -> None:
        if self._limiter is None:
            return
        allowance = await self._buckets.take(limiter or self._limiter, key)
        request.state.rate_headers = allowance.headers()
        if not allowance.is_allowed:
            refuse("too_many_requests")


def _bearer(request: Request, *, takes_basic: bool) -> str | None:
    header = request.headers.get("authorization")
    if header is None:
        return None
    scheme, _, secret = header.partition(" ")
    if takes_basic and scheme.lower() == "basic":
        secret = _password(secret)
    elif scheme.lower() != "bearer":
        secret = ""
    if not secret.strip() or not secret.isascii():
        _refuse_stranger(takes_basic=takes_basic)
    return secret.strip()


def _password(coded: str) -> str:
    """Read the password of HTTP Basic, or the name where there is no password; empty: neither."""
    try:
        name, _, password = b64decode(coded.strip(), validate=True).decode().partition(":")
    except (Base64Error, ValueError):
        return ""
    return password or name


def _check_page_header(request: Request) -> None:
    if request.headers.get(PAGE_HEADER) != "1":
        refuse("page_header_missing")


def _refuse_stranger(*, takes_basic: bool) -> NoReturn:
    code = "not_signed_in"
    realm = 'realm="commonwheel"'
    basic = f", Basic {realm}" if takes_basic else ""
    headers = {"www-authenticate": f"Bearer {realm}{basic}"}
    raise ProblemError(Problem(code=code, status=STATUSES[code], headers=headers))


def _address(request: Request) -> str:
    return f"address:{request.client.host}" if request.client else "address:"
