"""Plans, and people's decisions on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import Decline, EventReason, OrderPin, Plan, PlanState, StopOrder
from dispatch.store import tables
from dispatch.store.repository import Repository

if TYPE_CHECKING:
    from datetime import date

    from dispatch.model import CourierId, OrderId
    from routing.solution import StopKind


class Plans(Repository[Plan]):
    """Every version of every day's plan."""

    table = tables.plan
    entity = Plan
    key = ("day", "version")

    def newest_version(self, day: date) -> int:
        """Give the highest version of a day's plans; 0 without one."""
        return int(self._rows.largest(self.table.c.version, self.table.c.day == day) or 0)

    def newest(self, day: date, state: PlanState | None = None) -> Plan | None:
        """Give a day's newest plan, of any or of one state."""
        columns = self.table.c
        where = [columns.day == day]
        if state is not None:
            where.append(columns.state == state)
        return self._rows.one(*where, order_by=[columns.version.desc()])

    def newest_version_in(self, day: date, state: PlanState) -> int:
        """Give the highest version of a day's plans in a state; 0 without one."""
        columns = self.table.c
        return int(
            self._rows.largest(columns.version, columns.day == day, columns.state == state) or 0
        )

    def seen(self, day: date) -> int:
        """Give the newest event that any plan of a day has seen; 0 without a plan."""
        return int(self._rows.largest(self.table.c.based_on_event, self.table.c.day == day) or 0)

    def overlays_seen(self, day: date) -> tuple[str, ...] | None:
        """Give the overlays that a day's newest plan has taken account of; ``None`` without one."""
        columns = self.table.c
        newest = self._rows.largest(columns.version, columns.day == day)
        found = self._rows.values(columns.overlays, columns.day == day, columns.version == newest)
        return found[0] if found else None

    def reasons(self, day: date) -> dict[int, str]:
        """Give why each version of a day's plan was made or discarded, where somebody said so."""
        columns = self.table.c
        where = (columns.day == day, columns.reason != "")
        return dict(self._rows.pick([columns.version, columns.reason], *where))

    def published_before(self, day: date, version: int) -> Plan | None:
        """Give the plan that was in force before a version."""
        columns = self.table.c
        return self._rows.one(
            columns.day == day,
            columns.version < version,
            columns.published_at.is_not(None),
            order_by=[columns.version.desc()],
        )

    def set_state(self, day: date, version: int, state: PlanState, reason: str = "") -> None:
        """Change the state of one version, and the reason if one is given."""
        values: dict[str, object] = {"state": state}
        if reason:
            values["reason"] = reason
        self._rows.change(values, *self._is((day, version)))

    def supersede(self, day: date, state: PlanState) -> None:
        """Mark every plan of a day in a state as superseded."""
        columns = self.table.c
        self._rows.change(
            {"state": PlanState.SUPERSEDED}, columns.day == day, columns.state == state
        )


class Pins(Repository[OrderPin]):
    """Which orders must stay with which courier."""

    table = tables.pin
    entity = OrderPin
    key = ("order",)

    def of_day(self, day: date) -> tuple[OrderPin, ...]:
        """Give a day's pins, by order."""
        return self._rows.find(self.table.c.day == day, order_by=[self.table.c.order])

    def of_courier(self, courier: CourierId, first: date) -> tuple[OrderPin, ...]:
        """Give the pins to a courier from a day on, by order."""
        columns = self.table.c
        return self._rows.find(
            columns.courier == courier, columns.day >= first, order_by=[columns.order]
        )

    def remove(self, order: OrderId) -> bool:
        """Delete a pin; tell whether there was one."""
        return self._rows.remove(self.table.c.order == order) > 0


class StopOrders(Repository[StopOrder]):
    """Stops that people have put before others."""

    table = tables.stop_order
    entity = StopOrder
    key = ("order", "kind")

    def of_day(self, day: date) -> tuple[StopOrder, ...]:
        """Give a day's, by order."""
        columns = self.table.c
        return self._rows.find(columns.day == day, order_by=[columns.order, columns.kind])

    def remove(self, order: OrderId, kind: StopKind) -> None:
        """Delete that of a stop, if there is one."""
        self._rows.remove(*self._is((order, kind)))


class Declines(Repository[Decline]):
    """Which couriers gave which orders back."""

    table = tables.decline
    entity = Decline
    key = ("order", "courier")

    def of_day(self, day: date) -> tuple[Decline, ...]:
        """Give a day's declines, by order and courier."""
        columns = self.table.c
        return self._rows.find(columns.day == day, order_by=[columns.order, columns.courier])


class EventReasons(Repository[EventReason]):
    """Why people decided what events say."""

    table = tables.event_reason
    entity = EventReason
    key = ("seq",)

    def of_day(self, day: date) -> dict[int, str]:
        """Give a day's, by the event's place in the chain."""
        found = self._rows.find(self.table.c.day == day)
        return {one.seq: one.text for one in found}
