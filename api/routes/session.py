"""Sign in with a link, sign out, and who am I."""

from functools import partial

import anyio.to_thread
from fastapi import Request, Response
from starlette.responses import RedirectResponse

from api.auth import COOKIE
from api.deps import Ask, AskDep, NowDep, ServicesDep, WordsDep
from api.html import sign_in_page
from api.problems import refuse
from api.schemas.fields import Said
from api.schemas.session import CoopOut, MeOut
from api.services import Services
from dispatch import keys
from dispatch.errors import BadToken
from dispatch.model import CoopId, Role
from dispatch.reception import LONGEST_SECRET
from routing.streets.places_online import PRIVACY_NOTICE

PAGES = {
    Role.DISPATCHER: "/console",
    Role.MEMBER: "/console",
    Role.COURIER: "/courier",
    Role.STOREFRONT: "/storefront",
}
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


async def show_sign_in(token: str, services: ServicesDep, words: WordsDep, now: NowDep) -> Response:
    """Show one button; the link is used up only when it is pressed."""
    coop = await _coop_of(services, token)
    try:
        await services.read(coop, lambda tx: keys.peek(tx, token, now=now))
    except BadToken:
        refuse("link_used_up")
    return sign_in_page(words)


async def sign_in(token: str, request: Request, services: ServicesDep, now: NowDep) -> Response:
    """Exchange the link for a session and go to the page of the role."""
    coop = await _coop_of(services, token)
    session = keys.new_secret()
    exchange = partial(keys.sign_in, link=token, session=session, now=now, new_id=services.new_id)
    try:
        access = await services.write(coop, exchange)
    except BadToken:
        refuse("link_used_up")
    response = RedirectResponse(PAGES.get(access.role, "/"), status_code=303)
    response.headers["cache-control"] = "no-store"
    response.set_cookie(
        COOKIE,
        session,
        max_age=int(keys.SESSION_LIFETIME.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=_is_secure(request),
    )
    return response


async def sign_out(request: Request, ask: AskDep) -> Response:
    """End the session or key that asks."""
    revoke = partial(keys.revoke, actor=ask.actor, access=ask.access.id, now=ask.now)
    await ask.write(revoke)
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=_is_secure(request))
    return response


async def me(ask: AskDep) -> MeOut:
    """Tell who asks, for which co-op, and what time it is there."""
    return MeOut(
        coop=CoopOut.of(ask.coop),
        member=ask.actor.member,
        role=ask.actor.role,
        name=ask.access.name,
        language=ask.words.language,
        courier_id=ask.actor.courier,
        storefront_id=ask.actor.storefront,
        day=ask.coop.day_of(ask.now).isoformat(),
        now=ask.now,
        speed=ask.services.speed,
        notices=notices_of(ask),
    )


def notices_of(ask: Ask) -> list[Said]:
    """Say that addresses leave this server, where they do."""
    host = ask.services.places_host
    return [ask.words.said("notice", PRIVACY_NOTICE, {"host": host})] if host else []


async def _coop_of(services: Services, token: str) -> CoopId:
    coop = await anyio.to_thread.run_sync(services.store.coop_of, token[:LONGEST_SECRET])
    if coop is None:
        refuse("link_used_up")
    return coop


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https" or request.url.hostname not in LOOPBACK
