"""The recipient's page, by an unguessable link."""

from datetime import datetime
from functools import partial
from typing import Annotated
from urllib.parse import parse_qs

import anyio.to_thread
from fastapi import Query, Request, Response
from starlette.responses import RedirectResponse

from api.deps import NowDep, ServicesDep
from api.languages import choose_language
from api.problems import refuse
from api.services import Services
from api.tracking_page import tracking_page
from api.words import Words
from dispatch import tracking
from dispatch.errors import BadWish, TransitionRefused
from dispatch.model import CoopId
from dispatch.store import ReadTransaction

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 4

Lang = Annotated[str, Query(max_length=5)]


async def show(
    token: str, request: Request, services: ServicesDep, now: NowDep, lang: Lang = ""
) -> Response:
    """Show where an order is and when it comes, to whoever has its link."""
    return await _page(token, request, services, now, lang)


async def leave_note(
    token: str, request: Request, services: ServicesDep, now: NowDep, lang: Lang = ""
) -> Response:
    """Tell the courier something about the door."""
    coop = await _coop_of(services, token)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        refuse("request_malformed")
    try:
        body = (await request.body()).decode("ascii")
        fields = parse_qs(body, True, True, "utf-8", "strict", MOST_FIELDS)  # noqa: FBT003 - as it names them
    except ValueError:
        refuse("request_malformed")
    leave = partial(tracking.leave_note, token=token, note=fields.get("note", [""])[0], now=now)
    try:
        await services.write(coop, leave)
    except (BadWish, TransitionRefused) as error:
        key = "track.note.too_long" if isinstance(error, BadWish) else "track.note.too_late"
        return await _page(token, request, services, now, lang, problem=key)
    known = f"?lang={choose_language(lang)}" if lang else ""
    return RedirectResponse(f"/t/{token}{known}", status_code=303)


async def _page(  # noqa: PLR0913, PLR0917 - private
    token: str,
    request: Request,
    services: Services,
    now: datetime,
    lang: str,
    problem: str = "",
) -> Response:
    coop = await _coop_of(services, token)

    def look(tx: ReadTransaction) -> tuple[tracking.Tracked, str]:
        return tracking.track(tx, token, now=now), tx.coop.language

    tracked, language = await services.read(coop, look)
    accepted = lang or request.headers.get("accept-language")
    words = Words(catalogs=services.catalogs, language=choose_language(accepted, language))
    return tracking_page(
        words,
        tracked,
        path=f"/t/{token}",
        now=now,
        problem=words.say(problem) if problem else "",
    )


async def _coop_of(services: Services, token: str) -> CoopId:
    coop = await anyio.to_thread.run_sync(services.store.coop_tracking, token[:64])
    if coop is None:
        refuse("not_found")
    return coop
