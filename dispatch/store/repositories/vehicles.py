"""The co-op's vehicles, and which shift has which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import CoopVehicle, VehicleUse
from dispatch.store import tables
from dispatch.store.repository import Repository

if TYPE_CHECKING:
    from datetime import date

    from dispatch.model import ShiftId


class Vehicles(Repository[CoopVehicle]):
    """What the co-op lends, and what it did."""

    table = tables.vehicle
    entity = CoopVehicle


class VehicleUses(Repository[VehicleUse]):
    """Which shift has which vehicle."""

    table = tables.vehicle_use
    entity = VehicleUse
    key = ("shift",)

    def from_day(self, first: date) -> tuple[VehicleUse, ...]:
        """Give those of a day and later, by day and shift."""
        columns = self.table.c
        return self._rows.find(columns.day >= first, order_by=[columns.day, columns.shift])

    def remove(self, shift: ShiftId) -> None:
        """Delete that of a shift, if it has one."""
        self._rows.remove(self.table.c.shift == shift)
