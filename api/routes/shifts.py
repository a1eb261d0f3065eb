"""Who works when, as the desk agrees on it with the crew."""

from datetime import timedelta
from functools import partial
from typing import Annotated

from fastapi import Query

from api.deps import AskDep, IdPath
from api.problems import refuse
from api.schemas.shifts import (
    MOST_DAYS,
    DeskShiftIn,
    DeskShiftOut,
    HandOverIn,
    ShiftCancelIn,
    ShiftChangeIn,
    ShiftEffectOut,
    ShiftEndIn,
    ShiftsOut,
    ShiftsParams,
)
from dispatch import rostering, shift_desk
from dispatch.model import CourierId, Shift, ShiftId
from dispatch.shift_desk import ShiftEffect
from dispatch.store import ReadTransaction, Transaction


async def shifts(ask: AskDep, query: Annotated[ShiftsParams, Query()]) -> ShiftsOut:
    """List the shifts of some days, and who is away on them; without days, of this week."""
    today = ask.coop.day_of(ask.now)
    first = query.first_day or today - timedelta(days=today.weekday())
    last = query.last_day or first + timedelta(days=6)
    if not first <= last <= first + timedelta(days=MOST_DAYS):
        refuse("parameter_invalid")
    look = partial(shift_desk.roster, actor=ask.actor, first=first, last=last)
    return ShiftsOut.of(first, last, await ask.read(look))


async def agree(wanted: DeskShiftIn, ask: AskDep) -> ShiftEffectOut:
    """Agree on a shift with a courier, or tell what that would do to the day."""

    def look(tx: ReadTransaction) -> ShiftEffect:
        wish = wanted.value(wanted.courier_id)
        made = shift_desk.wished(tx, ask.actor, wish, new_id=lambda: ShiftId(ask.services.new_id()))
        return shift_desk.effect_of(tx, None, made)

    def add(tx: Transaction) -> ShiftEffect:
        effect = look(tx)
        if effect.shift is not None:
            rostering.agree_shift(tx, ask.actor, effect.shift, now=ask.now)
        return effect

    return ShiftEffectOut.of(await (ask.read(look) if wanted.dry_run else ask.write(add)))


async def change(shift_id: IdPath, wanted: ShiftChangeIn, ask: AskDep) -> ShiftEffectOut:
    """Change a shift that has not ended, or tell what that would do to the day."""
    name = ShiftId(shift_id)

    def look(tx: ReadTransaction) -> ShiftEffect:
        known = tx.shifts.get(name)
        changed = shift_desk.rewished(
            tx, ask.actor, name, wanted.value(known.courier), if_match=wanted.if_match
        )
        return shift_desk.effect_of(tx, known, changed)

    def put(tx: Transaction) -> ShiftEffect:
        effect = look(tx)
        if effect.shift is not None:
            rostering.change_shift(tx, ask.actor, effect.shift, now=ask.now)
        return effect

    return ShiftEffectOut.of(await (ask.read(look) if wanted.dry_run else ask.write(put)))


async def cancel(
    shift_id: IdPath, ask: AskDep, wanted: ShiftCancelIn | None = None
) -> ShiftEffectOut:
    """Call a shift off that has not begun, or tell what that would do to the day."""
    asked = wanted or ShiftCancelIn()
    name = ShiftId(shift_id)

    def look(tx: ReadTransaction) -> ShiftEffect:
        known = shift_desk.callable_off(tx, ask.actor, name, if_match=asked.if_match)
        return shift_desk.effect_of(tx, known, None)

    def call_off(tx: Transaction) -> ShiftEffect:
        effect = look(tx)
        rostering.cancel_shift(tx, ask.actor, name, now=ask.now)
        return effect

    return ShiftEffectOut.of(await (ask.read(look) if asked.dry_run else ask.write(call_off)))


async def hand_over(shift_id: IdPath, wanted: HandOverIn, ask: AskDep) -> DeskShiftOut:
    """Let a colleague take a shift over who has said yes, in one step."""

    def swap(tx: Transaction) -> Shift:
        known = shift_desk.callable_off(tx, ask.actor, ShiftId(shift_id), if_match=wanted.if_match)
        return shift_desk.hand_over(
            tx,
            ask.actor,
            known,
            CourierId(wanted.courier_id),
            now=ask.now,
            new_id=lambda: ShiftId(ask.services.new_id()),
        )

    return DeskShiftOut.of(await ask.write(swap))


async def end(shift_id: IdPath, wanted: ShiftEndIn, ask: AskDep) -> DeskShiftOut:
    """End a shift that its courier forgot to end, at the time that they tell; paid until then."""
    work = partial(
        shift_desk.end_forgotten,
        actor=ask.actor,
        name=ShiftId(shift_id),
        at=wanted.at,
        now=ask.now,
    )
    return DeskShiftOut.of(await ask.write(work))
