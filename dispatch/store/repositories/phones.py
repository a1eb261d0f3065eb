"""What phones bring: pictures from the door, and where couriers are who share it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import Photo, Position
from dispatch.store import tables
from dispatch.store.repository import Repository

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.model import CourierId, OrderId


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


class Positions(Repository[Position]):
    """The last position of each courier who shares it."""

    table = tables.position
    entity = Position
    key = ("courier",)

    def has_before(self, moment: datetime) -> bool:
        """Tell whether one is older than a moment."""
        columns = self.table.c
        return bool(self._rows.values(columns.coop, columns.at < moment))

    def forget(self, courier: CourierId) -> None:
        """Delete where a courier is."""
        self._rows.remove(self.table.c.courier == courier)

    def forget_before(self, moment: datetime) -> int:
        """Delete those that are older than a moment; give how many."""
        return self._rows.remove(self.table.c.at < moment)
