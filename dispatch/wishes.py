"""From what was asked for to what can be planned: places found, windows set, loads checked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.direct_ways import direct
from dispatch.errors import (
    AddressUnknown,
    BadWish,
    NotFound,
    OutsideZone,
    PointUnreachable,
    SkillMissing,
    TooHeavy,
    WindowImpossible,
)
from dispatch.model import Delivery, Place, Role, Window
from dispatch.new_travel import with_street
from dispatch.slots import slot_to_book
from dispatch.street_overlays import overlays_at, streets_under
from routing.streets.errors import FarFromStreetError
from routing.streets.profiles import Profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from dispatch.direct_ways import DirectWay
    from dispatch.model import Actor, PlaceWish, QuoteWish, Storefront
    from dispatch.store import ReadTransaction
    from dispatch.streets import Streets

SOON = timedelta(minutes=60)
"""How much longer than a direct ride "as soon as can be" may take."""

FAR_AHEAD = timedelta(days=366)
DIMENSIONS = (("weight", "g"), ("volume", "cm3"))


def storefront_of(tx: ReadTransaction, actor: Actor, wish: QuoteWish) -> Storefront:
    """Find out for whom a wish is: the actor's storefront, or the one that it names.

    Raises
    ------
    BadWish
        When nobody said.
    NotFound
        When there is no such storefront, or it is another one than the actor's.
    """
    if actor.role is Role.STOREFRONT:
        if actor.storefront is None or wish.storefront not in (None, actor.storefront):
            raise NotFound.of(kind="storefront", name=wish.storefront or actor.member)
        own = actor.storefront
        return tx.once(("storefront", own), lambda: tx.storefronts.get(own))
    if wish.storefront is None:
        msg = "Expected the storefront that the order is for, got none."
        raise BadWish(msg, field="storefront")
    return tx.storefronts.get(wish.storefront)


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A wish with its places found.

    Attributes
    ----------
    wish
        What was asked for, with the window of its slot.
    pickup, delivery
        Where.
    """

    wish: QuoteWish
    pickup: Place
    delivery: Place


def resolve(
    tx: ReadTransaction, storefront: Storefront, wish: QuoteWish, *, streets: Streets, now: datetime
) -> Delivery:
    """Turn a wish into a delivery that planning understands.

    Parameters
    ----------
    tx
        Knows who could carry it, and what is different on the streets.
    storefront
        Whose place is the pickup unless the wish names another.
    wish
        What was asked for.
    streets
        The co-op's city.
    now
        What "as soon as can be" and "in the past" are measured from.

    Raises
    ------
    BadWish
        When there is no parcel.
    AddressUnknown, PointUnreachable
        When a place cannot be found or reached.
    OutsideZone
        When the co-op does not serve a place that was asked for.
    WindowImpossible
        When the window is over.
    SlotUnavailable
        When the slot cannot be booked.
    TooHeavy, SkillMissing
        When no courier could ever take it.
    """
    streets = streets_now(tx, streets, now)
    located = locate_ends(tx, storefront, wish, streets=streets, now=now)
    way = direct(streets, located.pickup, located.delivery)
    return delivery_of(tx, located, way, now=now)


def streets_now(tx: ReadTransaction, streets: Streets, now: datetime) -> Streets:
    """Give a co-op's city as it is at the moment."""
    return streets_under(streets, overlays_at(tx, now))


def look_up_streets(streets: Streets, wanted: Iterable[QuoteWish]) -> None:
    """Look once which of the points of some wishes have a street nearby.

    `locate` asks for each by itself, which is no work then for streets with a memory.
    """
    places = [place for one in wanted for place in (one.pickup, one.delivery) if place is not None]
    points = [place.location for place in places if place.location is not None]
    with_street(streets, list(dict.fromkeys(points)), Profile.BIKE)


def locate_ends(
    tx: ReadTransaction, storefront: Storefront, wish: QuoteWish, *, streets: Streets, now: datetime
) -> Located:
    """Find the places of a wish; the first half of `resolve`.

    Raises
    ------
    RuleError
        As there.
    """
    if not wish.parcels:
        msg = "Expected at least one parcel, got none."
        raise BadWish(msg, field="parcels")
    if wish.slot is not None:
        slot = slot_to_book(tx, wish.slot, storefront=storefront.id, now=now)
        wish = replace(wish, deliver_between=slot.window)
    pickup = storefront.place if wish.pickup is None else locate(streets, wish.pickup, "pickup")
    delivery = locate(streets, wish.delivery, "delivery")
    ends = {"pickup": pickup, "delivery": delivery}
    own = storefront.place.location
    check_zones(tx, {field: end for field, end in ends.items() if end.location != own})
    return Located(wish=wish, pickup=pickup, delivery=delivery)


