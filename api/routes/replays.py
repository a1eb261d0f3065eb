"""Replays: what other rules would have done in past weeks."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import orjson
from fastapi import Request
from fastapi.responses import StreamingResponse

from api.deps import Ask, AskDep, IdPath
from api.replayer import ReplayOrder
from api.schemas.replays import FullReplayOut, ReplayIn, ReplayOut, ReplayResultOut, ReplaysOut
from dispatch import replaying
from dispatch.errors import StoreUnavailable
from dispatch.model import Replay, ReplayId, ReplayState
from dispatch.store import ReadTransaction

LOOK_S = 0.5
"""How often a progress is looked up."""


async def replays(ask: AskDep) -> ReplaysOut:
    """List the last replays, the newest first."""
    found = await ask.read(partial(replaying.replays, actor=ask.actor, now=ask.now))
    return ReplaysOut(replays=[ReplayOut.of(one, ask.words) for one in found])


async def start(wanted: ReplayIn, ask: AskDep) -> ReplayOut:
    """Let past weeks happen again under two or three policies; one replay at a time."""
    city = ask.services.city_of(ask.coop)
    begin = partial(
        replaying.start,
        actor=ask.actor,
        sources=wanted.policies,
        num_weeks=wanted.num_weeks,
        now=ask.now,
        new_id=ask.services.new_id,
    )
    made = await ask.write(begin)
    ask.services.start_replay(
        ReplayOrder(
            store_url=ask.services.store.address,
            coop=ask.actor.coop,
            replay=made.id,
            city=city.directory,
            now=ask.now,
            speed=ask.services.speed,
        )
    )
    return ReplayOut.of(made, ask.words)


async def one(replay_id: IdPath, ask: AskDep) -> FullReplayOut:
    """Give a replay, and once it is done who would have earned what under each policy."""
    known = await _read(ask, ReplayId(replay_id))
    result = None
    if known.result:

        def read(tx: ReadTransaction) -> dict[str, str]:
            return {str(one.id): one.name for one in tx.couriers.all()}

        result = ReplayResultOut.of(known.result, await ask.read(read), ask.words)
    return FullReplayOut(replay=ReplayOut.of(known, ask.words), result=result)


async def cancel(replay_id: IdPath, ask: AskDep) -> ReplayOut:
    """Stop a replay; it ends at the next day."""
    stop = partial(replaying.cancel, actor=ask.actor, replay=ReplayId(replay_id), now=ask.now)
    return ReplayOut.of(await ask.write(stop), ask.words)


async def progress(replay_id: IdPath, request: Request, ask: AskDep) -> StreamingResponse:
    """Stream how far a replay has come, until it is over."""
    known = await _read(ask, ReplayId(replay_id))
    return StreamingResponse(
        _stream(request, ask, known),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


async def _stream(request: Request, ask: Ask, known: Replay) -> AsyncIterator[bytes]:
    """Write each progress that differs from the last, and the end."""
    services = ask.services
    loop = asyncio.get_running_loop()
    said_at = loop.time()
    yield b"retry: 2000\n\n" + _write(known, ask)
    while known.state is ReplayState.RUNNING:
        await asyncio.sleep(LOOK_S)
        find = partial(replaying.replay, actor=ask.actor, name=known.id, now=services.clock())
        try:
            found = await ask.read(find)
        except StoreUnavailable:
            return
        if (found.state, found.num_done) != (known.state, known.num_done):
            known = found
            said_at = loop.time()
            yield _write(known, ask)
        elif loop.time() - said_at > services.keep_alive_s:
            if not await request.state.may_go_on():
                return
            said_at = loop.time()
            yield b": keep-alive\n\n"


def _write(known: Replay, ask: Ask) -> bytes:
    shown = ReplayOut.of(known, ask.words).model_dump(mode="json")
    return b"event: replay.progress\ndata: %s\n\n" % orjson.dumps(shown)


async def _read(ask: Ask, name: ReplayId) -> Replay:
    return await ask.read(partial(replaying.replay, actor=ask.actor, name=name, now=ask.now))
