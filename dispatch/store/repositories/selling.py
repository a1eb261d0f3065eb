"""Zones, and the rules that slots come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import SlotRule, Zone
from dispatch.store import tables
from dispatch.store.repository import Repository

if TYPE_CHECKING:
    from dispatch.model import SlotRuleId, StorefrontId, ZoneId


class Zones(Repository[Zone]):
    """Areas that the co-op serves."""

    table = tables.zone
    entity = Zone

    def remove(self, zone: ZoneId) -> int:
        """Delete a zone; give how many there were."""
        return self._rows.remove(self.table.c.id == zone)


class SlotRules(Repository[SlotRule]):
    """When deliveries can be booked by the slot."""

    table = tables.slot_rule
    entity = SlotRule

    def for_storefront(self, storefront: StorefrontId) -> tuple[SlotRule, ...]:
        """Give a storefront's own rules, or those for everybody if it has none."""
        column = self.table.c.storefront
        own = self._rows.find(column == storefront, order_by=[self.table.c.id])
        return own or self._rows.find(column.is_(None), order_by=[self.table.c.id])

    def remove(self, rule: SlotRuleId) -> int:
        """Delete a rule; give how many there were."""
        return self._rows.remove(self.table.c.id == rule)
