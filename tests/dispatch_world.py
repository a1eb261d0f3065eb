"""A small co-op on a plain without streets, for tests of the use cases."""

from __future__ import annotations

from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from dispatch import governing, ordering, rostering
from dispatch.model import (
    Actor,
    Coop,
    CoopId,
    Courier,
    CourierId,
    MemberId,
    Order,
    OrderWish,
    Parcel,
    Place,
    PlaceWish,
    QuoteWish,
    Role,
    Shift,
    ShiftId,
    Storefront,
    StorefrontId,
    Window,
)
from dispatch.store import open_store
from fairness.policy import starter_policy
from routing.model import Location, Matrix
from routing.streets.errors import CityError, FarFromStreetError, UnknownStreetError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dispatch.store import Store, Transaction
    from routing.streets.overlays import Overlay
    from routing.streets.profiles import Profile

T = TypeVar("T")

DAY = date(2026, 3, 2)
"""A Monday."""
MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
COOP = CoopId("wheel")
SHOP = StorefrontId("shop")
METRES_PER_DEGREE = 100_000
SPEEDS = {"foot": 1.5, "bike": 5.0, "cargo_bike": 4.0, "e_van": 6.0}


def at(hour: int, minute: int = 0) -> datetime:
    """Give a time of the test's day."""
    return datetime(2026, 3, 2, hour, minute, tzinfo=UTC)


def spot(east_m: int, north_m: int = 0) -> Location:
    """Give a point some metres from the plain's corner."""
    return Location(lat=north_m / METRES_PER_DEGREE, lon=east_m / METRES_PER_DEGREE)


@dataclass(frozen=True, slots=True)
class Address:
    """A place that the plain's search has found."""

    label: str
    location: Location
    kind: str = "address"
    needs_pin: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Legs:
    """Travel from some points to others."""

    durations: np.ndarray[tuple[int, int], np.dtype[np.int32]]
    distances: np.ndarray[tuple[int, int], np.dtype[np.int32]]
    reachable: np.ndarray[tuple[int, int], np.dtype[np.bool_]]
    is_estimate: bool = False


class Plain:
    """A square of 20 km where one moves along both axes; nothing is beyond it."""

    size_m = 20_000

    streets: tuple[str, ...] = ("Main Street", "Mill Lane")
    """Names that overlays may say; they lie everywhere."""

    def __init__(self) -> None:
        self.num_rows = 0
        self.overlays: tuple[Overlay, ...] = ()

    def snap(self, points: Sequence[Location], profile: Profile) -> object:
        """Refuse points beyond the square."""
        del profile
        for index, point in enumerate(points):
            east, north = point.lon * METRES_PER_DEGREE, point.lat * METRES_PER_DEGREE
            beyond = max(-east, -north, east - self.size_m, north - self.size_m)
            if beyond > 500:
                place = f"{point.lat}, {point.lon}"
                raise FarFromStreetError(
                    index=index, distance=round(beyond), limit=500, place=place
                )
        return points

    def matrix(self, points: Sequence[Location], profile: Profile) -> Matrix:
        """Compute travel between all points."""
        legs = self.rows(points, points, profile)
        return Matrix(durations=legs.durations, distances=legs.distances, reachable=legs.reachable)

    def rows(
        self, from_points: Sequence[Location], to_points: Sequence[Location], profile: Profile
    ) -> Legs:
        """Compute travel along both axes."""
        self.snap(from_points, profile)
        self.snap(to_points, profile)
        self.num_rows += len(from_points)
        starts = np.array([(p.lat, p.lon) for p in from_points]) * METRES_PER_DEGREE
        ends = np.array([(p.lat, p.lon) for p in to_points]) * METRES_PER_DEGREE
        metres = np.abs(starts[:, None, :] - ends[None, :, :]).sum(axis=2)
        metres = np.rint(metres)
        return Legs(
            durations=np.ceil(metres / SPEEDS[profile] * self.slowness(profile)).astype(np.int32),
            distances=metres.astype(np.int32),
            reachable=np.ones(metres.shape, dtype=np.bool_),
        )

    def climb(self, a: Location, b: Location, profile: Profile) -> int:
        """Rise one metre in a hundred to the north; going back down is no climb."""
        del profile
        return max(0, round((b.lat - a.lat) * METRES_PER_DEGREE / 100))

    def with_overlays(self, overlays: Iterable[Overlay], /) -> Plain:
        """Give a plain that is slower everywhere; what is closed takes ten times as long."""
        under = copy(self)
        under.overlays = tuple(overlays)
        for overlay in under.overlays:
            if unknown := sorted(overlay.streets - set(self.streets)):
                raise UnknownStreetError(overlay=overlay.id, streets=unknown)
            if overlay.area and min(corner.lat for corner in overlay.area) > 1:
                msg = f"Expected overlay {overlay.id!r} to touch streets of the city."
                raise CityError(msg)
        return under

    def slowness(self, profile: Profile) -> float:
        """Multiply the factors of all overlays."""
        factor = 1.0
        for overlay in self.overlays:
            if profile in overlay.profiles:
                factor *= 10 if overlay.is_closed else overlay.time_permille / 1000
        return factor

    def find(self, text: str, limit: int) -> Sequence[Address]:
        """Know addresses of the form ``EAST NORTH``, in metres, and the streets."""
        parts = text.split()
        if parts and not parts[0].isdigit():
            names = [name for name in self.streets if name[0].casefold() == text[0].casefold()]
            middle = spot(10_000, 10_000)
            return tuple(Address(name, middle, "street") for name in names[:limit])
        if len(parts) != 2 or not all(part.isdigit() for part in parts):
            return ()
        return (Address(label=text, location=spot(int(parts[0]), int(parts[1]))),)

    def nearest_address(self, location: Location) -> str:
        """Name a point by its metres."""
        east, north = location.lon * METRES_PER_DEGREE, location.lat * METRES_PER_DEGREE
        return f"{round(east)} {round(north)}"


