"""What a planner needs to know of a day, read in one moment, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dispatch.model import PlanState, ShiftState, StopState
from dispatch.street_overlays import overlays_of_day
from dispatch.transitions import OPEN_STATES
from routing.solution import StopKind

if TYPE_CHECKING:
    from datetime import date

    from dispatch.model import (
        Coop,
        CourierId,
        Decline,
        Order,
        OrderId,
        OrderPin,
        Overlay,
        Plan,
        PlannedRoute,
        PlannedStop,
        Shift,
        ShiftId,
        StopFact,
        StopName,
        StopOrder,
    )
    from dispatch.store import ReadTransaction
    from fairness.policy import Policy
    from routing.model import Location

PERIOD_DAYS = 28
"""Days, the planned one included, over which pay per online hour is evened out."""

PAUSE = timedelta(minutes=10)
"""How long a courier who has paused is expected to stay away."""

FINISHED = (StopState.DONE, StopState.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """What a courier has earned before top-up, and in how long.

    Attributes
    ----------
    minor
        Drop pay.
    online_s
        Online seconds.
    num_drops
        Orders handed over.
    """

    minor: int = 0
    online_s: int = 0
    num_drops: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayState:
    """A day as the store knows it.

    Attributes
    ----------
    coop, day, now
        Whose day, which, and seen when.
    policy
        The rules in force.
    shifts
        Not canceled, by start.
    orders
        All of the day, by id.
    facts
        What has happened at stops, in the order of arrival.
    in_force
        The published plan, or else the newest proposed one.
    pins, declines
        People's decisions.
    overlays
        What is different on the streets.
    times_permille
        Thousandths of the usual travel time that each courier on shift takes.
    before, today
        What each courier earned in the period before this day, and on it so far.
    based_on_event
        Sequence of the newest event in this moment.
    newest_version
        Of the day's plans; 0 without one.
    stop_orders
        Stops that people have put before others.
    kept
        By shift, stops of the plan in force that keep their order.
    """

    coop: Coop
    day: date
    now: datetime
    policy: Policy
    shifts: tuple[Shift, ...]
    orders: tuple[Order, ...]
    facts: tuple[StopFact, ...]
    in_force: Plan | None
    pins: tuple[OrderPin, ...]
    declines: tuple[Decline, ...]
    overlays: tuple[Overlay, ...]
    times_permille: dict[CourierId, int]
    before: dict[CourierId, Earned]
    today: dict[CourierId, Earned]
    based_on_event: int
    newest_version: int
    stop_orders: tuple[StopOrder, ...] = ()
    kept: tuple[tuple[ShiftId, tuple[StopName, ...]], ...] = ()

    @property
    def horizon(self) -> datetime:
        """The moment that is second 0 of the day's problem."""
        return self.coop.beginning(self.day)

    def seconds(self, moment: datetime) -> int:
        """Count whole seconds from the horizon's start, not below 0, rounded up."""
        return max(0, -((self.horizon - moment) // timedelta(seconds=1)))

    def moment(self, seconds: int) -> datetime:
        """Give the moment some seconds after the horizon's start."""
        return self.horizon + timedelta(seconds=seconds)

    @property
    def open_orders(self) -> tuple[Order, ...]:
        """Orders that still have to be planned."""
        return tuple(order for order in self.orders if order.state in OPEN_STATES)

    def route_in_force(self, shift: ShiftId) -> PlannedRoute | None:
        """Give a shift's route in the plan in force."""
        routes = () if self.in_force is None else self.in_force.routes
        return next((route for route in routes if route.shift == shift), None)

    def done_in(self, shift: ShiftId) -> tuple[StopFact, ...]:
        """Give a shift's finished stops in the order in which they were served."""
        done = [fact for fact in self.facts if fact.shift == shift and fact.state in FINISHED]
        return tuple(sorted(done, key=lambda fact: fact.served_at or fact.arrived_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where and when a courier can go on.

    Attributes
    ----------
    location
        Where.
    ready_at
        From when on.
    heading
        The stop that the courier is on the way to or at, if any; its order stays theirs.
    """

    location: Location
    ready_at: datetime
    heading: PlannedStop | None = None


def day_state(tx: ReadTransaction, day: date, now: datetime) -> DayState:
    """Read a day.

    Parameters
    ----------
    tx
        One moment of the store.
    day
        Which day.
    now
        Seen when; decides where couriers are and which policy is in force.
    """
    published = tx.plans.newest(day, PlanState.PUBLISHED)
    tallies = tx.tallies.of_days(day - timedelta(days=PERIOD_DAYS - 1), day)
    before: dict[CourierId, Earned] = {}
    today: dict[CourierId, Earned] = {}
    for tally in tallies:
        side = today if tally.day == day else before
        old = side.get(tally.courier, Earned())
        side[tally.courier] = Earned(
            minor=old.minor + tally.earned_minor,
            online_s=old.online_s + tally.online_s,
            num_drops=old.num_drops + tally.num_drops,
        )
    shifts = tx.shifts.of_day(day)
    couriers = tx.couriers.by_keys(shift.courier for shift in shifts)
    return DayState(
        coop=tx.coop,
        day=day,
        now=now,
        policy=tx.policies.at(max(now, tx.coop.beginning(day))),
        shifts=shifts,
        orders=tx.orders.of_day(day),
        facts=tx.stop_facts.of_day(day),
        in_force=published or tx.plans.newest(day, PlanState.PROPOSED),
        pins=tx.pins.of_day(day),
        declines=tx.declines.of_day(day),
        overlays=overlays_of_day(tx, day, now),
        times_permille={name: courier.time_permille for name, courier in couriers.items()},
        before=before,
        today=today,
        based_on_event=tx.events.last_seq(),
        newest_version=tx.plans.newest_version(day),
        stop_orders=tx.stop_orders.of_day(day),
    )


def standing_of(state: DayState, shift: Shift) -> Standing:
    """Tell where and when a courier can go on.

    A courier who is at a stop, or on the way to one, finishes that first; one who has a
    care window or a pause now goes on after it.
    """
    found = _undisturbed(state, shift)
    ready_at = found.ready_at
    if shift.pauses and shift.pauses[-1].ends_at is None:
        ready_at = max(ready_at, state.now + PAUSE)
    for care in sorted(shift.care, key=lambda care: care.begins_at):
        if care.begins_at <= ready_at < care.ends_at:
            ready_at = care.ends_at
    return replace(found, ready_at=ready_at)


def _undisturbed(state: DayState, shift: Shift) -> Standing:
    now = max(state.now, shift.starts_at)
    stops = {(stop.order, stop.kind): stop for stop in _next_stops(state, shift)}
    for fact in state.facts:
        heading = stops.get((fact.order, fact.kind))
        is_there = fact.shift == shift.id and fact.state is StopState.ARRIVED
        if is_there and heading is not None and heading.location is not None:
            return Standing(location=heading.location, ready_at=now, heading=heading)
    coming = next(iter(stops.values()), None)
    if coming is not None and coming.location is not None and state.now >= shift.starts_at:
        left_at = coming.arrival - timedelta(seconds=coming.travel_s)
        if left_at <= state.now:
            ready_at = max(now, coming.arrival)
            return Standing(location=coming.location, ready_at=ready_at, heading=coming)
    done = state.done_in(shift.id)
    if done and done[-1].location is not None:
        return Standing(location=done[-1].location, ready_at=now)
    return Standing(location=shift.start, ready_at=now)


def _next_stops(state: DayState, shift: Shift) -> tuple[PlannedStop, ...]:
    """Give the stops of a shift's route in force that are still to be served."""
    route = state.route_in_force(shift.id)
    if route is None or shift.state is ShiftState.ENDED:
        return ()
    finished = {(fact.order, fact.kind) for fact in state.facts if fact.state in FINISHED}
    told = state.in_force is not None and state.in_force.state is PlanState.PUBLISHED
    open_ids: set[OrderId] = {
        order.id
        for order in state.open_orders
        # what was left behind is nobody's, whatever the plan in force still says
        if not told or order.courier == shift.courier
    }
    refused = {one.order for one in state.declines if one.courier == shift.courier}
    return tuple(
        stop
        for stop in route.stops
        if stop.kind in (StopKind.PICKUP, StopKind.DELIVERY)
        and stop.order in open_ids - refused
        and (stop.order, stop.kind) not in finished
    )
