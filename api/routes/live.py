"""What happens, as it happens: server-sent events from the outbox, and what the planner is at."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated

import orjson
from fastapi import Header, Query, Request
from fastapi.responses import StreamingResponse

from api.audience import Audience
from api.deps import AskDep
from api.schemas.live import LiveParams
from api.services import Services
from dispatch.errors import StoreUnavailable
from dispatch.events import Event
from dispatch.model import Actor
from dispatch.plan_progress import PlanProgress

LastEventId = Annotated[str | None, Header(alias="Last-Event-ID", max_length=20)]


async def listen(
    request: Request,
    ask: AskDep,
    query: Annotated[LiveParams, Query()],
    last_event_id: LastEventId = None,
) -> StreamingResponse:
    """Stream events; goes on after Last-Event-ID, or after `after`, or from now on."""
    newest = await ask.services.tails.of(ask.actor.coop).last_seq()
    is_named = last_event_id is not None and last_event_id.isdecimal()
    begin = int(last_event_id or 0) if is_named else newest if query.after is None else query.after
    return StreamingResponse(
        _stream(ask.services, ask.actor, request.state.may_go_on, min(begin, newest)),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


async def _stream(
    services: Services,
    actor: Actor,
    may_go_on: Callable[[], Awaitable[bool]],
    seq: int,
) -> AsyncIterator[bytes]:
    """Write events until the listener leaves or may no longer listen."""
    tail = services.tails.of(actor.coop)
    audience = Audience(services, actor)
    shown = tail.num_shown if audience.sees_planner else None
    check_at = asyncio.get_running_loop().time() + services.keep_alive_s
    with services.metrics.listeners.track_inprogress():
        yield b"retry: 2000\n\n"
        while True:
            try:
                events = await tail.after(seq)
                heard = await audience.of(events)
            except StoreUnavailable:
                return
            glimpses = () if shown is None else tail.shown_after(shown)
            shown = None if shown is None else tail.num_shown
            is_quiet = False
            if events or glimpses:
                seq = events[-1].seq if events else seq
                yield b"".join((*map(_write, heard), *map(_show, glimpses)))
            else:
                is_quiet = not await tail.wait(seq, timeout_s=services.keep_alive_s, shown=shown)
            if is_quiet or asyncio.get_running_loop().time() >= check_at:
                if not await may_go_on():
                    return
                check_at = asyncio.get_running_loop().time() + services.keep_alive_s
            if is_quiet:
                yield b": keep-alive\nid: %d\n\n" % seq


def _write(event: Event) -> bytes:
    data = orjson.dumps(
        {
            "seq": event.seq,
            "kind": event.kind,
            "day": event.day,
            "at": event.at,
            "subjects": event.subjects,
        },
    )
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (event.seq, event.kind.encode(), data)


def _show(progress: PlanProgress) -> bytes:
    """Write what the planner is at, without an id: it has no place in the outbox."""
    return b"event: planning.progress\ndata: %s\n\n" % orjson.dumps(progress)
