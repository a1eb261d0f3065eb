"""What happens, as it happens: server-sent events from the outbox."""

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
    with services.metrics.listeners.track_inprogress():
        yield b"retry: 2000\n\n"
        while True:
            try:
                events = await tail.after(seq)
                heard = await audience.of(events)
            except StoreUnavailable:
                return
            if events:
                seq = events[-1].seq
                yield b"".join(map(_write, heard))
            elif not await tail.wait(seq, timeout_s=services.keep_alive_s):
                if not await may_go_on():
                    return
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
