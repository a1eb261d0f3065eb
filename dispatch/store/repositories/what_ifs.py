"""Questions what a change would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import ErrandState, WhatIf
from dispatch.store import tables
from dispatch.store.repository import Passing

if TYPE_CHECKING:
    from datetime import date

MOST_LISTED = 20


class WhatIfs(Passing[WhatIf]):
    """Every question that is not forgotten."""

    table = tables.what_if
    entity = WhatIf
    since = "asked_at"

    def of_day(self, day: date) -> tuple[WhatIf, ...]:
        """Give the last questions about a day, the newest first."""
        columns = self.table.c
        order = [columns.asked_at.desc(), columns.id]
        return self._rows.find(columns.day == day, order_by=order, limit=MOST_LISTED)

    def running(self) -> tuple[WhatIf, ...]:
        """Give those that are being answered."""
        columns = self.table.c
        return self._rows.find(columns.state == ErrandState.RUNNING, order_by=[columns.id])
