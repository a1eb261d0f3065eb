"""Entities of a co-op: what the store keeps and the use cases pass around.

Every datetime is aware and in UTC; every value is frozen, a change is a new value.
"""

from dispatch.model.access import Access, AccessKind
from dispatch.model.doing import (
    CourierEvent,
    KeptReport,
    ReportKind,
    ReportOutcome,
    ReportResult,
    StopFact,
)
from dispatch.model.ids import (
    CoopId,
    CourierId,
    KeyId,
    MemberId,
    OrderId,
    QuoteId,
    ShiftId,
    StorefrontId,
)
from dispatch.model.orders import (
    Delivery,
    Order,
    OrderState,
    OrderWish,
    Parcel,
    Quote,
    QuoteState,
    QuoteWish,
    Remark,
)
from dispatch.model.pay import ClosedPay, Period, Tally
from dispatch.model.people import Actor, Coop, Courier, Role, Storefront, planner
from dispatch.model.places import Place, PlaceWish, Window
from dispatch.model.plans import (
    CourierFigures,
    Decline,
    OrderPin,
    Plan,
    PlanFigures,
    PlannedRoute,
    PlannedStop,
    PlanState,
    PriceOfFairness,
    StopState,
    UnassignedOrder,
)
from dispatch.model.shifts import CareWindow, Pause, Shift, ShiftBreak, ShiftState

__all__ = [
    "Access",
    "AccessKind",
    "Actor",
    "CareWindow",
    "ClosedPay",
    "Coop",
    "CoopId",
    "Courier",
    "CourierEvent",
    "CourierFigures",
    "CourierId",
    "Decline",
    "Delivery",
    "KeptReport",
    "KeyId",
    "MemberId",
    "Order",
    "OrderId",
    "OrderPin",
    "OrderState",
    "OrderWish",
    "Parcel",
    "Pause",
    "Period",
    "Place",
    "PlaceWish",
    "Plan",
    "PlanFigures",
    "PlanState",
    "PlannedRoute",
    "PlannedStop",
    "PriceOfFairness",
    "Quote",
    "QuoteId",
    "QuoteState",
    "QuoteWish",
    "Remark",
    "ReportKind",
    "ReportOutcome",
    "ReportResult",
    "Role",
    "Shift",
    "ShiftBreak",
    "ShiftId",
    "ShiftState",
    "StopFact",
    "StopState",
    "Storefront",
    "StorefrontId",
    "Tally",
    "UnassignedOrder",
    "Window",
    "planner",
]