def delivery_of(
    tx: ReadTransaction, located: Located, way: DirectWay, *, now: datetime
) -> Delivery:
    """Set windows and check loads; the second half of `resolve`.

    Raises
    ------
    RuleError
        As there.
    """
    wish = located.wish
    work_s = way.seconds + wish.pickup_service_s + wish.delivery_service_s + 2 * wish.setup_s
    ready_at = now if wish.ready_at is None else wish.ready_at
    delivery_window = wish.deliver_between or Window(
        earliest=ready_at, latest=max(ready_at, now) + timedelta(seconds=work_s) + SOON
    )
    _check_window(delivery_window, ready_at, now)
    resolved = Delivery(
        pickup=located.pickup,
        delivery=located.delivery,
        pickup_window=Window(earliest=ready_at, latest=delivery_window.latest),
        delivery_window=delivery_window,
        parcels=wish.parcels,
        skills=wish.skills,
        distance_m=way.metres,
        minutes=-(-work_s // 60),
        pickup_service_s=wish.pickup_service_s,
        delivery_service_s=wish.delivery_service_s,
        setup_s=wish.setup_s,
        is_estimate=way.is_estimate,
        proof=wish.proof,
    )
    check_crew(resolved, crew_of(tx))
    return resolved


def locate(streets: Streets, wish: PlaceWish, field: str) -> Place:
    """Find a place on the map.

    Parameters
    ----------
    streets
        The co-op's city.
    wish
        An address or a location.
    field
        What to call it in messages.

    Raises
    ------
    AddressUnknown
        When the city has no such address.
    PointUnreachable
        When no street is near.
    """
    location, address = wish.location, wish.address.strip()
    needs_pin = False
    if location is None:
        found = streets.find(address, 1)
        if not found:
            msg = f"Expected an address of this city as {field}, got {address!r}."
            raise AddressUnknown(msg, field=field, address=address)
        location, needs_pin = found[0].location, found[0].needs_pin
    try:
        streets.snap([location], Profile.BIKE)
        label = address or streets.nearest_address(location)
    except FarFromStreetError as error:
        msg = (
            f"Expected a {field} within {error.limit} m of a street, got one at {error.distance} m."
        )
        raise PointUnreachable(
            msg, field=field, distance_m=error.distance, limit_m=error.limit
        ) from error
    return Place(
        address=label,
        location=location,
        note=wish.note,
        contact=wish.contact,
        phone=wish.phone,
        needs_pin=needs_pin,
    )


def check_zones(tx: ReadTransaction, places: Mapping[str, Place]) -> None:
    """Refuse places that the co-op does not serve; without zones it serves its whole city.

    Parameters
    ----------
    tx
        Knows the zones.
    places
        By what to call them in messages.

    Raises
    ------
    OutsideZone
        When one of them lies outside of all zones.
    """
    zones = tx.once("zones", tx.zones.all)
    for field, place in places.items():
        if zones and not any(zone.contains(place.location) for zone in zones):
            served = ", ".join(zone.name for zone in zones)
            msg = f"Expected a {field} in a zone that is served ({served}), got one outside."
            raise OutsideZone(msg, field=field, zones=served)


def _check_window(window: Window, ready_at: datetime, now: datetime) -> None:
    values: dict[str, object] = {
        "earliest": window.earliest.isoformat(),
        "latest": window.latest.isoformat(),
        "now": now.isoformat(),
    }
    if window.latest < now:
        msg = f"Expected a window that is not over, got one until {values['latest']}."
        raise WindowImpossible(msg, **values)
    if window.latest < ready_at:
        msg = f"Expected goods ready before the window ends, got {ready_at.isoformat()}."
        raise WindowImpossible(msg, **values, ready_at=ready_at.isoformat())
    if max(window.earliest, ready_at) > now + FAR_AHEAD:
        msg = f"Expected a window within {FAR_AHEAD.days} days, got {values['earliest']}."
        raise WindowImpossible(msg, **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """What couriers who have not left can take.

    Attributes
    ----------
    largest
        Most of each dimension that anybody can carry.
    skills
        What each of them offers.
    """

    largest: tuple[int, ...]
    skills: frozenset[frozenset[str]]


def crew_of(tx: ReadTransaction) -> Crew:
    """Give what the co-op's couriers can take."""

    def find() -> Crew:
        known = tx.couriers.abilities()
        return Crew(
            largest=tuple(
                max((capacity[part] for capacity, _ in known), default=0)
                for part in range(len(DIMENSIONS))
            ),
            skills=frozenset(skills for _, skills in known),
        )

    return tx.once("crew", find)


def check_crew(delivery: Delivery, crew: Crew) -> None:
    """Refuse what no courier could ever take.

    Raises
    ------
    TooHeavy, SkillMissing
        When it is too much for everybody, or nobody offers all that it takes.
    """
    for (what, unit), largest, load in zip(DIMENSIONS, crew.largest, delivery.load, strict=True):
        if load > largest:
            msg = f"Expected a {what} of at most {largest} {unit} in one order, got {load} {unit}."
            raise TooHeavy(msg, dimension=what, unit=unit, load=load, largest=largest)
    if not any(delivery.skills <= skills for skills in crew.skills):
        wanted = ", ".join(sorted(delivery.skills))
        msg = f"Expected skills that one courier has together, got {wanted}."
        raise SkillMissing(msg, skills=wanted)
