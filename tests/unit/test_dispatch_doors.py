"""Which reports teach the co-op where a door is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dispatch.doors import ReachedDoor, reached_door
from dispatch.model import (
    CourierEvent,
    Delivery,
    Order,
    OrderId,
    Place,
    ReportKind,
    StorefrontId,
    Window,
)
from fairness.money import Money
from routing.model import Location

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
METRES_PER_DEGREE = 111_195
HOME = Location(lat=0.0, lon=0.0)


def north(metres: float) -> Location:
    """Return a point north of where the map has the door."""
    return Location(lat=metres / METRES_PER_DEGREE, lon=0.0)


def order(*, needs_pin: bool = False) -> Order:
    """Return an order to Elm Street 1."""
    window = Window(earliest=NOON, latest=NOON + timedelta(hours=1))
    door = Place(address="Elm Street 1", location=HOME, needs_pin=needs_pin)
    return Order(
        id=OrderId("o-1"),
        storefront=StorefrontId("shop"),
        day=date(2026, 3, 2),
        reference="",
        delivery=Delivery(
            pickup=Place(address="Shop", location=HOME),
            delivery=door,
            pickup_window=window,
            delivery_window=window,
            parcels=(),
        ),
        fee=Money(minor=500, currency="EUR"),
        promise=window.latest,
        placed_at=NOON,
    )


def report(location: Location | None, kind: ReportKind = ReportKind.DELIVERED) -> CourierEvent:
    """Return what a phone says about the order."""
    return CourierEvent(
        device="phone", sequence=1, kind=kind, at=NOON, order=OrderId("o-1"), location=location
    )


@pytest.mark.parametrize(
    ("metres", "needs_pin", "is_believed"),
    [(290, False, True), (310, False, False), (310, True, True), (3100, True, False)],
)
def test_a_phone_is_believed_near_the_address_alone(
    metres: float,
    needs_pin: bool,  # noqa: FBT001 - a column of the table
    is_believed: bool,  # noqa: FBT001 - as above
) -> None:
    """Within 300 m of a sure address, 3 km of an unsure one; beyond, somebody pressed late."""
    found = reached_door(order(needs_pin=needs_pin), report(north(metres)))

    door = ReachedDoor(address="Elm Street 1", location=north(metres), at=NOON)
    assert found == (door if is_believed else None)


@pytest.mark.parametrize(
    "said",
    [report(None), report(HOME, ReportKind.PICKED_UP), report(HOME, ReportKind.FAILED)],
)
def test_other_reports_teach_nothing(said: CourierEvent) -> None:
    """A phone that shares no location, a pickup, and a door that nobody opened."""
    assert reached_door(order(), said) is None
