"""A vehicle breaks down: its courier goes on with another one, or on foot, with what it carries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dispatch import fleet
from dispatch.day_state import day_state, standing_of
from dispatch.errors import BadWish
from dispatch.events import EventKind
from dispatch.falling_out import open_shifts
from dispatch.model import OrderState, Role, VehicleUse
from dispatch.permission import require
from dispatch.stranding import leave
from routing.solution import StopKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from dispatch.day_state import DayState
    from dispatch.model import Actor, CourierId, Order, OrderId, Shift, ShiftId, VehicleId
    from dispatch.store import ReadTransaction, Transaction
    from dispatch.streets import Streets
    from routing.model import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRide:
    """What a courier goes on with.

    Attributes
    ----------
    profile, capacity
        As in `Shift`.
    lost_skills
        What only the broken vehicle offered.
    vehicle
        Which vehicle of the co-op that is; ``None``: something else, or on foot.
    """

    profile: str
    capacity: tuple[int, ...]
    lost_skills: frozenset[str] = frozenset()
    vehicle: VehicleId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenDown:
    """What becomes of a courier's orders.

    Attributes
    ----------
    shift
        Which goes on with the new ride.
    keeps
        Orders on board that they carry on.
    to_fetch
        Orders on board that wait where the courier is.
    to_replan
        Orders not picked up yet; the planner sees who brings them now.
    at
        Where the courier is.
    """

    shift: ShiftId
    keeps: tuple[OrderId, ...]
    to_fetch: tuple[OrderId, ...]
    to_replan: tuple[OrderId, ...]
    at: Location


def preview(  # noqa: PLR0913 - all named by the caller
    tx: ReadTransaction,
    actor: Actor,
    courier: CourierId,
    day: date,
    ride: NewRide,
    *,
    now: datetime,
    at: Location | None = None,
) -> BrokenDown:
    """Tell what a breakdown would mean, without writing it.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    courier, day
        Whose vehicle, and on which day.
    ride
        What they go on with.
    now
        When.
    at
        Where the courier is; ``None``: at the stop they are at or on the way to.

    Raises
    ------
    NotFound
        When there is no such courier.
    TransitionRefused
        When they have no shift that goes on.
    BadWish
        When the new ride has a capacity of other dimensions.
    VehicleTaken
        When it is a vehicle of the co-op that is not free.
    """
    require(actor, Role.DISPATCHER)
    return _look(tx, courier, day, ride, now=now, at=at)[1]


def break_down(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    courier: CourierId,
    day: date,
    ride: NewRide,
    *,
    streets: Streets,
    now: datetime,
    at: Location | None = None,
) -> BrokenDown:
    """Let a courier go on with another vehicle; what it cannot carry waits to be fetched.

    What is on board stays in the order of the plan for as long as it fits; the rest is left
    where the courier is. The day is planned again, with ways of the new ride. Hours and pay
    stay as they are: nobody loses anything by it. A vehicle of the co-op that breaks is written
    down as broken.

    Raises
    ------
    NotFound, TransitionRefused, BadWish, VehicleTaken
        As in `preview`.
    """
    require(actor, Role.DISPATCHER)
    shift, found = _look(tx, courier, day, ride, now=now, at=at)
    fleet.break_of(tx, actor, shift.id, now=now)
    tx.shifts.save(_with_ride(shift, ride))
    if ride.vehicle is not None:
        tx.vehicle_uses.put(VehicleUse(shift=shift.id, vehicle=ride.vehicle, day=day))
    tx.record(
        EventKind.SHIFT_CHANGED,
        actor=actor.member,
        at=now,
        day=day,
        subjects={"shift": str(shift.id), "courier": str(courier)},
        payload={"profile": ride.profile},
    )
    for order in tx.orders.by_keys(found.to_fetch).values():
        leave(tx, actor, order, found.at, streets=streets, now=now)
    return found


def _look(  # noqa: PLR0913 - as its callers
    tx: ReadTransaction,
    courier: CourierId,
    day: date,
    ride: NewRide,
    *,
    now: datetime,
    at: Location | None,
) -> tuple[Shift, BrokenDown]:
    shift = open_shifts(tx, courier, day, now=now, that="goes on")[0]
    if len(ride.capacity) != len(shift.capacity):
        msg = f"Expected a capacity of {len(shift.capacity)} numbers, got {len(ride.capacity)}."
        raise BadWish(msg, field="capacity")
    if ride.vehicle is not None:
        fleet.require_free(tx, tx.vehicles.get(ride.vehicle), shift)
    state = day_state(tx, day, now)
    left = [order for order in state.orders if order.courier == courier]
    on_board = [order for order in left if order.state is OrderState.PICKED_UP]
    keeps = _carried(_in_order(state, shift, on_board), _with_ride(shift, ride))
    return shift, BrokenDown(
        shift=shift.id,
        keeps=keeps,
        to_fetch=tuple(order.id for order in on_board if order.id not in keeps),
        to_replan=tuple(order.id for order in left if order.state is OrderState.ASSIGNED),
        at=at or standing_of(state, shift).location,
    )


def _with_ride(shift: Shift, ride: NewRide) -> Shift:
    return replace(
        shift,
        profile=ride.profile,
        capacity=ride.capacity,
        skills=shift.skills - ride.lost_skills,
    )


def _in_order(state: DayState, shift: Shift, orders: Sequence[Order]) -> list[Order]:
    """Sort orders by when they would be delivered; those that no plan knows come last."""
    route = state.route_in_force(shift.id)
    stops = () if route is None else route.stops
    place = {stop.order: at for at, stop in enumerate(stops) if stop.kind is StopKind.DELIVERY}
    return sorted(orders, key=lambda order: (place.get(order.id, len(place)), order.id))


def _carried(orders: Sequence[Order], shift: Shift) -> tuple[OrderId, ...]:
    """Take orders one after the other for as long as they fit."""
    room = list(shift.capacity)
    kept = []
    for order in orders:
        load = order.delivery.load
        fits = all(need <= free for need, free in zip(load, room, strict=True))
        if fits and order.delivery.skills <= shift.skills:
            room = [free - need for need, free in zip(load, room, strict=True)]
            kept.append(order.id)
    return tuple(kept)
