"""The crew, and how somebody works, as they have agreed on it."""

from functools import partial

from fastapi import Response

from api.deps import Ask, AskDep, IdPath
from api.schemas.couriers import (
    CourierChangeIn,
    CourierIn,
    CourierOut,
    CourierTimeIn,
    CourierTimeOut,
    CrewOut,
    LeftOut,
)
from api.schemas.times import AbsenceIn, AbsenceOut
from dispatch import crew, own_time, rostering
from dispatch.model import CourierId


async def couriers(ask: AskDep) -> CrewOut:
    """List the crew with what everybody rides, carries and can do; who has left comes last."""
    found = await ask.read(partial(crew.crew, actor=ask.actor, now=ask.now))
    return CrewOut(couriers=[CourierOut.of(one) for one in found])


async def add(wanted: CourierIn, ask: AskDep) -> CourierOut:
    """Take somebody on."""
    courier = wanted.value(ask.services.new_id())
    await ask.write(partial(rostering.add_courier, actor=ask.actor, courier=courier, now=ask.now))
    return await _view(ask, courier.id)


async def change(courier_id: IdPath, wanted: CourierChangeIn, ask: AskDep) -> CourierOut:
    """Change what a courier is called, rides, carries and can do; shifts to come follow."""
    work = partial(
        crew.change,
        actor=ask.actor,
        wanted=wanted.value(courier_id),
        if_match=wanted.if_match,
        now=ask.now,
    )
    await ask.write(work)
    return await _view(ask, CourierId(courier_id))


async def leave(courier_id: IdPath, ask: AskDep) -> LeftOut:
    """Let somebody go who leaves: shifts to come and keys end, what they did stays."""
    name = CourierId(courier_id)
    called_off = await ask.write(partial(crew.leave, actor=ask.actor, courier=name, now=ask.now))
    return LeftOut(courier=await _view(ask, name), num_shifts=called_off)


async def come_back(courier_id: IdPath, ask: AskDep) -> CourierOut:
    """Take somebody back who had left."""
    name = CourierId(courier_id)
    await ask.write(partial(crew.come_back, actor=ask.actor, courier=name, now=ask.now))
    return await _view(ask, name)


async def set_time(courier_id: IdPath, wanted: CourierTimeIn, ask: AskDep) -> CourierTimeOut:
    """Say how long a courier takes compared with others; their days are planned again."""
    agree = partial(
        rostering.set_time,
        actor=ask.actor,
        courier=CourierId(courier_id),
        time_permille=wanted.time_permille,
        now=ask.now,
    )
    return CourierTimeOut.of(await ask.write(agree))


async def stay_away(courier_id: IdPath, wanted: AbsenceIn, ask: AskDep) -> AbsenceOut:
    """Write down that a courier is away on some days, as they have said."""
    work = partial(
        own_time.stay_away,
        actor=ask.actor,
        first_day=wanted.first_day,
        last_day=wanted.last_day,
        now=ask.now,
        new_id=ask.services.new_id,
        courier=CourierId(courier_id),
    )
    return AbsenceOut.of(await ask.write(work))


async def be_there(courier_id: IdPath, absence_id: IdPath, ask: AskDep) -> Response:
    """Take an absence back."""
    work = partial(
        own_time.come_back,
        actor=ask.actor,
        absence=absence_id,
        now=ask.now,
        courier=CourierId(courier_id),
    )
    await ask.write(work)
    return Response(status_code=204)


async def _view(ask: Ask, courier: CourierId) -> CourierOut:
    look = partial(crew.member, actor=ask.actor, courier=courier, now=ask.now)
    return CourierOut.of(await ask.read(look))
