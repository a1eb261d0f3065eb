"""The co-op's vehicles: who has which, what is broken, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dispatch import breaking_down, fleet, own_time, rostering
from dispatch.breaking_down import NewRide
from dispatch.errors import NotAllowed, StaleVersion, TransitionRefused, VehicleTaken
from dispatch.etags import etag_of
from dispatch.model import CoopVehicle, CourierId, ShiftId, VehicleId
from dispatch.store import open_store
from tests.dispatch_world import COOP, DAY, DISPATCHER, MORNING, SELLER, World, at, courier_actor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dispatch.model import Shift

LONG = CoopVehicle(
    id=VehicleId("long"),
    name="Long John",
    profile="cargo_bike",
    capacity=(90_000, 400_000),
    skills=frozenset({"cold"}),
)
VAN = replace(LONG, id=VehicleId("van"), name="Van", profile="e_van", capacity=(500_000, 3_000_000))
ADA, BO = ShiftId("shift-ada"), ShiftId("shift-bo")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Return Ada from 9 to 17, Bo from 13 to 17, a cargo bike and a van."""
    made = World(open_store(f"sqlite:///{tmp_path / 'store.db'}"))
    made.courier("ada")
    made.shift("ada")
    made.courier("bo")
    made.shift("bo", 13)
    for vehicle in (LONG, VAN):
        made.do(lambda tx, one=vehicle: fleet.add(tx, DISPATCHER, one, now=MORNING))  # type: ignore[misc]  # bound now
    yield made
    made.store.close()


def lend(world: World, vehicle: CoopVehicle, shift: ShiftId) -> Shift:
    """Give a vehicle to a shift."""
    return world.do(lambda tx: fleet.lend(tx, DISPATCHER, vehicle.id, shift, now=MORNING))


def holders(world: World) -> dict[str, list[str]]:
    """Say which shifts have which vehicles."""
    with world.store.read(COOP) as tx:
        found = fleet.fleet(tx, DISPATCHER, now=MORNING)
    return {one.vehicle.id: [shift.id for shift in one.shifts] for one in found}


def test_a_shift_rides_what_it_is_lent_and_then_what_its_courier_usually_does(
    world: World,
) -> None:
    """A cargo bike with a cold box for Ada; changed and lent back, she is on her own bike again."""
    lent = lend(world, LONG, ADA)

    assert (lent.profile, lent.capacity, lent.skills) == ("cargo_bike", LONG.capacity, LONG.skills)
    assert holders(world) == {"long": [ADA], "van": []}
    bigger = replace(LONG, capacity=(99_000, 400_000), skills=frozenset())
    tag = etag_of(LONG)
    world.do(lambda tx: fleet.change(tx, DISPATCHER, bigger, if_match=tag, now=MORNING))
    with pytest.raises(StaleVersion):
        world.do(lambda tx: fleet.change(tx, DISPATCHER, bigger, if_match=tag, now=MORNING))
    with world.store.read(COOP) as tx:
        followed = tx.shifts.get(ADA)
    assert (followed.capacity, followed.skills) == ((99_000, 400_000), frozenset())
    back = world.do(lambda tx: fleet.take_back(tx, DISPATCHER, LONG.id, ADA, now=MORNING))
    assert (back.profile, back.capacity) == ("bike", (20_000, 80_000))
    with pytest.raises(TransitionRefused):
        world.do(lambda tx: fleet.take_back(tx, DISPATCHER, LONG.id, ADA, now=MORNING))
    with pytest.raises(NotAllowed), world.store.read(COOP) as tx:
        fleet.fleet(tx, SELLER, now=MORNING)


