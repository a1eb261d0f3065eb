"""What phones bring: pictures from the door, and where couriers are who share it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import Photo, Position
from dispatch.store import tables
from dispatch.store.repository import Passing

if TYPE_CHECKING:
    from dispatch.model import CourierId, OrderId


class Photos(Passing[Photo]):
    """What shows that a delivery was made."""

    table = tables.photo
    entity = Photo
    key = ("order", "sha256")
    since = "kept_at"

    def digests(self, order: OrderId) -> tuple[str, ...]:
        """Give the digests of the pictures that an order has."""
        columns = self.table.c
        return tuple(sorted(self._rows.values(columns.sha256, columns.order == order)))


class Positions(Passing[Position]):
    """The last position of each courier who shares it."""

    table = tables.position
    entity = Position
    key = ("courier",)
    since = "at"

    def forget(self, courier: CourierId) -> None:
        """Delete where a courier is."""
        self._rows.remove(self.table.c.courier == courier)
