"""What dispatchers get and send: plans, moves and pins."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field

from api.schemas.fields import (
    Answer,
    Body,
    Identifier,
    LocationOut,
    Note,
    ReasonOut,
    Said,
    WindowOut,
)
from api.words import Words
from dispatch.model import (
    CourierEffect,
    CourierFigures,
    CourierId,
    MoveEffect,
    OrderId,
    OrderPin,
    Plan,
    PlanFigures,
    PlannedRoute,
    PlannedStop,
    StopName,
)
from routing.solution import StopKind

Version = Annotated[int, Field(ge=0, le=1_000_000)]
"""Version of a day's plan."""


class LineString(Answer):
    """GeoJSON line: ``[lon, lat]`` pairs."""

    type: str = "LineString"
    coordinates: list[tuple[float, float]]


class StopOut(Answer):
    """One entry of a courier's route."""

    kind: str
    order_id: str | None
    address: str | None
    location: LocationOut | None
    window: WindowOut | None
    arrival: datetime
    start: datetime
    departure: datetime
    travel_s: int
    distance_m: int
    lateness_s: int
    state: str
    is_care: bool

    @classmethod
    def of(cls, stop: PlannedStop) -> Self:
        """Write a stop."""
        return cls(
            kind=stop.kind,
            order_id=stop.order,
            address=stop.place.address if stop.place else None,
            location=LocationOut.of(stop.location) if stop.location else None,
            window=WindowOut.of(stop.window) if stop.window else None,
            arrival=stop.arrival,
            start=stop.start,
            departure=stop.departure,
            travel_s=stop.travel_s,
            distance_m=stop.distance_m,
            lateness_s=stop.lateness_s,
            state=stop.state,
            is_care=stop.is_care,
        )


class RouteOut(Answer):
    """What one courier does in one shift."""

    courier_id: str
    shift_id: str
    stops: list[StopOut]
    geometry: LineString | None

    @classmethod
    def of(cls, route: PlannedRoute, geometry: LineString | None) -> Self:
        """Write a route."""
        return cls(
            courier_id=route.courier,
            shift_id=route.shift,
            stops=[StopOut.of(stop) for stop in route.stops],
            geometry=geometry,
        )


class UnassignedOut(Answer):
    """An order without a route, and why."""

    order_id: str
    reason: ReasonOut


class CourierFiguresOut(Answer):
    """What a plan means for one courier's day."""

    courier_id: str
    stops: int
    minutes: int
    distance_m: int
    pay_minor: int
    top_up_minor: int
    balance_minor: int
    online_s: int
    period_pay_minor: int
    period_online_s: int

    @classmethod
    def of(cls, row: CourierFigures) -> Self:
        """Write one courier's row."""
        return cls(
            courier_id=row.courier,
            stops=row.stops,
            minutes=row.minutes,
            distance_m=row.distance_m,
            pay_minor=row.pay_minor,
            top_up_minor=row.top_up_minor,
            balance_minor=row.balance_minor,
            online_s=row.online_s,
            period_pay_minor=row.period_pay_minor,
            period_online_s=row.period_online_s,
        )


class FiguresOut(Answer):
    """Measures of a plan as a whole."""

    travel_s: int
    distance_m: int
    lateness_s: int
    gini: float
    lowest_pay_per_hour_minor: int
    unassigned: int
    couriers: list[CourierFiguresOut]

    @classmethod
    def of(cls, figures: PlanFigures) -> Self:
        """Write a plan's measures."""
        return cls(
            travel_s=figures.travel_s,
            distance_m=figures.distance_m,
            lateness_s=figures.lateness_s,
            gini=figures.gini,
            lowest_pay_per_hour_minor=figures.lowest_pay_per_hour_minor,
            unassigned=figures.num_unassigned,
            couriers=[CourierFiguresOut.of(row) for row in figures.couriers],
        )


class PriceOut(Answer):
    """What evenness costs: shares of the cheapest plan's travel and lateness, if known."""

    travel: float | None
    lateness: float | None


class PlanOut(Answer):
    """One version of a day's plan."""

    version: int
    state: str
    created_at: datetime
    author: str
    reason: str
    policy_version: int
    routes: list[RouteOut]
    unassigned: list[UnassignedOut]
    figures: FiguresOut
    free_figures: FiguresOut | None
    price_of_fairness: PriceOut | None

    @classmethod
    def of(
        cls,
        plan: Plan,
        *,
        lines: Mapping[CourierId, LineString],
        words: Words,
    ) -> Self:
        """Write a plan with the lines of its routes."""
        price, free = plan.price_of_fairness, plan.free_figures
        return cls(
            version=plan.version,
            state=plan.state,
            created_at=plan.created_at,
            author=plan.author,
            reason=plan.reason,
            policy_version=plan.policy_version,
            routes=[RouteOut.of(route, lines.get(route.courier)) for route in plan.routes],
            unassigned=[
                UnassignedOut(order_id=left.order, reason=words.reason(left.reason))
                for left in plan.unassigned
            ],
            figures=FiguresOut.of(plan.figures),
            free_figures=None if free is None else FiguresOut.of(free),
            price_of_fairness=None
            if price is None
            else PriceOut(travel=price.travel, lateness=price.lateness),
        )


