"""Objections to decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import Contestation, ContestationState
from dispatch.store import tables
from dispatch.store.repository import Repository

if TYPE_CHECKING:
    from dispatch.model import CourierId

MOST_LISTED = 500


class Contestations(Repository[Contestation]):
    """Every objection, answered ones as well."""

    table = tables.contestation
    entity = Contestation

    def by_deadline(self) -> tuple[Contestation, ...]:
        """Give those that wait, the most urgent first, then answered ones, the newest first."""
        columns = self.table.c
        is_open = columns.state == ContestationState.OPEN
        waiting = self._rows.find(is_open, order_by=[columns.answer_by, columns.id])
        answered = self._rows.find(
            columns.state != ContestationState.OPEN,
            order_by=[columns.answered_at.desc(), columns.id],
            limit=MOST_LISTED,
        )
        return (*waiting, *answered)

    def of_courier(self, courier: CourierId) -> tuple[Contestation, ...]:
        """Give a courier's own, the newest first."""
        columns = self.table.c
        return self._rows.find(
            columns.courier == courier,
            order_by=[columns.opened_at.desc(), columns.id],
            limit=MOST_LISTED,
        )
