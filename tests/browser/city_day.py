"""A day of a made-up co-op in Helsinki, as the API would tell it: for trying the pages."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

Json = dict[str, Any]

DAY = "2026-11-23"
NOW = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)
CENTER = (60.1705, 24.9410)
TURN = math.radians(18)
BLOCK_M = 140
SPEED_M_S = 4.2
SERVICE_S = {"pickup": 180, "delivery": 120}
NUM_ORDERS = 160
UNPLANNED = {"o-31": "too_heavy", "o-77": "window", "o-118": "no_time"}

NAMES = (
    "Aino Kallio",
    "Bilal Nasser",
    "Carme Puig",
    "Daniel Berg",
    "Eeva Salo",
    "Farah Haddad",
    "Goran Ilić",
    "Helmi Laine",
    "Ines Costa",
    "Juha Niemi",
    "Kofi Mensah",
    "Lucía Vega",
    "Mei Tanaka",
    "Noor Aziz",
)
PROFILES = ("bike", "bike", "cargo_bike", "bike", "cargo_bike", "bike", "bike")
STOREFRONTS = (
    "Kallio Bakery",
    "Hakaniemi Fish",
    "Library Café",
    "Flower Corner",
    "Töölö Pharmacy",
    "Green Grocer",
    "Punavuori Books",
    "Soup Kitchen 12",
    "Harbor Deli",
    "Ullanlinna Wine",
    "Cheese Cellar",
    "Print Shop Sörnäinen",
)
STREETS = (
    "Fredrikinkatu",
    "Kalevankatu",
    "Lönnrotinkatu",
    "Mannerheimintie",
    "Runeberginkatu",
    "Hämeentie",
    "Helsinginkatu",
    "Vaasankatu",
    "Annankatu",
    "Bulevardi",
    "Liisankatu",
    "Snellmaninkatu",
)
REASONS = {
    "too_heavy": ("It weighs 92 kg; no courier on shift can carry that.", "Split it into parcels."),
    "window": ("Its window closed before anybody could reach it.", "Ask for a window until 15:30."),
    "no_time": ("Every route that could take it would end after its shift.", "One more shift."),
}


def at(column: float, row: float) -> Json:
    """Return the point of the street grid at a column and a row."""
    east = (column * math.cos(TURN) - row * math.sin(TURN)) * BLOCK_M
    north = (column * math.sin(TURN) + row * math.cos(TURN)) * BLOCK_M
    lat = CENTER[0] + north / 111_200
    lon = CENTER[1] + east / (111_200 * math.cos(math.radians(CENTER[0])))
    return {"lat": round(lat, 6), "lon": round(lon, 6)}


def stamp(moment: datetime) -> str:
    """Return a moment as the API writes it."""
    return moment.isoformat().replace("+00:00", "Z")


@dataclass(slots=True)
class Corner:
    """A place on the street grid with its address."""

    column: int
    row: int
    address: str

    def location(self) -> Json:
        """Return its coordinates."""
        return at(self.column, self.row)

    def meters_to(self, other: Corner) -> int:
        """Return the way along the grid to another place."""
        return (abs(self.column - other.column) + abs(self.row - other.row)) * BLOCK_M


@dataclass(slots=True)
class Ride:
    """An order with its two ends."""

    id: str
    pickup: Corner
    delivery: Corner
    storefront: int
    weight_g: int
    promise: datetime
    state: str = "placed"


@dataclass(slots=True)
class Member:
    """A courier with today's shift and the orders in the order of their stops."""

    id: str
    name: str
    profile: str
    color: int
    starts_at: datetime
    ends_at: datetime
    balance_s: int
    entries: list[tuple[str, str]] = field(default_factory=list)

    @property
    def initials(self) -> str:
        """Return the first letters of the name."""
        return "".join(word[0] for word in self.name.split())


Entries = list[list[tuple[str, str]]]
"""Each courier's stops."""


