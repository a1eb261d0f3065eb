"""Where couriers are: said by themselves, during a shift, for dispatchers."""

from functools import partial

from fastapi import Response

from api.deps import AskDep
from api.schemas.fields import LocationIn
from api.schemas.whereabouts import PositionOut, PositionsOut
from dispatch import whereabouts


async def share(where: LocationIn, ask: AskDep) -> Response:
    """Let dispatchers see where I am; only while my shift runs."""
    say = partial(whereabouts.share, actor=ask.actor, location=where.value(), now=ask.now)
    await ask.write(say)
    return Response(status_code=204)


async def hide(ask: AskDep) -> Response:
    """Share no longer where I am; what was known is forgotten."""
    await ask.write(partial(whereabouts.hide, actor=ask.actor))
    return Response(status_code=204)


async def positions(ask: AskDep) -> PositionsOut:
    """List where couriers on shift are, as far as they share it."""
    found = await ask.read(partial(whereabouts.shown, actor=ask.actor, now=ask.now))
    return PositionsOut(positions=[PositionOut.of(one) for one in found])
