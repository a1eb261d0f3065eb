"""Replays: what other rules would have done in past weeks."""

from functools import partial

from fastapi import Request
from fastapi.responses import StreamingResponse

from api.deps import Ask, AskDep, IdPath
from api.errands import ErrandKind
from api.progress_stream import stream_progress
from api.schemas.replays import FullReplayOut, ReplayIn, ReplayOut, ReplayResultOut, ReplaysOut
from dispatch import replaying
from dispatch.model import Replay, ReplayId
from dispatch.store import ReadTransaction


async def replays(ask: AskDep) -> ReplaysOut:
    """List the last replays, the newest first; couriers see those that were published."""
    found = await ask.read(partial(replaying.replays, actor=ask.actor, now=ask.now))
    return ReplaysOut(replays=[ReplayOut.of(one, ask.words) for one in found])


async def start(wanted: ReplayIn, ask: AskDep) -> ReplayOut:
    """Let past weeks happen again under two or three policies; one replay at a time."""
    ask.services.city_of(ask.coop)
    begin = partial(
        replaying.start,
        actor=ask.actor,
        sources=wanted.policies,
        num_weeks=wanted.num_weeks,
        now=ask.now,
        new_id=ask.services.new_id,
    )
    made = await ask.write(begin)
    ask.start_errand(ErrandKind.REPLAY, made.id)
    return ReplayOut.of(made, ask.words)


async def one(replay_id: IdPath, ask: AskDep) -> FullReplayOut:
    """Give a replay, and once it is done who would have earned what; couriers see their own row."""
    known = await _read(ask, ReplayId(replay_id))
    result = None
    if known.result:

        def read(tx: ReadTransaction) -> dict[str, str]:
            return {str(one.id): one.name for one in tx.couriers.all()}

        names, only = await ask.read(read), ask.actor.courier
        result = ReplayResultOut.of(known.result, names, ask.words, only=only)
    return FullReplayOut(replay=ReplayOut.of(known, ask.words), result=result)


async def cancel(replay_id: IdPath, ask: AskDep) -> ReplayOut:
    """Stop a replay; it ends at the next day."""
    stop = partial(replaying.cancel, actor=ask.actor, replay=ReplayId(replay_id), now=ask.now)
    return ReplayOut.of(await ask.write(stop), ask.words)


async def publish(replay_id: IdPath, ask: AskDep) -> ReplayOut:
    """Let couriers read what a replay found."""
    show = partial(replaying.publish, actor=ask.actor, replay=ReplayId(replay_id), now=ask.now)
    return ReplayOut.of(await ask.write(show), ask.words)


async def progress(replay_id: IdPath, request: Request, ask: AskDep) -> StreamingResponse:
    """Stream how far a replay has come, until it is over."""
    find = partial(replaying.replay, actor=ask.actor, name=ReplayId(replay_id))
    return await stream_progress(request, ask, find, event="replay.progress", show=ReplayOut.of)


async def _read(ask: Ask, name: ReplayId) -> Replay:
    return await ask.read(partial(replaying.replay, actor=ask.actor, name=name, now=ask.now))