@dataclass(slots=True)
class CityDay:
    """The whole day; a move or a publication changes it in place."""

    rides: dict[str, Ride]
    members: list[Member]
    shops: list[Corner]
    version: int = 7
    pins: dict[str, str] = field(default_factory=lambda: {"o-12": "c-2"})
    proposal: tuple[str, str] | None = ("o-150", "c-5")
    states: dict[tuple[str, str], str] = field(default_factory=dict)
    done: list[Entries] = field(default_factory=list)
    undone: list[Entries] = field(default_factory=list)
    proofs: dict[str, str] = field(default_factory=dict)
    back: list[tuple[str, bool]] = field(default_factory=list)

    def carrier(self, order: str) -> Member | None:
        """Return who has an order in the plan."""
        for member in self.members:
            if any(entry[1] == order for entry in member.entries):
                return member
        return None

    def give(self, order: str, courier: str | None) -> None:
        """Move an order to the end of a courier's route, or to nobody."""
        self.done.append(self._entries())
        self.undone.clear()
        for member in self.members:
            member.entries = [entry for entry in member.entries if entry[1] != order]
            if member.id == courier:
                member.entries += [("pickup", order), ("delivery", order)]
        self.version += 1

    def step(self, kind: str) -> None:
        """Take the last move back, or do it again."""
        taken, kept = (self.done, self.undone) if kind == "undo" else (self.undone, self.done)
        kept.append(self._entries())
        for member, entries in zip(self.members, taken.pop(), strict=True):
            member.entries = entries
        self.version += 1

    def _entries(self) -> Entries:
        return [list(member.entries) for member in self.members]

    def tell(self, kind: str, order: str) -> None:
        """Note what a courier reports about an order."""
        if kind == "declined":
            self.give(order, None)
        if kind == "returned":
            self.back = [one for one in self.back if one[0] != order]
        if kind == "failed" and self.states.get(("pickup", order)) == "done":
            self.back.append((order, False))
        after = {"arrived": "arrived", "picked_up": "done", "delivered": "done", "failed": "failed"}
        for end in ("pickup", "delivery"):
            is_open = self.states.get((end, order)) not in {"done", "failed"}
            if kind in after and is_open and (kind != "delivered" or end == "delivery"):
                self.states[(end, order)] = after[kind]
                if kind != "failed":
                    return


def make_day(seed: int = 20261123, *, num_orders: int = NUM_ORDERS, crew: int = 1) -> CityDay:
    """Draw the day; the same seed gives the same day. `crew` takes everybody so many times."""
    rng = np.random.default_rng(seed)
    shops = [
        Corner(int(rng.integers(-9, 10)), int(rng.integers(-8, 9)), f"{STREETS[i]} {i + 2}")
        for i in range(len(STOREFRONTS))
    ]
    starts = (7, 7, 8, 8, 8, 9, 9, 9, 10, 10, 11, 11, 12, 13)
    members = []
    for index, name in enumerate(NAMES * crew):
        starts_at = datetime(2026, 11, 23, starts[index % len(starts)], 0, tzinfo=UTC)
        profile = "e_van" if index == len(NAMES) - 1 else PROFILES[index % len(PROFILES)]
        member = Member(
            id=f"c-{index}",
            name=name,
            profile=profile,
            color=index % 12,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=6 if index % 3 else 7),
            balance_s=int(rng.integers(-40, 41)) * 60,
        )
        members.append(member)
    members[-1].balance_s -= sum(member.balance_s for member in members)
    rides = {}
    for index in range(num_orders):
        shop = int(rng.integers(0, len(shops)))
        corner = Corner(
            int(rng.integers(-14, 15)),
            int(rng.integers(-11, 12)),
            f"{STREETS[int(rng.integers(0, 12))]} {int(rng.integers(1, 60))}",
        )
        order = f"o-{index}"
        rides[order] = Ride(
            id=order,
            pickup=shops[shop],
            delivery=corner,
            storefront=shop,
            weight_g=92_000 if order == "o-31" else int(rng.integers(4, 90)) * 100,
            promise=NOW,
        )
    day = CityDay(rides=rides, members=members, shops=shops)
    _deal(day)
    return day


