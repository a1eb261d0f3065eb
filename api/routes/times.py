"""When I work and how: my shifts, those of colleagues, my absences, my ride, my calendar."""

from functools import partial
from typing import Annotated

import anyio.to_thread
from fastapi import Path, Response

from api.admission import CALENDAR
from api.deps import AskDep, IdPath, NowDep, ServicesDep
from api.problems import refuse
from api.schemas.availability import AvailabilityIn, AvailabilityOut
from api.schemas.times import (
    AbsenceIn,
    AbsenceOut,
    CalendarOut,
    CareIn,
    MyTimeOut,
    OfferIn,
    OwnShiftOut,
    RideIn,
    RideOut,
    ShiftIn,
)
from dispatch import availability, calendars, keys, own_time, rostering
from dispatch.errors import BadToken
from dispatch.model import Shift, ShiftId
from dispatch.store import Transaction

Secret = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{16,100}$")]


async def shifts(ask: AskDep) -> MyTimeOut:
    """List my shifts, those that colleagues offer, my absences, and what I ride."""
    found = await ask.read(partial(own_time.own_time, actor=ask.actor, now=ask.now))
    return MyTimeOut.of(found, has_heights=ask.has_heights)


async def agree(wanted: ShiftIn, ask: AskDep) -> OwnShiftOut:
    """Agree to a shift of mine."""

    def add(tx: Transaction) -> Shift:
        shift = own_time.wish_shift(
            tx,
            ask.actor,
            starts_at=wanted.starts_at,
            ends_at=wanted.ends_at,
            new_id=ask.services.new_id,
        )
        return rostering.agree_shift(tx, ask.actor, shift, now=ask.now)

    return OwnShiftOut.of(await ask.write(add))


async def cancel(shift_id: IdPath, ask: AskDep) -> Response:
    """Call a shift of mine off; no reason is asked."""
    call_off = partial(
        rostering.cancel_shift, actor=ask.actor, shift=ShiftId(shift_id), now=ask.now
    )
    await ask.write(call_off)
    return Response(status_code=204)


async def care(shift_id: IdPath, wanted: CareIn, ask: AskDep) -> OwnShiftOut:
    """Set the care windows of a shift of mine; no reason is asked."""

    def change(tx: Transaction) -> Shift:
        changed = own_time.with_care(tx, ask.actor, ShiftId(shift_id), wanted.value())
        return rostering.change_shift(tx, ask.actor, changed, now=ask.now)

    return OwnShiftOut.of(await ask.write(change))


async def offer(shift_id: IdPath, wanted: OfferIn, ask: AskDep) -> OwnShiftOut:
    """Offer a shift of mine to colleagues, or keep it after all."""
    give = partial(
        own_time.offer,
        actor=ask.actor,
        shift=ShiftId(shift_id),
        is_offered=wanted.is_offered,
        now=ask.now,
    )
    return OwnShiftOut.of(await ask.write(give))


async def take(shift_id: IdPath, ask: AskDep) -> OwnShiftOut:
    """Take a shift that a colleague offers; it is mine then, in one step."""

    def swap(tx: Transaction) -> Shift:
        theirs, mine = own_time.offered_to(
            tx, ask.actor, ShiftId(shift_id), now=ask.now, new_id=ask.services.new_id
        )
        rostering.give_up(tx, ask.actor, theirs, now=ask.now)
        return rostering.agree_shift(tx, ask.actor, mine, now=ask.now)

    return OwnShiftOut.of(await ask.write(swap))


async def stay_away(wanted: AbsenceIn, ask: AskDep) -> AbsenceOut:
    """Be away on some days: holidays or anything else, no reason is asked."""
    leave = partial(
        own_time.stay_away,
        actor=ask.actor,
        first_day=wanted.first_day,
        last_day=wanted.last_day,
        now=ask.now,
        new_id=ask.services.new_id,
    )
    return AbsenceOut.of(await ask.write(leave))


async def come_back(absence_id: IdPath, ask: AskDep) -> Response:
    """Take an absence back."""
    back = partial(own_time.come_back, actor=ask.actor, absence=absence_id, now=ask.now)
    await ask.write(back)
    return Response(status_code=204)


async def say(wanted: AvailabilityIn, ask: AskDep) -> AvailabilityOut:
    """Say when I can and want to work from a day on, instead of what I said for later."""
    week = partial(
        availability.say,
        actor=ask.actor,
        valid_from=wanted.valid_from,
        hours=wanted.value(),
        now=ask.now,
    )
    return AvailabilityOut.of(await ask.write(week))


async def withdraw(ask: AskDep) -> Response:
    """Say nothing any more of when I can work."""
    await ask.write(partial(availability.withdraw, actor=ask.actor, now=ask.now))
    return Response(status_code=204)


async def ride(wanted: RideIn, ask: AskDep) -> RideOut:
    """Say what I ride, carry and climb at most, for each shift that has not begun."""
    say = partial(
        own_time.set_ride,
        actor=ask.actor,
        profile=wanted.profile,
        capacity=(wanted.capacity_g, wanted.capacity_cm3),
        max_climb_m=wanted.max_climb_m,
        now=ask.now,
    )
    return RideOut.of(await ask.write(say), has_heights=ask.has_heights)


async def open_calendar(ask: AskDep) -> CalendarOut:
    """Make an address for my shifts in any calendar; the one before ends."""
    secret = keys.new_secret()
    make = partial(
        keys.give_own,
        actor=ask.actor,
        scope=calendars.SCOPE,
        secret=secret,
        now=ask.now,
        new_id=ask.services.new_id,
    )
    await ask.write(make)
    return CalendarOut(path=f"/calendar/{secret}.ics")


async def calendar(secret: Secret, services: ServicesDep, now: NowDep) -> Response:
    """Give the shifts of whoever has the address, as iCalendar."""
    coop = await anyio.to_thread.run_sync(services.store.coop_of, secret)
    if coop is None:
        refuse("not_found")
    try:
        written = await services.read(coop, partial(calendars.read, secret=secret, now=now))
    except BadToken:
        refuse("not_found")
    return Response(written, media_type=CALENDAR, headers={"cache-control": "private, no-store"})