class PublishIn(Body):
    """Publish a proposal; `if_version` is the version that the person saw in force."""

    if_version: Version | None = None
    reason: Note = ""


class PublishForIn(Body):
    """Publish a proposal for some couriers only."""

    couriers: Annotated[list[Identifier], Field(min_length=1, max_length=1000)]
    if_version: Version
    reason: Note = ""


class DiscardIn(Body):
    """Why not."""

    reason: Note = ""


class UndoIn(Body):
    """Step back, or forth again; `if_version` is the version that the person saw in force."""

    if_version: Version


class MoveIn(Body):
    """Give an order to a courier, or to nobody; `also` names others that go with it."""

    order_id: Identifier
    also: Annotated[list[Identifier], Field(max_length=200)] = Field(default_factory=list)
    to_courier_id: Identifier | None
    if_version: Version
    dry_run: bool = False
    reason: Note = ""


class StopNameIn(Body):
    """A stop of a day."""

    order_id: Identifier
    stop: Literal["pickup", "delivery"]

    def value(self) -> StopName:
        """Give its name."""
        return StopName(StopKind(self.stop), OrderId(self.order_id))


class ReorderIn(Body):
    """Put a stop before another one of the same route, or after all others."""

    order_id: Identifier
    stop: Literal["pickup", "delivery"]
    before: StopNameIn | None
    if_version: Version
    dry_run: bool = False
    reason: Note = ""

    def value(self) -> StopName:
        """Give the stop's name."""
        return StopName(StopKind(self.stop), OrderId(self.order_id))


class PinIn(Body):
    """Keep an order with a courier."""

    order_id: Identifier
    courier_id: Identifier
    reason: Note = ""


class EffectOut(Answer):
    """What a move does to one courier."""

    courier_id: str
    stops_before: int
    stops_after: int
    minutes_before: int
    minutes_after: int
    lateness_s_before: int
    lateness_s_after: int
    balance_minor_before: int
    balance_minor_after: int

    @classmethod
    def of(cls, effect: CourierEffect) -> Self:
        """Write the effect on one courier."""
        return cls(
            courier_id=effect.courier,
            stops_before=effect.stops_before,
            stops_after=effect.stops_after,
            minutes_before=effect.minutes_before,
            minutes_after=effect.minutes_after,
            lateness_s_before=effect.lateness_s_before,
            lateness_s_after=effect.lateness_s_after,
            balance_minor_before=effect.balance_minor_before,
            balance_minor_after=effect.balance_minor_after,
        )


class MoveOut(Answer):
    """What a move does, or would do."""

    effects: list[EffectOut]
    gini_before: float
    gini_after: float
    violations: list[Said]
    plan_version: int | None

    @classmethod
    def of(cls, effect: MoveEffect, words: Words) -> Self:
        """Write a move's effect."""
        return cls(
            effects=[EffectOut.of(one) for one in effect.effects],
            gini_before=effect.gini_before,
            gini_after=effect.gini_after,
            violations=[words.said("rule", one.code, one.values) for one in effect.violations],
            plan_version=effect.version,
        )


class PinOut(Answer):
    """An order that stays with a courier."""

    order_id: str
    courier_id: str
    author: str
    reason: str
    at: datetime

    @classmethod
    def of(cls, pin: OrderPin) -> Self:
        """Write a pin."""
        return cls(
            order_id=pin.order,
            courier_id=pin.courier,
            author=pin.author,
            reason=pin.reason,
            at=pin.at,
        )


class PlanState(Answer):
    """Which plan is in which state after a decision."""

    day: str
    version: int
    state: str

    @classmethod
    def of(cls, plan: Plan) -> Self:
        """Write a plan's state."""
        return cls(day=plan.day.isoformat(), version=plan.version, state=plan.state)


class ReplanIn(Body):
    """What to plan again: without `order_ids` the whole day.

    With them every other order stays with its courier. An empty list lets nothing change hands:
    only what nobody has is given, and stops are put in a better order.
    """

    order_ids: Annotated[list[Identifier], Field(max_length=1000)] | None = None


class ReplanOut(Answer):
    """A new plan has been asked for."""

    day: str
    is_requested: bool
