"""When a day goes wrong: who falls out, and what will be late."""

from functools import partial
from typing import Any

from api.deps import AskDep, DayPath, IdPath
from api.schemas.bad_day import (
    BreakDownIn,
    BrokenDownOut,
    FallenOutOut,
    FallOutIn,
    ForeseenListOut,
)
from dispatch import breaking_down, falling_out, foreseeing
from dispatch.model import CourierId


async def fall_out(
    day: DayPath, courier_id: IdPath, ask: AskDep, wanted: FallOutIn | None = None
) -> FallenOutOut:
    """End a courier's day now; what is on board waits where they are for somebody else."""
    at = wanted.location.value() if wanted and wanted.location else None
    end = partial(
        falling_out.fall_out,
        actor=ask.actor,
        courier=CourierId(courier_id),
        day=day,
        streets=ask.streets,
        now=ask.now,
        at=at,
    )
    return FallenOutOut.of(await ask.write(end))


async def break_down(
    day: DayPath, courier_id: IdPath, wanted: BreakDownIn, ask: AskDep
) -> BrokenDownOut:
    """Let a courier go on with another vehicle or on foot; what it cannot carry is fetched."""
    look: dict[str, Any] = {
        "actor": ask.actor,
        "courier": CourierId(courier_id),
        "day": day,
        "ride": wanted.value(),
        "now": ask.now,
        "at": wanted.location.value() if wanted.location else None,
    }
    found = await (
        ask.read(partial(breaking_down.preview, **look))
        if wanted.dry_run
        else ask.write(partial(breaking_down.break_down, **look, streets=ask.streets))
    )
    return BrokenDownOut.of(found)


async def foreseen(day: DayPath, ask: AskDep) -> ForeseenListOut:
    """List deliveries that will be late, or at another time than planned, the latest first."""
    look = partial(
        foreseeing.foresee,
        actor=ask.actor,
        day=day,
        streets=ask.streets,
        now=ask.now,
        live_plans=ask.services.live_plans,
    )
    return ForeseenListOut.of(await ask.read(look), ask.now)
