"""When a day goes wrong: who falls out, and what will be late."""

from functools import partial

from api.deps import AskDep, DayPath, IdPath
from api.schemas.bad_day import FallenOutOut, FallOutIn, ForeseenListOut
from dispatch import falling_out, foreseeing
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
