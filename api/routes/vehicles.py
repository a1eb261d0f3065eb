"""The co-op's vehicles: what there is, what is broken, who has which."""

from functools import partial

from fastapi import Response

from api.deps import Ask, AskDep, IdPath
from api.schemas.vehicles import (
    LendIn,
    VehicleChangeIn,
    VehicleIn,
    VehicleOut,
    VehiclesOut,
    VehicleStateIn,
)
from dispatch import fleet
from dispatch.model import CoopVehicle, ShiftId, VehicleId
from dispatch.store import Transaction


async def vehicles(ask: AskDep) -> VehiclesOut:
    """List the co-op's vehicles with the shifts that have them; retired ones come last."""
    found = await ask.read(partial(fleet.fleet, actor=ask.actor, now=ask.now))
    return VehiclesOut(vehicles=[VehicleOut.of(one) for one in found])


async def add(wanted: VehicleIn, ask: AskDep) -> VehicleOut:
    """Write down a vehicle that the co-op has got."""
    made = wanted.value(ask.services.new_id())
    await ask.write(partial(fleet.add, actor=ask.actor, vehicle=made, now=ask.now))
    return await _view(ask, made.id)


async def change(vehicle_id: IdPath, wanted: VehicleChangeIn, ask: AskDep) -> VehicleOut:
    """Change what a vehicle is called and carries; shifts to come that have it follow."""
    work = partial(
        fleet.change,
        actor=ask.actor,
        wanted=wanted.value(vehicle_id),
        if_match=wanted.if_match,
        now=ask.now,
    )
    await ask.write(work)
    return await _view(ask, VehicleId(vehicle_id))


async def set_state(vehicle_id: IdPath, wanted: VehicleStateIn, ask: AskDep) -> VehicleOut:
    """Say that a vehicle is broken, runs again, or is retired."""
    name = VehicleId(vehicle_id)

    def put(tx: Transaction) -> CoopVehicle:
        if wanted.state == "retired":
            return fleet.retire(tx, ask.actor, name, now=ask.now)
        fleet.retire(tx, ask.actor, name, is_active=True, now=ask.now)
        return fleet.set_broken(
            tx,
            ask.actor,
            name,
            is_broken=wanted.state == "broken",
            back_on=wanted.back_on,
            now=ask.now,
        )

    await ask.write(put)
    return await _view(ask, name)


async def lend(vehicle_id: IdPath, wanted: LendIn, ask: AskDep) -> VehicleOut:
    """Give a vehicle to a shift, whose courier then rides it; the day is planned again."""
    name = VehicleId(vehicle_id)
    shift = ShiftId(wanted.shift_id)
    give = partial(fleet.lend, actor=ask.actor, vehicle=name, shift=shift, now=ask.now)
    await ask.write(give)
    return await _view(ask, name)


async def take_back(vehicle_id: IdPath, shift_id: IdPath, ask: AskDep) -> Response:
    """Take a vehicle back from a shift, whose courier then rides what they usually do."""
    work = partial(
        fleet.take_back,
        actor=ask.actor,
        vehicle=VehicleId(vehicle_id),
        shift=ShiftId(shift_id),
        now=ask.now,
    )
    await ask.write(work)
    return Response(status_code=204)


async def _view(ask: Ask, name: VehicleId) -> VehicleOut:
    found = await ask.read(partial(fleet.fleet, actor=ask.actor, now=ask.now))
    return next(VehicleOut.of(one) for one in found if one.vehicle.id == name)
