"""What a plan is to the routing core: routes with times, and what has no route and why.

A problem that cannot be solved in full is no error: it has a solution with unassigned
shipments, each with a reason. Units are those of `routing.model`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class StopKind(StrEnum):
    """What one entry of a route is."""

    START = "start"
    PICKUP = "pickup"
    DELIVERY = "delivery"
    BREAK = "break"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a route does next, before anybody has computed times for it.

    Attributes
    ----------
    kind
        Pickup, delivery or break; start and end are implied.
    index
        Index of the shipment, or of the break among the vehicle's breaks.
    """

    kind: StopKind
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteStop:
    """One entry of a route with its times.

    Attributes
    ----------
    kind
        What it is.
    index
        Shipment for pickups and deliveries, break for breaks, ``None`` for start and end.
    location
        Where; a break happens at the location of the stop before it. ``None`` at the open
        start of a route that has no stops.
    arrival, start, departure
        Reach the place, begin service, leave. ``start - arrival`` is setup and waiting.
    travel
        Seconds of travel on the leg that leads here.
    distance
        Metres of that leg.
    load
        Amounts on board when leaving.
    """

    kind: StopKind
    index: int | None
    location: int | None
    arrival: int
    start: int
    departure: int
    travel: int = 0
    distance: int = 0
    load: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Ordered stops of one vehicle, from its start to its end.

    Attributes
    ----------
    vehicle
        Index of the vehicle.
    stops
        From kind ``start`` to kind ``end``.
    """

    vehicle: int
    stops: tuple[RouteStop, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The route without its times, start and end."""
        return tuple(
            Entry(kind=stop.kind, index=stop.index) for stop in self.stops if stop.index is not None
        )

    @property
    def shipments(self) -> tuple[int, ...]:
        """Indices of the shipments on it, in order of first appearance."""
        served = (StopKind.PICKUP, StopKind.DELIVERY)
        return tuple(dict.fromkeys(entry.index for entry in self.entries if entry.kind in served))

    @property
    def travel(self) -> int:
        """Seconds of travel."""
        return sum(stop.travel for stop in self.stops)

    @property
    def distance(self) -> int:
        """Metres of travel."""
        return sum(stop.distance for stop in self.stops)

    @property
    def duration(self) -> int:
        """Seconds from leaving the start to reaching the end."""
        return self.stops[-1].arrival - self.stops[0].departure


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a shipment has no route, as a code, and what would help.

    Attributes
    ----------
    code
        Stable code, one of `routing.reasons.Code`.
    values
        Numbers and names that a sentence about it needs, by name.
    remedies
        Codes of what would help, most useful first.
    """

    code: str
    values: dict[str, int | str] = field(default_factory=dict)
    remedies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassigned:
    """A shipment without a route.

    Attributes
    ----------
    shipment
        Index of the shipment.
    reason
        Why.
    """

    shipment: int
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """Routes and unassigned shipments, from a solver.

    Attributes
    ----------
    routes
        Only used vehicles have one; in order of vehicles.
    unassigned
        Shipments without a route, in order of shipments.
    cost
        What the solver minimized: travel, pair and fixed costs of the routes, soft bounds
        and drop penalties; the aim of a balance is not in it.
    free
        The cheapest plan that was found on the way to an even one, to tell what evenness
        costs; ``None`` when nothing was to be evened out.
    """

    routes: tuple[Route, ...]
    unassigned: tuple[Unassigned, ...]
    cost: int
    free: Solution | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A break of a hard rule.

    Attributes
    ----------
    code
        Stable code of the rule, one of `routing.check.Rule`.
    vehicle
        Index of the vehicle, if it is about one.
    shipment
        Index of the shipment, if it is about one.
    amount
        By how much, in the rule's unit (seconds, metres, load).
    """

    code: str
    vehicle: int | None = None
    shipment: int | None = None
    amount: int = 0
