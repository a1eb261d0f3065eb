"""Whether a courier has what an order is about, by what was reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import StopState
from dispatch.worktime import return_name
from routing.solution import StopKind

if TYPE_CHECKING:
    from dispatch.model import CourierId, OrderId
    from dispatch.store import ReadTransaction


def has_parcels(tx: ReadTransaction, courier: CourierId, order: OrderId) -> bool:
    """Tell whether a courier has picked an order up, and neither delivered nor returned it."""
    pickup = tx.stop_facts.find(order, StopKind.PICKUP)
    delivery = tx.stop_facts.find(order, StopKind.DELIVERY)
    return (
        pickup is not None
        and pickup.courier == courier
        and pickup.state is StopState.DONE
        and (delivery is None or delivery.state is not StopState.DONE)
        and tx.work.find(return_name(order)) is None
    )
