"""Which events concern whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dispatch.events import EventKind
from dispatch.model import OrderId, Role
from dispatch.wholes import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.services import Services
    from dispatch.events import Event
    from dispatch.model import Actor
    from dispatch.store import ReadTransaction

FOR_EVERY_COURIER: Final = frozenset(
    {
        EventKind.PLAN_PUBLISHED,
        EventKind.POLICY_ADOPTED,
        EventKind.PROPOSAL_OPENED,
        EventKind.PROPOSAL_CLOSED,
        EventKind.PAY_CLOSED,
    },
)
"""After these a courier's own route, rules or pay may be another."""

FOR_DISPATCHERS_ONLY: Final = frozenset(
    {EventKind.ACCESS_GRANTED, EventKind.ACCESS_REVOKED, EventKind.ACCESS_ROTATED}
)

NOT_FOR_STOREFRONTS: Final = frozenset(
    {
        EventKind.ORDER_SPLIT,
        EventKind.ORDER_REJOINED,
        EventKind.ORDERS_JOINED,
        EventKind.ORDERS_PARTED,
        EventKind.STOP_DECLINED,
        EventKind.ORDER_STRANDED,
        EventKind.REPORT_KEPT,
        EventKind.INCIDENT_RECORDED,
    }
)
"""Who brings which parcels with which others, and what couriers give back, is the co-op's."""


class Audience:
    """What one actor may hear.

    Parameters
    ----------
    services
        Knows the store.
    actor
        Who listens.
    """

    def __init__(self, services: Services, actor: Actor) -> None:
        self._services = services
        self._actor = actor

    @property
    def sees_planner(self) -> bool:
        """Whether the actor is shown what the planner is at."""
        return self._actor.role is Role.DISPATCHER

    async def of(self, events: Iterable[Event]) -> list[Event]:
        """Choose the events that the actor may hear.

        Parameters
        ----------
        events
            In order.

        Returns
        -------
        list of Event
            Those that concern the actor, in order.
        """
        found = list(events)
        role = self._actor.role
        if role is Role.DISPATCHER:
            return found
        if role is Role.STOREFRONT:
            return await self._of_storefront(found)
        return [event for event in found if self._concerns_courier(event)]

    def _concerns_courier(self, event: Event) -> bool:
        if event.kind in FOR_EVERY_COURIER:
            return True
        courier = self._actor.courier
        is_about = courier is not None and event.subjects.get("courier") == courier
        return is_about and event.kind not in FOR_DISPATCHERS_ONLY

    async def _of_storefront(self, events: list[Event]) -> list[Event]:
        storefront = self._actor.storefront
        if storefront is None:
            return []
        unclear = {
            event.subjects["order"]
            for event in events
            if "order" in event.subjects and "storefront" not in event.subjects
        }
        own: set[str] = set()
        if unclear:

            def look(tx: ReadTransaction) -> set[str]:
                orders = tx.orders.by_keys(OrderId(order) for order in unclear)
                return {str(key) for key, order in orders.items() if order.storefront == storefront}

            own = await self._services.read(self._actor.coop, look)
        return [
            _of_whole(event)
            for event in events
            if event.kind not in NOT_FOR_STOREFRONTS
            and event.payload.get(WHOLE) != ""
            and (
                event.subjects.get("storefront") == storefront or event.subjects.get("order") in own
            )
        ]


def _of_whole(event: Event) -> Event:
    """Tell of the order that a storefront knows, where an event is about a part of it."""
    whole = event.subjects.get(WHOLE)
    if whole is None:
        return event
    return replace(event, subjects={**event.subjects, "order": whole})
