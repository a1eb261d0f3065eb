"""The co-op's vehicles: what there is, who has which in which shift, and what is broken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.errors import TransitionRefused, VehicleTaken
from dispatch.etags import check_etag
from dispatch.events import EventKind
from dispatch.model import Role, ShiftState, VehicleUse
from dispatch.permission import require

if TYPE_CHECKING:
    from datetime import date, datetime

    from dispatch.model import Actor, CoopVehicle, Shift, ShiftId, VehicleId
    from dispatch.store import ReadTransaction, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class InFleet:
    """A vehicle with the shifts that have it, from yesterday on."""

    vehicle: CoopVehicle
    shifts: tuple[Shift, ...]


def fleet(tx: ReadTransaction, actor: Actor, *, now: datetime) -> tuple[InFleet, ...]:
    """List all vehicles by name; retired ones come last."""
    require(actor, Role.DISPATCHER)
    used: dict[VehicleId, list[Shift]] = {}
    for vehicle, shift in _uses(tx, tx.coop.day_of(now)):
        if shift.ends_at > now and shift.state is not ShiftState.ENDED:
            used.setdefault(vehicle, []).append(shift)
    found = sorted(tx.vehicles.all(), key=lambda one: (not one.is_active, one.name.casefold()))
    return tuple(InFleet(vehicle=one, shifts=tuple(used.get(one.id, ()))) for one in found)


def add(tx: Transaction, actor: Actor, vehicle: CoopVehicle, *, now: datetime) -> CoopVehicle:
    """Write down a vehicle that the co-op has got."""
    require(actor, Role.DISPATCHER)
    tx.vehicles.add(vehicle)
    _record(tx, actor, EventKind.VEHICLE_ADDED, vehicle, now)
    return vehicle


def change(
    tx: Transaction, actor: Actor, wanted: CoopVehicle, *, if_match: str | None, now: datetime
) -> CoopVehicle:
    """Change what a vehicle is called and carries; shifts to come that have it follow.

    Whether it is broken or retired is not changed here.

    Raises
    ------
    NotFound
        When there is no such vehicle.
    StaleVersion
        When it has changed since the actor looked.
    """
    require(actor, Role.DISPATCHER)
    known = tx.vehicles.get(wanted.id)
    check_etag(known, if_match)
    changed = tx.vehicles.save(
        replace(
            wanted,
            broken_since=known.broken_since,
            back_on=known.back_on,
            is_active=known.is_active,
        )
    )
    for vehicle, shift in _uses(tx, tx.coop.day_of(now)):
        if vehicle == known.id and shift.state is ShiftState.AGREED:
            _ride(tx, actor, shift, changed, now, before=known)
    _record(tx, actor, EventKind.VEHICLE_CHANGED, changed, now, what="changed")
    return changed


def set_broken(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    vehicle: VehicleId,
    *,
    is_broken: bool,
    back_on: date | None = None,
    now: datetime,
) -> CoopVehicle:
    """Say that a vehicle is broken and when it should be back, or that it runs again.

    Shifts to come that have it keep it on paper: who has it is listed, so that somebody gives
    them another one. `dispatch.breaking_down` is for a vehicle that breaks while it is ridden.

    Raises
    ------
    NotFound
        When there is no such vehicle.
    TransitionRefused
        When it is retired.
    """
    require(actor, Role.DISPATCHER)
    known = tx.vehicles.get(vehicle)
    _require_active(known)
    since = (known.broken_since or now) if is_broken else None
    changed = tx.vehicles.save(
        replace(known, broken_since=since, back_on=back_on if is_broken else None)
    )
    what = "broken" if is_broken else "back"
    _record(tx, actor, EventKind.VEHICLE_CHANGED, changed, now, what=what)
    return changed


def retire(
    tx: Transaction, actor: Actor, vehicle: VehicleId, *, is_active: bool = False, now: datetime
) -> CoopVehicle:
    """Take a vehicle out of use, or back into it; in which shifts it was stays known.

    Raises
    ------
    NotFound
        When there is no such vehicle.
    VehicleTaken
        When a shift that comes or runs has it.
    """
    require(actor, Role.DISPATCHER)
    known = tx.vehicles.get(vehicle)
    holders = [
        shift
        for name, shift in _uses(tx, tx.coop.day_of(now))
        if name == vehicle and shift.ends_at > now
    ]
    if not is_active and holders:
        msg = f"Vehicle {vehicle!r} is in shift {holders[0].id!r}; give that one another first."
        raise VehicleTaken(msg, vehicle=vehicle, shift=holders[0].id)
    if known.is_active is is_active:
        return known
    changed = tx.vehicles.save(replace(known, is_active=is_active))
    what = "returned" if is_active else "retired"
    _record(tx, actor, EventKind.VEHICLE_CHANGED, changed, now, what=what)
    return changed


def lend(
    tx: Transaction, actor: Actor, vehicle: VehicleId, shift: ShiftId, *, now: datetime
) -> Shift:
    """Give a vehicle to a shift, whose courier then rides and carries what it can.

    Raises
    ------
    NotFound
        When there is no such vehicle or shift.
    TransitionRefused
        When the shift has ended or was called off.
    VehicleTaken
        When it is broken or retired, or another shift has it at that time.
    """
    require(actor, Role.DISPATCHER)
    lent, known = tx.vehicles.get(vehicle), tx.shifts.get(shift)
    if known.state not in (ShiftState.AGREED, ShiftState.BEGUN):
        msg = f"Shift {shift!r} is {known.state.value}."
        raise TransitionRefused(msg, shift=shift, state=known.state.value)
    require_free(tx, lent, known)
    use = tx.vehicle_uses.find(shift)
    before = None if use is None else tx.vehicles.get(use.vehicle)
    tx.vehicle_uses.put(VehicleUse(shift=shift, vehicle=vehicle, day=known.day))
    return _ride(tx, actor, known, lent, now, before=before)


def take_back(
    tx: Transaction, actor: Actor, vehicle: VehicleId, shift: ShiftId, *, now: datetime
) -> Shift:
    """Take a vehicle back from a shift, whose courier then rides what they usually do.

    Raises
    ------
    NotFound
        When there is no such shift, vehicle or courier.
    TransitionRefused
        When the shift has another vehicle or none, or has begun: then it breaks, or stays.
    """
    require(actor, Role.DISPATCHER)
    tx.vehicles.get(vehicle)
    known = tx.shifts.get(shift)
    use = tx.vehicle_uses.find(shift)
    if use is None or use.vehicle != vehicle or known.state is not ShiftState.AGREED:
        msg = f"Shift {shift!r} is {known.state.value} and does not give vehicle {vehicle!r} back."
        raise TransitionRefused(msg, shift=shift, state=known.state.value)
    tx.vehicle_uses.remove(shift)
    usual = tx.couriers.get(known.courier)
    back = replace(known, profile=usual.profile, capacity=usual.capacity, skills=usual.skills)
    return _saved(tx, actor, back, now)


def require_free(tx: ReadTransaction, vehicle: CoopVehicle, shift: Shift) -> None:
    """Refuse a vehicle that a shift cannot have.

    Raises
    ------
    VehicleTaken
        When it is broken or retired, or another shift has it at that time.
    """
    if vehicle.broken_since is not None or not vehicle.is_active:
        raise _taken(vehicle.id)
    _refuse_shared(tx, vehicle.id, shift)


def refuse_shared(tx: ReadTransaction, shift: Shift) -> None:
    """Refuse times of a shift in which another one has its vehicle.

    Raises
    ------
    VehicleTaken
        When one has.
    """
    use = tx.vehicle_uses.find(shift.id)
    if use is not None:
        _refuse_shared(tx, use.vehicle, shift)


def _refuse_shared(tx: ReadTransaction, vehicle: VehicleId, shift: Shift) -> None:
    for name, other in _uses(tx, shift.day):
        is_other = name == vehicle and other.id != shift.id and other.state is not ShiftState.ENDED
        if is_other and other.starts_at < shift.ends_at and shift.starts_at < other.ends_at:
            raise _taken(vehicle, other.id)


def _taken(vehicle: VehicleId, holder: str = "") -> VehicleTaken:
    msg = f"Expected a vehicle that is free, got {vehicle!r}."
    return VehicleTaken(msg, vehicle=vehicle, shift=holder)


def break_of(tx: Transaction, actor: Actor, shift: ShiftId, *, now: datetime) -> None:
    """Write down that the vehicle which a shift has is broken; the shift has it no longer."""
    use = tx.vehicle_uses.find(shift)
    if use is None:
        return
    tx.vehicle_uses.remove(shift)
    known = tx.vehicles.get(use.vehicle)
    broken = tx.vehicles.save(replace(known, broken_since=known.broken_since or now))
    _record(tx, actor, EventKind.VEHICLE_CHANGED, broken, now, what="broken", shift=shift)


def _require_active(vehicle: CoopVehicle) -> None:
    if not vehicle.is_active:
        msg = f"Vehicle {vehicle.id!r} is retired."
        raise TransitionRefused(msg, vehicle=vehicle.id)


def _uses(tx: ReadTransaction, day: date) -> list[tuple[VehicleId, Shift]]:
    """Give who has which vehicle from the eve of a day on; what was called off is left out."""
    uses = tx.vehicle_uses.from_day(day - timedelta(days=1))
    shifts = tx.shifts.by_keys([use.shift for use in uses])
    found = [(use.vehicle, shifts[use.shift]) for use in uses if use.shift in shifts]
    return [(vehicle, shift) for vehicle, shift in found if shift.state is not ShiftState.CANCELED]


def _ride(  # noqa: PLR0913, PLR0917 - private
    tx: Transaction,
    actor: Actor,
    shift: Shift,
    vehicle: CoopVehicle,
    now: datetime,
    before: CoopVehicle | None = None,
) -> Shift:
    """Let a shift ride a vehicle, with what it offers beside what its courier can."""
    offered = frozenset() if before is None else before.skills
    offered -= tx.couriers.get(shift.courier).skills
    ridden = replace(
        shift,
        profile=vehicle.profile,
        capacity=vehicle.capacity,
        skills=(shift.skills - offered) | vehicle.skills,
    )
    return shift if ridden == shift else _saved(tx, actor, ridden, now)


def _saved(tx: Transaction, actor: Actor, shift: Shift, now: datetime) -> Shift:
    tx.shifts.save(shift)
    tx.record(
        EventKind.SHIFT_CHANGED,
        actor=actor.member,
        at=now,
        day=shift.day,
        subjects={"shift": str(shift.id), "courier": str(shift.courier)},
        payload={"profile": shift.profile},
    )
    return shift


def _record(  # noqa: PLR0913 - private
    tx: Transaction,
    actor: Actor,
    kind: EventKind,
    vehicle: CoopVehicle,
    now: datetime,
    *,
    what: str = "",
    shift: ShiftId | None = None,
) -> None:
    subjects = {"vehicle": str(vehicle.id)} | ({} if shift is None else {"shift": str(shift)})
    payload: dict[str, object] = {"what": what} if what else {}
    tx.record(kind, actor=actor.member, at=now, subjects=subjects, payload=payload)
