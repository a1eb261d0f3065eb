"""Addresses that are unsure are marked; doors that couriers found are found again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dispatch import delivering, ordering, quoting
from dispatch.doors import ReachedDoor, learn
from dispatch.local_streets import LocalStreets
from dispatch.model import OrderWish, PlaceWish
from routing.streets.places_memory import DoorMemory
from routing.streets.places_model import AddressMemory, Zone
from tests.dispatch_plans import publish
from tests.dispatch_reports import ADA, full_round
from tests.dispatch_world import (
    COOP,
    DISPATCHER,
    MORNING,
    SELLER,
    Address,
    World,
    at,
    courier_actor,
    spot,
    wish,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dispatch.model import Order
    from dispatch.streets import Streets
    from routing.model import Location

UNKNOWN = "7000 5000"
FOUND_AT = spot(7090, 5040)
"""About a hundred metres from where the map has it."""


class Gazetteer:
    """Knows addresses in metres, and is sure of none but those that a courier found."""

    def __init__(self, plain: Streets) -> None:
        self._plain = plain
        self.zones: list[Zone | None] = []

    def find(
        self, text: str, limit: int, *, zone: Zone | None, memory: AddressMemory | None
    ) -> Sequence[Address]:
        """Ask the memory first."""
        self.zones.append(zone)
        door = None if memory is None else memory.recall(text)
        if door is not None:
            return (Address(label=text, location=door),)
        found = self._plain.find(text, limit)
        return [Address(label=one.label, location=one.location, needs_pin=True) for one in found]

    def nearest_address(self, location: Location, *, memory: AddressMemory | None) -> str:
        """Ask the memory first."""
        known = None if memory is None else memory.door_near(location)
        return known or self._plain.nearest_address(location)


@pytest.fixture
def doors(tmp_path: Path) -> DoorMemory:
    """Return a memory that knows nothing yet."""
    return DoorMemory(file=tmp_path / "plain.doors.sqlite", owner=COOP)


@pytest.fixture
def streets(world: World, doors: DoorMemory) -> LocalStreets:
    """Return the plain as the co-op sees it."""
    zone = Zone(center=spot(5000, 5000))
    return LocalStreets(world.streets, places=Gazetteer(world.streets), zone=zone, doors=doors)


def order_to(world: World, streets: Streets, address: str = UNKNOWN) -> Order:
    """Place an order to an address that has to be looked up."""
    wanted = replace(wish(0), delivery=PlaceWish(address=address), ready_at=at(9))
    return world.do(
        lambda tx: ordering.place(
            tx,
            DISPATCHER,
            OrderWish(wish=wanted),
            streets=streets,
            now=MORNING,
            new_id=world.new_id,
        )
    )


def deliver(world: World, order: Order, where: Location | None) -> list[ReachedDoor]:
    """Let Ada deliver an order, and return the doors that her phone has told."""
    reached: list[ReachedDoor] = []
    events = [
        replace(one, location=where) if one.kind == "delivered" else one
        for one in full_round(order)
    ]
    world.do(
        lambda tx: delivering.apply(
            tx, courier_actor("ada"), events, now=at(20), on_door=reached.append
        )
    )
    return reached


def test_an_unsure_address_is_marked_until_it_is_delivered(
    world: World, streets: LocalStreets
) -> None:
    """The plan that is published keeps the mark; the courier who was there removes it."""
    order = order_to(world, streets)
    publish(world)
    with world.store.read(COOP) as tx:
        planned = tx.orders.get(order.id)
    deliver(world, order, None)
    with world.store.read(COOP) as tx:
        delivered = tx.orders.get(order.id)

    assert order.delivery.delivery.needs_pin
    assert order.needs_attention == planned.needs_attention == ("address_unsure",)
    assert delivered.needs_attention == ()


def test_a_quote_carries_the_mark_to_its_order(world: World, streets: LocalStreets) -> None:
    """The storefront's pickup is sure, the recipient's address is not."""
    wanted = replace(wish(0), delivery=PlaceWish(address=UNKNOWN), storefront=None)
    given = world.do(
        lambda tx: quoting.quote(
            tx, SELLER, wanted, streets=streets, now=at(9), new_id=world.new_id
        )
    )
    order = world.do(
        lambda tx: ordering.place(
            tx,
            SELLER,
            OrderWish(quote=given.id),
            streets=streets,
            now=at(9),
            new_id=world.new_id,
        )
    )

    assert given.delivery.delivery.needs_pin
    assert not given.delivery.pickup.needs_pin
    assert order.needs_attention == ("address_unsure",)


def test_a_point_on_the_map_is_sure(world: World, streets: LocalStreets) -> None:
    """Somebody pointed at the door: the words are not looked up."""
    place = PlaceWish(address="The blue door", location=spot(6000, 5000))
    wanted = replace(wish(0), delivery=place, ready_at=at(9))
    order = world.do(
        lambda tx: ordering.place(
            tx, DISPATCHER, OrderWish(wish=wanted), streets=streets, now=MORNING,
            new_id=world.new_id,
        )
    )  # fmt: skip

    assert order.needs_attention == ()
    assert order.delivery.delivery.address == "The blue door"


def test_the_next_order_goes_where_the_last_one_ended(
    world: World, streets: LocalStreets, doors: DoorMemory
) -> None:
    """Ada's phone was a hundred metres off the map's point: that is the door from now on."""
    first = order_to(world, streets)
    publish(world)
    reached = deliver(world, first, FOUND_AT)
    learn(doors, streets, reached)

    second = order_to(world, streets)

    assert [(door.address, door.location) for door in reached] == [(UNKNOWN, FOUND_AT)]
    with world.store.read(COOP) as tx:  # that she was there is nobody's to keep
        kept = [tx.reports.find(ADA, "phone", number) for number in range(1, 7)]
    assert [None if one is None else one.report.location for one in kept] == [None] * 6
    assert second.delivery.delivery.location == FOUND_AT
    assert second.needs_attention == ()
    assert streets.nearest_address(FOUND_AT) == UNKNOWN


def test_a_delivery_that_is_reported_twice_teaches_once(
    world: World, streets: LocalStreets
) -> None:
    """The second time all reports are duplicates, and nothing is told."""
    order = order_to(world, streets)
    publish(world)

    assert len(deliver(world, order, FOUND_AT)) == 1
    assert deliver(world, order, FOUND_AT) == []


def test_a_door_without_a_street_is_not_learned(streets: LocalStreets, doors: DoorMemory) -> None:
    """It would be refused as unreachable from then on: 21 km east is off the plain."""
    far = ReachedDoor(address=UNKNOWN, location=spot(21_000), at=at(9))

    learn(doors, streets, [far])

    assert len(doors) == 0


def test_an_address_is_looked_for_near_the_zone(world: World, doors: DoorMemory) -> None:
    """The co-op's zone goes with each question."""
    gazetteer, zone = Gazetteer(world.streets), Zone(center=spot(1, 2))
    local = LocalStreets(world.streets, places=gazetteer, zone=zone, doors=doors)

    order_to(world, local)

    assert gazetteer.zones == [zone]
