"""Storefronts, couriers and their shifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import Absence, Availability, Courier, Shift, ShiftState, Storefront
from dispatch.store import tables
from dispatch.store.repository import Repository

if TYPE_CHECKING:
    from datetime import date

    from dispatch.model import CourierId


class Storefronts(Repository[Storefront]):
    """Who orders."""

    table = tables.storefront
    entity = Storefront


class Couriers(Repository[Courier]):
    """Who delivers."""

    table = tables.courier
    entity = Courier

    def active(self) -> tuple[Courier, ...]:
        """Give everybody who has not left, by id."""
        return self._rows.find(self.table.c.is_active, order_by=[self.table.c.id])

    def abilities(self) -> tuple[tuple[tuple[int, ...], frozenset[str]], ...]:
        """Give capacity and skills of everybody who has not left, and nothing more of them."""
        columns = self.table.c
        picked = self._rows.pick((columns.capacity, columns.skills), columns.is_active)
        return tuple((capacity, skills) for capacity, skills in picked)


class Shifts(Repository[Shift]):
    """When couriers work."""

    table = tables.shift
    entity = Shift

    def of_day(self, day: date) -> tuple[Shift, ...]:
        """Give the shifts of a day that were not canceled, by start and id."""
        columns = self.table.c
        return self._rows.find(
            columns.day == day,
            columns.state != ShiftState.CANCELED,
            order_by=[columns.starts_at, columns.id],
        )

    def from_day(self, first: date) -> tuple[Shift, ...]:
        """Give the shifts from a day on that were not canceled, by start and id."""
        columns = self.table.c
        return self._rows.find(
            columns.day >= first,
            columns.state != ShiftState.CANCELED,
            order_by=[columns.starts_at, columns.id],
        )

    def between(self, first: date, last: date) -> tuple[Shift, ...]:
        """Give the shifts of some days that were not canceled, by start and id."""
        columns = self.table.c
        return self._rows.find(
            columns.day.between(first, last),
            columns.state != ShiftState.CANCELED,
            order_by=[columns.starts_at, columns.id],
        )

    def of_courier(self, courier: CourierId, first: date, last: date) -> tuple[Shift, ...]:
        """Give one courier's shifts of some days that were not canceled, by start."""
        columns = self.table.c
        return self._rows.find(
            columns.courier == courier,
            columns.day.between(first, last),
            columns.state != ShiftState.CANCELED,
            order_by=[columns.starts_at, columns.id],
        )


class Availabilities(Repository[Availability]):
    """When couriers can and want to work."""

    table = tables.availability
    entity = Availability
    key = ("courier", "valid_from")

    def of_courier(self, courier: CourierId) -> tuple[Availability, ...]:
        """Give what one courier said, by the day from which it holds."""
        columns = self.table.c
        return self._rows.find(columns.courier == courier, order_by=[columns.valid_from])

    def forget(self, courier: CourierId, *, since: date | None = None) -> None:
        """Delete what a courier said, or what of it holds from a day or later."""
        columns = self.table.c
        where = [] if since is None else [columns.valid_from >= since]
        self._rows.remove(columns.courier == courier, *where)


class Absences(Repository[Absence]):
    """When couriers are away."""

    table = tables.absence
    entity = Absence

    def of_courier(self, courier: CourierId) -> tuple[Absence, ...]:
        """Give one courier's absences by their first day."""
        columns = self.table.c
        return self._rows.find(columns.courier == courier, order_by=[columns.first_day, columns.id])

    def ending_from(self, first: date) -> tuple[Absence, ...]:
        """Give everybody's absences that end on a day or later, by their first day."""
        columns = self.table.c
        return self._rows.find(columns.last_day >= first, order_by=[columns.first_day, columns.id])

    def at(self, courier: CourierId, day: date) -> Absence | None:
        """Give the absence of a courier that a day lies in, if there is one."""
        columns = self.table.c
        return self._rows.one(
            columns.courier == courier, columns.first_day <= day, columns.last_day >= day
        )

    def remove(self, name: str) -> None:
        """Delete an absence."""
        self._rows.remove(self.table.c.id == name)
