"""Streams how far the process of an errand is, until it is over."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, TypeVar

import orjson
from fastapi.responses import StreamingResponse

from dispatch.errors import StoreUnavailable
from dispatch.model import ErrandState, Replay, WhatIf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from fastapi import Request
    from pydantic import BaseModel

    from api.deps import Ask

LOOK_S: Final = 0.5
"""How often a progress is looked up."""

AskedT = TypeVar("AskedT", Replay, WhatIf)


def stream_progress(  # noqa: PLR0913 - who listens to what, all but that named
    request: Request,
    ask: Ask,
    known: AskedT,
    *,
    event: str,
    find: Callable[[], Awaitable[AskedT]],
    show: Callable[[AskedT], BaseModel],
) -> StreamingResponse:
    """Answer with each progress that differs from the last, and the end.

    Parameters
    ----------
    request, ask
        Who listens.
    known
        How far it is now.
    event
        Name of the events.
    find
        Looks up how far it is.
    show
        Writes it.
    """

    def write(one: AskedT) -> bytes:
        shown = orjson.dumps(show(one).model_dump(mode="json"))
        return b"event: %s\ndata: %s\n\n" % (event.encode(), shown)

    async def steps() -> AsyncIterator[bytes]:
        last = known
        loop = asyncio.get_running_loop()
        said_at = loop.time()
        yield b"retry: 2000\n\n" + write(last)
        while last.state is ErrandState.RUNNING:
            await asyncio.sleep(LOOK_S)
            try:
                found = await find()
            except StoreUnavailable:
                return
            if (found.state, found.num_done) != (last.state, last.num_done):
                last = found
                said_at = loop.time()
                yield write(last)
            elif loop.time() - said_at > ask.services.keep_alive_s:
                if not await request.state.may_go_on():
                    return
                said_at = loop.time()
                yield b": keep-alive\n\n"

    return StreamingResponse(
        steps(),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )
