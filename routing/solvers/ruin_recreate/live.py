"""Insertion of one shipment into a plan in force, in well under a millisecond.

Live routes are laid out once per version of a plan. They answer two questions: where does a
shipment of the problem go best (a drag, a courier who fell out), and where would one go that
nobody has ordered yet (a quote), given travel from and to its two places only.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from routing.cost import route_cost
from routing.insertion import Insertion
from routing.meetings import met
from routing.model import Shipment, Stop, TimeWindow
from routing.schedule import schedule
from routing.solution import Entry, StopKind
from routing.solvers.ruin_recreate.arrays import (
    AMOUNT,
    CLIMB,
    CLOSING,
    IS_TIMED,
    LOAD,
    OPENING,
    PLACE,
    SERVICE,
    SETUP,
    UNLIMITED,
    WINDOW_FROM,
    WINDOW_TO,
    arrays_of,
    timing_of,
)
from routing.solvers.ruin_recreate.engine import codes_of, entries_of, lay_route
from routing.solvers.ruin_recreate.gaps import NO_FIT
from routing.solvers.ruin_recreate.insert import Scratch, scratch_for
from routing.solvers.ruin_recreate.new_places import (
    PLACES,
    keep_places,
    keep_shipment,
    widened,
    with_travel,
)
from routing.solvers.ruin_recreate.offer import offer_all
from routing.solvers.ruin_recreate.routes import EMPTY_VERSION, VEHICLE, Routes, blank_routes
from routing.stale_kernels import forget_stale_kernels_once

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from routing.problem import Problem
    from routing.solution import Route
    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.new_places import NewTravel

MOST_WINDOWS = 8
"""Windows that each end of a new shipment may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A feasible way of adding a shipment to a vehicle.

    Attributes
    ----------
    vehicle
        Index of the vehicle.
    added_cost
        Cost of the plan with it less without it, drop penalties aside.
    codes
        The route with it: ``2 * shipment`` is a pickup, one more its delivery; breaks left out.
    """

    vehicle: int
    added_cost: int
    codes: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class LiveRoutes:
    """Routes of a plan, ready for insertions. Not to be shared between threads.

    Attributes
    ----------
    problem
        What the routes are about.
    arrays
        The problem, with room for shipments and places that it does not have.
    routes, trial
        The plan, and memory for routes that are tried.
    codes
        Stops of every vehicle.
    scratch, counter, found
        Memory of the kernels.
    room
        How many new shipments can be kept besides the one that is asked about. The one in a
        slot has the index ``num_shipments + slot``, and places ``n + 2 * slot`` and one more.
    """

    problem: Problem
    arrays: Arrays
    routes: Routes
    trial: Routes
    codes: tuple[tuple[int, ...], ...]
    scratch: Scratch
    counter: NDArray[np.int64]
    found: NDArray[np.int64]
    room: int = 0

    @property
    def asked(self) -> int:
        """Index of a shipment that somebody asks about in what it is offered."""
        return len(self.problem.shipments) + self.room

    def offers(self, shipment: int) -> tuple[Offer, ...]:
        """Find the best way for every vehicle that can take a shipment of the problem.

        When it is on a route, it is taken off first. Cheapest first, ties to the earlier
        vehicle.
        """
        if not 0 <= shipment < len(self.problem.shipments):
            msg = f"Expected a shipment below {len(self.problem.shipments)}, got {shipment}."
            raise ValueError(msg)
        on = int(self.routes.where[2 * shipment : 2 * shipment + 2, VEHICLE].max())
        if on < 0:
            return self._offers(shipment, self.codes)
        shorter = tuple(code for code in self.codes[on] if code // 2 != shipment)
        lay_route(self.arrays, self.routes, on, shorter, self.counter)
        offers = self._offers(shipment, (*self.codes[:on], shorter, *self.codes[on + 1 :]))
        lay_route(self.arrays, self.routes, on, self.codes[on], self.counter)
        return offers

    def choices(self, shipment: int, prices: Sequence[int] = ()) -> tuple[Offer, ...]:
        """Find the best way for every vehicle as if nothing had been decided about a shipment.

        It is taken off its route first; pins and pair costs of it do not count, who may not
        carry it still may not.

        Parameters
        ----------
        shipment
            Index of the shipment.
        prices
            Cost >= 0 of carrying it with each vehicle; none: nothing.

        Raises
        ------
        ValueError
            When there is no such shipment, or there are prices for some vehicles only.
        """
        if len(prices) not in {0, len(self.problem.vehicles)}:
            msg = f"Expected {len(self.problem.vehicles)} prices, got {len(prices)}."
            raise ValueError(msg)
        if not 0 <= shipment < len(self.problem.shipments):
            msg = f"Expected a shipment below {len(self.problem.shipments)}, got {shipment}."
            raise ValueError(msg)
        skills = self.problem.shipments[shipment].skills
        before = self.arrays.pair[shipment].copy()
        self.arrays.pair[shipment] = [
            price
            if skills <= vehicle.skills and (shipment, index) not in self.problem.forbidden
            else UNLIMITED
            for index, (vehicle, price) in enumerate(
                zip(self.problem.vehicles, prices or [0] * len(self.problem.vehicles), strict=True)
            )
        ]
        try:
            return self.offers(shipment)
        finally:
            self.arrays.pair[shipment] = before

    def offers_for(
        self, asked: Shipment, travel: Sequence[NewTravel], prices: Sequence[int] = ()
    ) -> tuple[Offer, ...]:
        """Find the best way for every vehicle that can take a shipment that nobody ordered yet.

        Parameters
        ----------
        asked
            The shipment; its stops are at locations of the problem or at the two that follow
            those of the problem and of all slots. In the offers its index is `asked`.
        travel
            From and to both locations, one per matrix.
        prices
            Cost >= 0 of carrying it with each vehicle; none: nothing.

        Raises
        ------
        ValueError
            When the shipment has other locations, too many windows or dimensions, the
            travel another shape, or there are prices for some vehicles only.
        """
        index = self.asked
        self._take_in(asked, index)
        if len(prices) not in {0, len(self.problem.vehicles)}:
            msg = f"Expected {len(self.problem.vehicles)} prices, got {len(prices)}."
            raise ValueError(msg)
        for vehicle, price in enumerate(prices):
            if self.arrays.pair[index, vehicle] < UNLIMITED:
                self.arrays.pair[index, vehicle] = price
        with_travel(self.arrays, self.problem, travel, self.room)
        return self._offers(index, self.codes)

    def keeping(self, offer: Offer, slot: int) -> LiveRoutes:
        """Accept the offer of `offers_for` that was given last; the result takes this place.

        Parameters
        ----------
        offer
            What was offered.
        slot
            Below `room` and not in use; `releasing` empties it.

        Raises
        ------
        ValueError
            When there is no such slot.
        """
        if not 0 <= slot < self.room:
            msg = f"Expected a slot below {self.room}, got {slot}."
            raise ValueError(msg)
        asked, kept = self.asked, len(self.problem.shipments) + slot
        first = self.problem.matrices[0].num_locations + 1
        keep_shipment(self.arrays, asked, kept)
        keep_places(self.arrays, kept, first + PLACES * self.room, first + PLACES * slot)
        codes = tuple(2 * kept + code % 2 if code // 2 == asked else code for code in offer.codes)
        return self.taking(replace(offer, codes=codes))

    def releasing(self, slot: int) -> LiveRoutes:
        """Take what a slot keeps off its route; the result takes the place of this."""
        kept = len(self.problem.shipments) + slot
        on = int(self.routes.where[2 * kept : 2 * kept + 2, VEHICLE].max())
        if on < 0:
            return self
        codes = list(self.codes)
        codes[on] = tuple(code for code in codes[on] if code // 2 != kept)
        lay_route(self.arrays, self.routes, on, codes[on], self.counter)
        return replace(self, codes=tuple(codes))

    @contextmanager
    def bare(self) -> Iterator[LiveRoutes]:
        """Give the plan without anything that slots keep, for as long as this lasts."""
        known = len(self.problem.shipments)
        short = tuple(tuple(c for c in codes if c // 2 < known) for codes in self.codes)
        kept = [vehicle for vehicle, codes in enumerate(self.codes) if codes != short[vehicle]]
        try:
            for vehicle in kept:
                lay_route(self.arrays, self.routes, vehicle, short[vehicle], self.counter)
            yield replace(self, codes=short)
        finally:
            for vehicle in kept:
                lay_route(self.arrays, self.routes, vehicle, self.codes[vehicle], self.counter)

    def taking(self, offer: Offer) -> LiveRoutes:
        """Accept an offer of `offers`; the result takes the place of these live routes."""
        lay_route(self.arrays, self.routes, offer.vehicle, offer.codes, self.counter)
        codes = list(self.codes)
        codes[offer.vehicle] = offer.codes
        return replace(self, codes=tuple(codes))

    def _take_in(self, asked: Shipment, index: int) -> None:
        nowhere = self.problem.matrices[0].num_locations
        size = nowhere + PLACES * self.room
        if len(asked.load) != self.arrays.shipment.shape[1] - LOAD:
            msg = f"Expected {self.arrays.shipment.shape[1] - LOAD} dimensions, got {asked.load}."
            raise ValueError(msg)
        for end, stop in enumerate((asked.pickup, asked.delivery)):
            row = self.arrays.stop[2 * index + end]
            row[PLACE] = -1
            if stop is None:
                continue
            if stop.location >= size + PLACES or len(stop.windows) > MOST_WINDOWS:
                msg = f"Expected a place below {size + PLACES}, {MOST_WINDOWS} windows, got {stop}."
                raise ValueError(msg)
            first = row[WINDOW_FROM]
            for place, window in enumerate(stop.windows):
                self.arrays.window[first + place] = window.earliest, window.latest
            row[PLACE] = stop.location + (stop.location >= nowhere)  # nowhere is in between
            row[[SERVICE, SETUP]] = stop.service_duration, stop.setup_duration
            row[[OPENING, CLOSING]] = stop.windows[0].earliest, stop.windows[-1].latest
            row[WINDOW_TO] = first + len(stop.windows)
        self.arrays.shipment[index, [AMOUNT, CLIMB]] = asked.amount, asked.climb
        self.arrays.shipment[index, IS_TIMED:LOAD] = timing_of(asked)
        self.arrays.shipment[index, LOAD:] = asked.load
        self.arrays.pair[index] = [
            0 if asked.skills <= v.skills else UNLIMITED for v in self.problem.vehicles
        ]

    def _offers(self, shipment: int, codes: Sequence[tuple[int, ...]]) -> tuple[Offer, ...]:
        offer_all(
            self.arrays,
            self.routes,
            self.trial,
            shipment,
            self.scratch,
            self.counter,
            self.found,
        )
        ends = self.arrays.stop[2 * shipment : 2 * shipment + 2, PLACE] >= 0
        rows = self.found.tolist()
        order = sorted((row[0], vehicle) for vehicle, row in enumerate(rows) if row[0] < NO_FIT)
        return tuple(
            Offer(
                vehicle=vehicle,
                added_cost=cost,
                codes=_with_shipment(codes[vehicle], shipment, rows[vehicle][1:], ends.tolist()),
            )
            for cost, vehicle in order
        )


def live_routes(problem: Problem, routes: Sequence[Route], *, room: int = 0) -> LiveRoutes:
    """Lay out the routes of a plan.

    Parameters
    ----------
    problem
        With at least one vehicle.
    routes
        At most one per vehicle; nothing is offered on those that break a rule.
    room
        How many shipments that the problem does not have can be kept on them.
    """
    forget_stale_kernels_once(Path(__file__).parent)
    problem = met(problem, routes)
    always = tuple(TimeWindow(earliest=2 * i, latest=2 * i) for i in range(MOST_WINDOWS))
    place = Stop(location=0, windows=always)
    dimensions = len(problem.vehicles[0].capacity)
    spare = Shipment(id="", pickup=place, delivery=place, load=(0,) * dimensions)
    spares = (spare,) * (room + 1)
    larger = replace(problem, shipments=(*problem.shipments, *spares), balance=None)
    arrays = widened(arrays_of(larger, has_neighbors=False), room)
    laid = blank_routes(arrays)
    counter = np.array([EMPTY_VERSION], np.int64)
    codes: list[tuple[int, ...]] = [()] * len(problem.vehicles)
    for route in routes:
        codes[route.vehicle] = codes_of(route.entries)
    for vehicle, one in enumerate(codes):
        lay_route(arrays, laid, vehicle, one, counter)
    return LiveRoutes(
        problem=problem,
        arrays=arrays,
        routes=laid,
        trial=blank_routes(arrays),
        codes=tuple(codes),
        scratch=scratch_for(laid),
        counter=counter,
        found=np.zeros((len(problem.vehicles), 3), np.int64),
        room=room,
    )


def insertion_of(problem: Problem, route: Route | None, offer: Offer) -> Insertion:
    """Give an offer its times, costs and positions.

    Parameters
    ----------
    problem
        With the shipment of the offer, ordered or not.
    route
        The vehicle's route without the shipment; ``None``: it is unused.
    offer
        From `LiveRoutes`.
    """
    before = set() if route is None else set(codes_of(route.entries))
    entries = entries_of(problem, {offer.vehicle: offer.codes})[0][1]
    longer = schedule(problem, offer.vehicle, entries)
    (shipment,) = {code // 2 for code in offer.codes if code not in before}
    taken = Entry(kind=StopKind.PICKUP, index=shipment)
    given = Entry(kind=StopKind.DELIVERY, index=shipment)
    return Insertion(
        vehicle=offer.vehicle,
        pickup_position=entries.index(taken) if taken in entries else None,
        delivery_position=entries.index(given) if given in entries else None,
        entries=entries,
        added_cost=route_cost(problem, offer.vehicle, longer)
        - route_cost(problem, offer.vehicle, route),
        added_travel=longer.travel - (0 if route is None else route.travel),
        added_distance=longer.distance - (0 if route is None else route.distance),
        route=longer,
    )


def _with_shipment(
    codes: tuple[int, ...], shipment: int, gaps: Sequence[int], ends: Sequence[bool]
) -> tuple[int, ...]:
    result = list(codes)
    if ends[1]:
        result.insert(gaps[1], 2 * shipment + 1)
    if ends[0]:
        result.insert(gaps[0], 2 * shipment)
    return tuple(result)