DISPATCHER = Actor(coop=COOP, member=MemberId("dora"), role=Role.DISPATCHER)
SELLER = Actor(coop=COOP, member=MemberId("sam"), role=Role.STOREFRONT, storefront=SHOP)


def courier_actor(name: str) -> Actor:
    """Give the actor of a courier."""
    return Actor(
        coop=COOP, member=MemberId(f"m-{name}"), role=Role.COURIER, courier=CourierId(name)
    )


def wish(east_m: int, north_m: int = 0, **changes: object) -> QuoteWish:
    """Wish for one kilogram to be brought to a point."""
    plain = QuoteWish(
        delivery=PlaceWish(location=spot(east_m, north_m)),
        parcels=(Parcel(description="bread", weight_g=1000, volume_cm3=4000),),
        storefront=SHOP,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # names of its fields


class World:
    """A founded co-op with one shop in the middle of the plain.

    Parameters
    ----------
    store
        Where it is kept.
    policy
        Clauses that differ from the starter's.
    """

    def __init__(self, store: Store, **policy: object) -> None:
        self.store = store
        self.streets = Plain()
        self._ids = count(1)
        self.coop = store.found_coop(
            Coop(id=COOP, name="Wheel", time_zone="UTC", currency="EUR", city="plain")
        )
        rules = replace(starter_policy(valid_from=at(0) - timedelta(days=60)), **policy)  # type: ignore[arg-type]  # names of its clauses
        self.do(lambda tx: governing.adopt_policy(tx, DISPATCHER, rules, now=at(0)))
        shop = Storefront(
            id=SHOP, name="Shop", place=Place(address="5000 5000", location=spot(5000, 5000))
        )
        self.do(lambda tx: rostering.add_storefront(tx, DISPATCHER, shop, now=at(0)))

    def do(self, function: Callable[[Transaction], T]) -> T:
        """Write and wait until it is durable."""
        return self.store.write(COOP, function).result()

    def new_id(self) -> str:
        """Give the next id."""
        return f"id{next(self._ids):04}"

    def courier(self, name: str, **changes: object) -> Courier:
        """Take on a courier with a bike."""
        person = replace(
            Courier(id=CourierId(name), name=name.title(), initials=name[:2].upper()),
            **changes,  # type: ignore[arg-type]  # names of its fields
        )
        return self.do(lambda tx: rostering.add_courier(tx, DISPATCHER, person, now=at(0)))

    def shift(self, name: str, begins: int = 9, ends: int = 17, **changes: object) -> Shift:
        """Have a courier agree to a shift that starts at the shop."""
        agreed = replace(
            Shift(
                id=ShiftId(f"shift-{name}"),
                courier=CourierId(name),
                day=DAY,
                starts_at=at(begins),
                ends_at=at(ends),
                start=spot(5000, 5000),
            ),
            **changes,  # type: ignore[arg-type]  # names of its fields
        )
        return self.do(lambda tx: rostering.agree_shift(tx, DISPATCHER, agreed, now=at(0)))

    def crew(self, *names: str) -> None:
        """Take on couriers who all work from 9 to 17."""
        for name in names:
            self.courier(name)
            self.shift(name)

    def order(
        self,
        east_m: int,
        north_m: int = 0,
        *,
        between: tuple[datetime, datetime] | None = None,
        now: datetime = MORNING,
        **changes: object,
    ) -> Order:
        """Place an order from the shop to a point."""
        first, last = between or (at(10), at(12))
        wanted = wish(
            east_m,
            north_m,
            ready_at=first - timedelta(hours=1),
            deliver_between=Window(earliest=first, latest=last),
            **changes,
        )
        return self.do(
            lambda tx: ordering.place(
                tx,
                DISPATCHER,
                OrderWish(wish=wanted),
                streets=self.streets,
                now=now,
                new_id=self.new_id,
            )
        )


@contextmanager
def opened_world(url: str, *crew: str, **policy: object) -> Iterator[World]:
    """Found a co-op in a new store, with couriers who all work from 9 to 17.

    Parameters
    ----------
    url
        Address of the store.
    *crew
        Names of the couriers.
    **policy
        Clauses that differ from the starter's.
    """
    store = open_store(url)
    try:
        made = World(store, **policy)
        made.crew(*crew)
        yield made
    finally:
        store.close()
