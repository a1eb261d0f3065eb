"""Part of a proposal, steps back and forth, and who decided what."""

from functools import partial

from api.deps import AskDep, DayPath, VersionPath
from api.schemas.history import HistoryOut
from api.schemas.plans import PlanState, PublishForIn, UndoIn
from dispatch import part_publishing, stepping
from dispatch.model import CourierId


async def publish_for(
    day: DayPath, version: VersionPath, wanted: PublishForIn, ask: AskDep
) -> PlanState:
    """Put the routes that a proposal has for some couriers into force; the others keep theirs."""
    put = partial(
        part_publishing.publish_for,
        actor=ask.actor,
        day=day,
        version=version,
        couriers=frozenset(CourierId(one) for one in wanted.couriers),
        now=ask.now,
        if_version=wanted.if_version,
        reason=wanted.reason,
    )
    return PlanState.of(await ask.write(put))


async def undo(day: DayPath, wanted: UndoIn, ask: AskDep) -> PlanState:
    """Put the plan that was in force before into force again, as a new version."""
    back = partial(
        stepping.undo, actor=ask.actor, day=day, if_version=wanted.if_version, now=ask.now
    )
    return PlanState.of(await ask.write(back))


async def redo(day: DayPath, wanted: UndoIn, ask: AskDep) -> PlanState:
    """Put the plan that was taken back last into force again, as a new version."""
    again = partial(
        stepping.redo, actor=ask.actor, day=day, if_version=wanted.if_version, now=ask.now
    )
    return PlanState.of(await ask.write(again))


async def history(day: DayPath, ask: AskDep) -> HistoryOut:
    """List who decided what about a day's plan and why, the newest first."""
    return HistoryOut.of(await ask.read(partial(stepping.history, actor=ask.actor, day=day)))
