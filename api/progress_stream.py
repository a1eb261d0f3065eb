"""Streams how far the process of an errand is, until it is over."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

import orjson
from fastapi.responses import StreamingResponse

from dispatch.errors import StoreUnavailable
from dispatch.model import ErrandState, Replay, WhatIf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from fastapi import Request
    from pydantic import BaseModel

    from api.deps import Ask
    from api.words import Words

LOOK_S: Final = 0.5
"""How often a progress is looked up."""

AskedT = TypeVar("AskedT", Replay, WhatIf)


async def stream_progress(
    request: Request,
    ask: Ask,
    find: Callable[..., AskedT],
    *,
    event: str,
    show: Callable[[AskedT, Words], BaseModel],
) -> StreamingResponse:
    """Answer with each progress that differs from the last, and the end.

    Parameters
    ----------
    request, ask
        Who listens.
    find
        Use case that looks up how far it is; takes a transaction and ``now``.
    event
        Name of the events.
    show
        Writes it.
    """

    async def look() -> AskedT:
        return await ask.read(partial(find, now=ask.services.clock()))

    def write(one: AskedT) -> bytes:
        shown = orjson.dumps(show(one, ask.words).model_dump(mode="json"))
        return b"event: %s\ndata: %s\n\n" % (event.encode(), shown)

    known = await look()

    async def steps() -> AsyncIterator[bytes]:
        last = known
        loop = asyncio.get_running_loop()
        said_at = loop.time()
        yield b"retry: 2000\n\n" + write(last)
        while last.state is ErrandState.RUNNING:
            await asyncio.sleep(LOOK_S)
            try:
                found = await look()
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
