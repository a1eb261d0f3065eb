"""The co-op's own vehicles: what couriers ride that is not theirs."""

from dataclasses import dataclass
from datetime import date, datetime

from dispatch.model.ids import ShiftId, VehicleId


@dataclass(frozen=True, slots=True, kw_only=True)
class CoopVehicle:
    """Something to ride that the co-op owns and lends for a shift.

    Attributes
    ----------
    id
        Unique in the co-op.
    name
        What people call it: a name, or the number on its frame.
    profile, capacity
        As in `Shift`, for who rides it.
    skills
        What it offers to orders, such as a cooling box.
    broken_since
        Since when nobody can ride it; ``None``: it runs.
    back_on
        On which day it should run again, as far as somebody knows.
    is_active
        False once it is retired.
    """

    id: VehicleId
    name: str
    profile: str
    capacity: tuple[int, ...]
    skills: frozenset[str] = frozenset()
    broken_since: datetime | None = None
    back_on: date | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleUse:
    """That a shift has a vehicle of the co-op.

    Attributes
    ----------
    shift, vehicle
        Which has which.
    day
        Of the shift.
    """

    shift: ShiftId
    vehicle: VehicleId
    day: date
