"""What is different on the streets for a while."""

from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Query, Response

from api.deps import AskDep, IdPath
from api.schemas.overlays import EndOverlayParams, OverlayIn, OverlayOut, OverlaysOut
from dispatch import overlaying
from dispatch.model import OverlayId
from dispatch.street_overlays import holds


async def overlays(ask: AskDep) -> OverlaysOut:
    """List the closures, works, weather and busy hours that hold now or may hold later."""
    found = await ask.read(partial(overlaying.coming, actor=ask.actor, now=ask.now))
    local = ask.now.astimezone(ZoneInfo(ask.coop.time_zone))
    return OverlaysOut(
        overlays=[OverlayOut.of(one, is_in_force=holds(one, local)) for one in found]
    )


async def add(wanted: OverlayIn, ask: AskDep) -> OverlayOut:
    """Close or slow down streets; quotes and plans follow as soon as it holds."""
    work_out = partial(
        overlaying.work_out,
        actor=ask.actor,
        wish=wanted.value(),
        streets=ask.streets,
        now=ask.now,
        new_id=ask.services.new_id,
    )
    overlay = await ask.read(work_out)
    added = await ask.write(
        partial(overlaying.add, actor=ask.actor, overlay=overlay, now=ask.now),
    )
    local = ask.now.astimezone(ZoneInfo(ask.coop.time_zone))
    return OverlayOut.of(added, is_in_force=holds(added, local))


async def end(
    overlay_id: IdPath, ask: AskDep, query: Annotated[EndOverlayParams, Query()]
) -> Response:
    """Take a change of the streets back; it stays on record."""
    stop = partial(
        overlaying.end,
        actor=ask.actor,
        overlay=OverlayId(overlay_id),
        if_version=query.if_version,
        now=ask.now,
    )
    await ask.write(stop)
    return Response(status_code=204)
