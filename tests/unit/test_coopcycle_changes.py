"""Changes of deliveries as CoopCycle's clients send them: what is as it was, stays."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.coopcycle_changes import read_change
from api.problems import ProblemError
from dispatch.model import (
    Delivery,
    Order,
    OrderChange,
    OrderId,
    Parcel,
    Place,
    StorefrontId,
    Window,
)
from fairness.money import Money
from routing.model import Location

ZONE = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 6, 9, 8, 15, tzinfo=UTC)
WINDOW = Window(
    earliest=datetime(2026, 6, 10, 8, tzinfo=UTC), latest=datetime(2026, 6, 10, 10, tzinfo=UTC)
)
SHOP = Place(address="Shop Street 1", location=Location(lat=48.85, lon=2.35))
DOOR = Place(address="Door Street 2", location=Location(lat=48.86, lon=2.36), contact="Ida")
ORDER = Order(
    id=OrderId("a"),
    storefront=StorefrontId("shop"),
    day=date(2026, 6, 10),
    reference="7",
    delivery=Delivery(
        pickup=SHOP,
        delivery=DOOR,
        pickup_window=WINDOW,
        delivery_window=WINDOW,
        parcels=(Parcel(description="S", weight_g=500),),
    ),
    fee=Money(minor=900, currency="EUR"),
    promise=WINDOW.latest,
    placed_at=NOW,
)


def read(body: dict[str, Any]) -> OrderChange:
    """Read a change of the order."""
    return read_change(body, ORDER, now=NOW, zone=ZONE)


def test_what_was_read_and_sent_back_changes_nothing() -> None:
    """A client reads the delivery, writes all of it, and only the comment is new."""
    body = {
        "pickup": {"address": {"streetAddress": SHOP.address, "latLng": [48.85, 2.35]}},
        "dropoff": {
            "address": {"streetAddress": DOOR.address, "latLng": [48.86, 2.36]},
            "after": "2026-06-10T10:00:00+02:00",
            "before": "2026-06-10T12:00:00+02:00",
            "comments": "Ring twice",
        },
    }

    assert read(body) == OrderChange(note="Ring twice")
    assert read({}) == OrderChange()


def test_another_door_another_window_and_other_parcels() -> None:
    """Each by its own; a comment goes with the new door."""
    moved = read({"dropoff": {"address": "Other Street 3", "comments": "Left"}})
    later = read({"dropoff": {"timeSlot": "2026-06-10 15:00-16:00"}})
    heavier = read({"dropoff": {"weight": 900, "packages": [{"type": "L", "quantity": 2}]}})

    assert moved.delivery is not None
    assert (moved.delivery.address, moved.delivery.note, moved.note) == (
        "Other Street 3",
        "Left",
        None,
    )
    assert later.deliver_between == Window(
        earliest=datetime(2026, 6, 10, 13, tzinfo=UTC), latest=datetime(2026, 6, 10, 14, tzinfo=UTC)
    )
    assert heavier.parcels == (Parcel(description="L", weight_g=900), Parcel(description="L"))
    assert heavier.delivery is later.delivery is None


def test_who_is_there_can_change_without_the_door() -> None:
    """An address with a contact and nothing else is the same address."""
    change = read({"dropoff": {"address": {"contactName": "Bo", "telephone": "1"}}})

    assert change == OrderChange(contact="Bo", phone="1")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"pickup": {"address": "Other Street 3"}}, "#/pickup/address"),
        ({"dropoff": {"before": "some day"}}, "#/dropoff/before"),
        ({"dropoff": {"weight": "heavy"}}, "#/dropoff/weight"),
        ({"dropoff": 7}, "#/dropoff"),
        ({"tasks": [{"type": "DROPOFF"}, {"type": "DROPOFF"}]}, "#/tasks"),
    ],
)
def test_what_cannot_be_changed_is_refused_by_its_place(body: dict[str, Any], place: str) -> None:
    """The pickup stays; what cannot be read is named."""
    with pytest.raises(ProblemError) as caught:
        read(body)

    assert caught.value.problem.status == 400
    assert caught.value.problem.faults[0].place == place
