"""Orders that come again and again, and what became of each of their days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import RunState, StandingOrder, StandingRun, StandingState
from dispatch.store import tables
from dispatch.store.repository import Repository

if TYPE_CHECKING:
    from datetime import date, datetime

    from dispatch.model import StandingOrderId, StorefrontId


class StandingOrders(Repository[StandingOrder]):
    """What is ordered again and again."""

    table = tables.standing_order
    entity = StandingOrder

    def of_storefront(self, storefront: StorefrontId | None) -> tuple[StandingOrder, ...]:
        """Give those of one storefront or of all, the oldest first."""
        columns = self.table.c
        where = [] if storefront is None else [columns.storefront == storefront]
        return self._rows.find(*where, order_by=[columns.created_at, columns.id])

    def behind(self, day: date) -> tuple[StandingOrder, ...]:
        """Give the active ones that have not been looked at up to a day."""
        columns = self.table.c
        is_behind = columns.ordered_until.is_(None) | (columns.ordered_until < day)
        return self._rows.find(
            columns.state == StandingState.ACTIVE, is_behind, order_by=[columns.id]
        )


class StandingRuns(Repository[StandingRun]):
    """What became of their days."""

    table = tables.standing_run
    entity = StandingRun
    key = ("standing", "day")

    def of(self, standing: StandingOrderId, first: date) -> tuple[StandingRun, ...]:
        """Give the days of one from a day on."""
        columns = self.table.c
        return self._rows.find(
            columns.standing == standing, columns.day >= first, order_by=[columns.day]
        )

    def missed(self, first: date, tried_before: datetime) -> tuple[StandingRun, ...]:
        """Give the days from a day on that were missed, and last tried before a moment."""
        columns = self.table.c
        return self._rows.find(
            columns.state == RunState.MISSED,
            columns.day >= first,
            columns.tried_at < tried_before,
            order_by=[columns.standing, columns.day],
        )
