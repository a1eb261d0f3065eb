"""Hints: a courier's phone is told that the route has changed while the page is closed."""

from functools import partial

from fastapi import Response

from api.deps import AskDep, IdPath
from api.schemas.hints import HintKeyOut, HintPhoneIn, HintPhoneOut
from dispatch import hinting, web_push


async def key(ask: AskDep) -> HintKeyOut:
    """Give the key by which push services know the co-op; it is made once."""
    give = partial(hinting.key_for_phones, actor=ask.actor, new_key=web_push.new_key, now=ask.now)
    return HintKeyOut(public_key=await ask.write(give))


async def switch_on(wanted: HintPhoneIn, ask: AskDep) -> HintPhoneOut:
    """Tell this phone when my route changes: that it has, and nothing of the route."""
    add = partial(
        hinting.switch_on,
        actor=ask.actor,
        wish=wanted.value(),
        is_local_allowed=ask.services.has_local_hooks,
        new_key=web_push.new_key,
        now=ask.now,
    )
    return HintPhoneOut.of(await ask.write(add))


async def switch_off(phone_id: IdPath, ask: AskDep) -> Response:
    """Tell this phone nothing more; it is forgotten."""
    await ask.write(partial(hinting.switch_off, actor=ask.actor, phone=phone_id))
    return Response(status_code=204)