def test_nobody_gets_what_is_broken_retired_or_with_somebody_else(world: World) -> None:
    """Ada and Bo overlap from 13 to 17, so one bike is not both of theirs; later it is free."""
    lend(world, LONG, ADA)
    with pytest.raises(VehicleTaken):
        lend(world, LONG, BO)
    with pytest.raises(VehicleTaken):
        world.do(lambda tx: fleet.retire(tx, DISPATCHER, LONG.id, now=MORNING))
    world.do(lambda tx: rostering.cancel_shift(tx, DISPATCHER, ADA, now=MORNING))
    assert lend(world, LONG, BO).profile == "cargo_bike"
    world.do(
        lambda tx: fleet.set_broken(
            tx, DISPATCHER, VAN.id, is_broken=True, back_on=DAY, now=MORNING
        )
    )
    with pytest.raises(VehicleTaken):
        lend(world, VAN, BO)
    back = world.do(
        lambda tx: fleet.set_broken(tx, DISPATCHER, VAN.id, is_broken=False, now=MORNING)
    )
    assert (back.broken_since, back.back_on) == (None, None)
    world.do(lambda tx: fleet.retire(tx, DISPATCHER, VAN.id, now=MORNING))
    with pytest.raises(TransitionRefused):
        world.do(lambda tx: fleet.set_broken(tx, DISPATCHER, VAN.id, is_broken=True, now=MORNING))
    assert [*holders(world)] == ["long", "van"]


def test_who_gets_another_vehicle_offers_what_that_one_does(world: World) -> None:
    """The cold box stays on the cargo bike; Cat's own one stays with her."""
    world.courier("cat", skills=frozenset({"cold"}))
    cat = world.shift("cat", skills=frozenset({"cold"})).id
    plain = replace(VAN, skills=frozenset({"lift"}))
    world.do(lambda tx: fleet.change(tx, DISPATCHER, plain, if_match=None, now=MORNING))

    lend(world, LONG, ADA)
    assert lend(world, VAN, ADA).skills == {"lift"}
    lend(world, LONG, cat)
    world.do(lambda tx: fleet.take_back(tx, DISPATCHER, VAN.id, ADA, now=MORNING))
    assert lend(world, VAN, cat).skills == {"cold", "lift"}


def test_a_shift_does_not_move_into_anothers_time_with_a_vehicle(world: World) -> None:
    """Ada has the bike until 13, Bo from then on: she cannot stay an hour longer with it."""
    short = world.do(
        lambda tx: rostering.change_shift(
            tx, DISPATCHER, replace(tx.shifts.get(ADA), ends_at=at(13)), now=MORNING
        )
    )
    lend(world, LONG, ADA)
    lend(world, LONG, BO)

    def end(hour: int) -> Shift:
        longer = replace(short, ends_at=at(hour))
        return world.do(
            lambda tx: rostering.change_shift(
                tx, DISPATCHER, replace(tx.shifts.get(ADA), ends_at=longer.ends_at), now=MORNING
            )
        )

    with pytest.raises(VehicleTaken):
        end(14)
    assert end(12).ends_at == at(12)


def test_what_one_usually_rides_does_not_change_a_shift_with_a_vehicle(world: World) -> None:
    """Ada says that she rides a cargo bike now; in this shift she has the van."""
    lend(world, VAN, ADA)

    world.do(
        lambda tx: own_time.set_ride(
            tx, courier_actor("ada"), profile="cargo_bike", capacity=(60_000, 200_000), now=MORNING
        )
    )

    with world.store.read(COOP) as tx:
        shift = tx.shifts.get(ADA)
    assert (shift.profile, shift.capacity) == ("e_van", VAN.capacity)


def test_a_vehicle_that_breaks_on_the_road_is_listed_as_broken(world: World) -> None:
    """Ada goes on with the van, which nobody else can have now; the bike waits for repair."""
    lend(world, LONG, ADA)
    ride = NewRide(profile=VAN.profile, capacity=VAN.capacity, vehicle=VAN.id)

    def break_down() -> None:
        world.do(
            lambda tx: breaking_down.break_down(
                tx, DISPATCHER, CourierId("ada"), DAY, ride, streets=world.streets, now=at(10)
            )
        )

    break_down()

    assert holders(world) == {"long": [], "van": [ADA]}
    with world.store.read(COOP) as tx:
        assert tx.vehicles.get(LONG.id).broken_since == at(10)
        assert tx.shifts.get(ADA).profile == "e_van"
    ride = replace(ride, vehicle=LONG.id)
    with pytest.raises(VehicleTaken):
        world.do(
            lambda tx: breaking_down.break_down(
                tx,
                DISPATCHER,
                CourierId("bo"),
                DAY,
                ride,
                streets=world.streets,
                now=at(14),
            )
        )
