"""Hints: which phones are told that something has changed, and by what key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import HintKey, HintPhone
from dispatch.store import tables
from dispatch.store.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from dispatch.model import CourierId


class HintPhones(Repository[HintPhone]):
    """Phones that are told."""

    table = tables.hint_phone
    entity = HintPhone

    def of_courier(self, courier: CourierId) -> tuple[HintPhone, ...]:
        """Give a courier's phones, the oldest first."""
        columns = self.table.c
        return self._rows.find(columns.courier == courier, order_by=[columns.added_at, columns.id])

    def due(self, now: datetime, *, limit: int) -> tuple[HintPhone, ...]:
        """Give phones that are to be told now, those that wait longest first."""
        columns = self.table.c
        return self._rows.find(
            columns.due_at <= now, order_by=[columns.due_at, columns.id], limit=limit
        )

    def has_changed(self, couriers: Collection[CourierId], at: datetime, *, now: datetime) -> int:
        """Have the phones of some couriers told; give how many there are."""
        values: dict[str, object] = {"changed_at": at, "due_at": now, "failures": 0}
        return self._rows.change(values, self.table.c.courier.in_(sorted(couriers)))

    def claim(self, phone: HintPhone, until: datetime) -> bool:
        """Keep others from telling a phone for a while; tell whether nobody was faster."""
        columns = self.table.c
        where = (columns.id == phone.id, columns.due_at == phone.due_at)
        return self._rows.change({"due_at": until}, *where) > 0

    def forget(self, phone: str) -> None:
        """Delete a phone."""
        self._rows.remove(self.table.c.id == phone)


class HintKeys(Repository[HintKey]):
    """The one key of a co-op, and how far it has come in telling phones."""

    table = tables.hint_key
    entity = HintKey
    key = ()

    def advance(self, seen: int, to: int) -> bool:
        """Move on from one event to another; tell whether nobody was faster."""
        return self._rows.change({"seen_seq": to}, self.table.c.seen_seq == seen) > 0
