"""What a co-op knows about doors: addresses that are unsure, and doors that couriers found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from dispatch.model import ReportKind
from routing.streets.errors import FarFromStreetError
from routing.streets.places_model import metres_between
from routing.streets.profiles import Profile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from dispatch.model import CourierEvent, Delivery, Order
    from dispatch.streets import Streets
    from routing.model import Location

ADDRESS_UNSURE: Final = "address_unsure"
"""Code of an order whose door a person should point at."""

NEAR_M: Final = 300.0
UNSURE_NEAR_M: Final = 3000.0
"""Metres from where the door was thought to be within which a phone may have found it; beyond,
the button was pressed somewhere else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachedDoor:
    """Where a parcel was handed over, and nothing about who was there.

    Attributes
    ----------
    address
        As the order has it.
    location
        Where the phone was.
    at
        When.
    """

    address: str
    location: Location
    at: datetime


class Doors(Protocol):
    """Keeps where doors are."""

    def remember(self, address: str, location: Location, *, at: datetime) -> None:
        """Keep where a delivery ended; the latest one counts."""


def attention_of(delivery: Delivery) -> tuple[str, ...]:
    """Give the codes of what a person should look at before a courier is sent."""
    is_unsure = delivery.pickup.needs_pin or delivery.delivery.needs_pin
    return (ADDRESS_UNSURE,) if is_unsure else ()


def reached_door(order: Order, report: CourierEvent) -> ReachedDoor | None:
    """Tell which door a report has found.

    Parameters
    ----------
    order
        The order that it is about.
    report
        What a phone said; it was applied.

    Returns
    -------
    ReachedDoor or None
        ``None`` unless the order was delivered, the phone said where, and that is near
        enough to the address to be believed.
    """
    place = order.delivery.delivery
    if report.kind is not ReportKind.DELIVERED or report.location is None or not place.address:
        return None
    limit = UNSURE_NEAR_M if place.needs_pin else NEAR_M
    if metres_between(place.location, report.location) > limit:
        return None
    return ReachedDoor(address=place.address, location=report.location, at=report.at)


def learn(doors: Doors, streets: Streets, reached: Iterable[ReachedDoor]) -> None:
    """Remember doors that couriers found; one without a street nearby could not be served again.

    Parameters
    ----------
    doors
        The co-op's memory.
    streets
        The co-op's city.
    reached
        What `dispatch.delivering.apply` told.

    Raises
    ------
    CityError
        When the memory cannot be written.
    """
    for door in reached:
        try:
            streets.snap([door.location], Profile.BIKE)
        except FarFromStreetError:
            continue
        doors.remember(door.address, door.location, at=door.at)