def _deal(day: CityDay) -> None:
    """Give each order to a courier and set the promises so that the plan keeps most of them."""
    planned = [order for order in day.rides if order not in UNPLANNED and order != "o-159"]
    for index in range(0, len(planned), 2):
        member = day.members[(index // 2) % len(day.members)]
        pair = planned[index : index + 2]
        member.entries += [("pickup", order) for order in pair]
        member.entries += [("delivery", order) for order in pair]
    for member in day.members:
        for stop in stops_of(day, member):
            if stop["kind"] == "delivery":
                ride = day.rides[stop["order_id"]]
                start = datetime.fromisoformat(stop["start"])
                late = timedelta(minutes=-6 if stop["order_id"] in {"o-96", "o-140"} else 14)
                ride.promise = start + late
                ride.state = "assigned"
                if datetime.fromisoformat(stop["departure"]) < NOW:
                    ride.state = "delivered"
    for order in UNPLANNED:
        day.rides[order].promise = NOW + timedelta(hours=2)
    day.rides["o-159"].promise = NOW + timedelta(hours=3)


def window_of(ride: Ride) -> Json:
    """Return the window of a delivery: half an hour up to the promise."""
    earliest = ride.promise - timedelta(minutes=30)
    return {"from": stamp(earliest), "to": stamp(ride.promise)}


def stops_of(day: CityDay, member: Member) -> list[Json]:
    """Lay the stops of a courier along the clock."""
    clock = member.starts_at
    place = Corner(0, 0, "Depot")
    stops = [_stop("start", clock, clock, place, 0)]
    has_rested = False
    for kind, order in member.entries:
        if not has_rested and clock - member.starts_at > timedelta(hours=2, minutes=40):
            has_rested = True
            stops.append(_stop("break", clock, clock + timedelta(minutes=20), None, 0))
            clock += timedelta(minutes=20)
        ride = day.rides[order]
        target = ride.pickup if kind == "pickup" else ride.delivery
        meters = place.meters_to(target)
        clock += timedelta(seconds=round(meters / SPEED_M_S))
        leaves = clock + timedelta(seconds=SERVICE_S[kind])
        stop = _stop(kind, clock, leaves, target, meters)
        stop["order_id"] = order
        stop["window"] = window_of(ride) if kind == "delivery" else None
        if leaves < NOW:
            stop["state"] = "done"
            day.states[(kind, order)] = "done"
        stop["state"] = day.states.get((kind, order), "planned")
        stops.append(stop)
        clock, place = leaves, target
    meters = place.meters_to(Corner(0, 0, ""))
    clock += timedelta(seconds=round(meters / SPEED_M_S))
    return [*stops, _stop("end", clock, clock, Corner(0, 0, "Depot"), meters)]


def _stop(kind: str, start: datetime, leaves: datetime, place: Corner | None, meters: int) -> Json:
    return {
        "kind": kind,
        "order_id": None,
        "address": place.address if place else None,
        "location": place.location() if place else None,
        "window": None,
        "arrival": stamp(start),
        "start": stamp(start),
        "departure": stamp(leaves),
        "travel_s": round(meters / SPEED_M_S),
        "distance_m": meters,
        "lateness_s": 0,
        "state": "done" if leaves < NOW else "planned",
        "is_care": False,
    }


def line_of(day: CityDay, member: Member) -> Json:
    """Return the route as a line along the grid."""
    corners = [(0, 0)]
    for kind, order in member.entries:
        ride = day.rides[order]
        place = ride.pickup if kind == "pickup" else ride.delivery
        corners += [(place.column, corners[-1][1]), (place.column, place.row)]
    points = [at(column, row) for column, row in corners]
    return {"type": "LineString", "coordinates": [[p["lon"], p["lat"]] for p in points]}
