"""What a change would do to a day, without touching its plan."""

from functools import partial

from fastapi import Request
from fastapi.responses import StreamingResponse

from api.deps import Ask, AskDep, DayPath, IdPath
from api.errands import ErrandKind
from api.progress_stream import stream_progress
from api.schemas.what_ifs import FullWhatIfOut, WhatIfIn, WhatIfOut, WhatIfsOut
from dispatch import supposing
from dispatch.model import WhatIf, WhatIfId


async def what_ifs(day: DayPath, ask: AskDep) -> WhatIfsOut:
    """List what was asked about a day, the newest first."""
    found = await ask.read(partial(supposing.what_ifs, actor=ask.actor, day=day, now=ask.now))
    return WhatIfsOut(what_ifs=[WhatIfOut.of(one, ask.words) for one in found])


async def start(day: DayPath, wanted: WhatIfIn, ask: AskDep) -> WhatIfOut:
    """Ask what a change would do to a day; one question at a time, and no plan changes."""
    ask.services.city_of(ask.coop)
    begin = partial(
        supposing.start,
        actor=ask.actor,
        day=day,
        supposed=wanted.value(),
        now=ask.now,
        new_id=ask.services.new_id,
    )
    made = await ask.write(begin)
    ask.start_errand(ErrandKind.WHAT_IF, made.id)
    return WhatIfOut.of(made, ask.words)


async def one(what_if_id: IdPath, ask: AskDep) -> FullWhatIfOut:
    """Give a question, and once it is answered what would be different for whom."""
    return FullWhatIfOut.of(await _read(ask, WhatIfId(what_if_id)), ask.words)


async def cancel(what_if_id: IdPath, ask: AskDep) -> WhatIfOut:
    """Stop looking for an answer."""
    stop = partial(supposing.cancel, actor=ask.actor, name=WhatIfId(what_if_id), now=ask.now)
    return WhatIfOut.of(await ask.write(stop), ask.words)


async def progress(what_if_id: IdPath, request: Request, ask: AskDep) -> StreamingResponse:
    """Stream how far an answer is, until there is one."""
    find = partial(supposing.what_if, actor=ask.actor, name=WhatIfId(what_if_id))
    return await stream_progress(request, ask, find, event="what_if.progress", show=WhatIfOut.of)


async def _read(ask: Ask, name: WhatIfId) -> WhatIf:
    return await ask.read(partial(supposing.what_if, actor=ask.actor, name=name, now=ask.now))
