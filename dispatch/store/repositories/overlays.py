"""What is different on the streets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_

from dispatch.model import Overlay
from dispatch.store import tables
from dispatch.store.repository import Repository

if TYPE_CHECKING:
    from datetime import datetime


class Overlays(Repository[Overlay]):
    """Every overlay, those that are over as well."""

    table = tables.overlay
    entity = Overlay

    def not_over(self, at: datetime) -> tuple[Overlay, ...]:
        """Give those that hold at a moment or may hold later, by id."""
        columns = self.table.c
        return self._rows.find(
            columns.ended_at.is_(None),
            or_(columns.ends_at.is_(None), columns.ends_at > at),
            order_by=[columns.id],
        )
