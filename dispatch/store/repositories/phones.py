"""Pictures that phones bring from the door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import Photo
from dispatch.store import tables
from dispatch.store.repository import Repository

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.model import OrderId


class Photos(Repository[Photo]):
    """What shows that a delivery was made."""

    table = tables.photo
    entity = Photo
    key = ("order", "sha256")

    def digests(self, order: OrderId) -> tuple[str, ...]:
        """Give the digests of the pictures that an order has."""
        columns = self.table.c
        return tuple(sorted(self._rows.values(columns.sha256, columns.order == order)))

    def has_before(self, moment: datetime) -> bool:
        """Tell whether a picture came before a moment."""
        columns = self.table.c
        return bool(self._rows.values(columns.coop, columns.kept_at < moment))

    def forget_before(self, moment: datetime) -> int:
        """Delete pictures that came before a moment; give how many."""
        return self._rows.remove(self.table.c.kept_at < moment)
