"""Plans: versioned routes with real couriers and clocks, and people's decisions on them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dispatch.model.ids import CourierId, MemberId, OrderId, ShiftId
from dispatch.model.orders import Remark
from dispatch.model.places import Place, Window
from routing.model import Location
from routing.solution import StopKind


class PlanState(StrEnum):
    """Where a plan is in its life."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


class StopState(StrEnum):
    """What has become of a stop."""

    PLANNED = "planned"
    ARRIVED = "arrived"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStop:
    """One entry of a courier's route, with clock times.

    Attributes
    ----------
    kind
        Start, pickup, delivery, break or end.
    order
        Whose parcels, for pickups and deliveries.
    place
        Where, for pickups and deliveries.
    location
        Where, for every kind; ``None`` for an open end of an empty route.
    window
        When service may begin, if that is limited.
    arrival, start, departure
        Reach the place, begin service, leave.
    travel_s, distance_m
        The leg that leads here.
    load
        On board when leaving: grams, cubic centimetres.
    state
        What has become of it.
    is_care
        A break that is a care window.
    """

    kind: StopKind
    arrival: datetime
    start: datetime
    departure: datetime
    order: OrderId | None = None
    place: Place | None = None
    location: Location | None = None
    window: Window | None = None
    travel_s: int = 0
    distance_m: int = 0
    load: tuple[int, ...] = ()
    state: StopState = StopState.PLANNED
    is_care: bool = False

    @property
    def lateness_s(self) -> int:
        """Seconds that service begins after its window."""
        if self.window is None:
            return 0
        return max(0, int((self.start - self.window.latest).total_seconds()))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRoute:
    """What one courier does in one shift: served stops first, then the planned ones.

    Attributes
    ----------
    shift, courier
        Whose route.
    stops
        In order, from kind start to kind end.
    """

    shift: ShiftId
    courier: CourierId
    stops: tuple[PlannedStop, ...]

    @property
    def orders(self) -> tuple[OrderId, ...]:
        """Orders on it, in order of first appearance."""
        found = (stop.order for stop in self.stops)
        return tuple(dict.fromkeys(order for order in found if order is not None))


@dataclass(frozen=True, slots=True, kw_only=True)
class UnassignedOrder:
    """An order without a route, and why.

    Attributes
    ----------
    order
        Which one.
    reason
        Coded, with remedies.
    """

    order: OrderId
    reason: Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierFigures:
    """What a plan means for one courier's day.

    Attributes
    ----------
    courier
        Who.
    stops
        Pickups and deliveries.
    minutes
        From leaving the start to the end of the route.
    distance_m
        Metres of travel.
    pay_minor
        What the courier gets for this day: drops, lifted to the floor of the shift.
    top_up_minor
        The part of it that lifts the drops to the floor.
    balance_minor
        Ledger balance of the period with this day in it; above zero is ahead.
    online_s
        Online seconds of the day's shifts.
    period_pay_minor, period_online_s
        The period including this day.
    """

    courier: CourierId
    stops: int
    minutes: int
    distance_m: int
    pay_minor: int
    top_up_minor: int
    balance_minor: int
    online_s: int
    period_pay_minor: int
    period_online_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFigures:
    """Measures of a plan as a whole.

    Attributes
    ----------
    travel_s, distance_m, lateness_s
        Totals over all routes.
    gini
        Of the period's earnings per online hour, weighted by hours, before top-up.
    lowest_pay_per_hour_minor
        The smallest of those earnings per online hour.
    num_unassigned
        Orders without a route.
    couriers
        One row per courier with a shift that day.
    """

    travel_s: int
    distance_m: int
    lateness_s: int
    gini: float
    lowest_pay_per_hour_minor: int
    num_unassigned: int = 0
    couriers: tuple[CourierFigures, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceOfFairness:
    """``(fair - free) / free``: what the even plan costs beside the cheapest one.

    Attributes
    ----------
    travel, lateness
        Shares; 0.02 is two percent more. ``None`` when only the free plan has none, as no
        ratio can say that.
    """

    travel: float | None
    lateness: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Versioned solution of a day.

    Attributes
    ----------
    day, version
        Which day, and the how manieth plan of it, from 1.
    state
        Proposed, published, superseded or discarded.
    based_on_event
        Sequence of the newest event that it has seen.
    policy_version, seed
        What it was made with.
    routes, unassigned
        What it says.
    figures
        Measures of it; `free_figures`: of the cheapest plan, without fairness, ``None`` as
        long as none has been searched for.
    price_of_fairness
        What evenness costs; ``None``: not known yet.
    created_at, author
        When and by whom.
    published_at
        When it came into force; ``None``: never.
    reason
        Why a person made or discarded it.
    overlays
        Labels of the overlays that planning had taken account of, sorted.
    """

    day: date
    version: int
    state: PlanState
    based_on_event: int
    policy_version: int
    seed: int
    routes: tuple[PlannedRoute, ...]
    unassigned: tuple[UnassignedOrder, ...]
    figures: PlanFigures
    free_figures: PlanFigures | None
    price_of_fairness: PriceOfFairness | None
    created_at: datetime
    author: MemberId
    published_at: datetime | None = None
    reason: str = ""
    overlays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierEffect:
    """What a change of the plan means for one courier.

    Attributes
    ----------
    courier
        Who.
    stops_before, stops_after
        Pickups and deliveries.
    minutes_before, minutes_after
        Of the route.
    lateness_s_before, lateness_s_after
        Seconds that deliveries come late.
    balance_minor_before, balance_minor_after
        Ledger balance of the period with this day in it.
    """

    courier: CourierId
    stops_before: int
    stops_after: int
    minutes_before: int
    minutes_after: int
    lateness_s_before: int
    lateness_s_after: int
    balance_minor_before: int
    balance_minor_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveEffect:
    """What moving an order would mean, or has meant.

    Attributes
    ----------
    effects
        For each courier whose route changes.
    gini_before, gini_after
        Of the period's earnings per online hour.
    violations
        Hard rules that it breaks; with one of them it cannot be done.
    version
        Of the plan that it has led to; ``None`` for a dry run.
    """

    effects: tuple[CourierEffect, ...]
    gini_before: float
    gini_after: float
    violations: tuple[Remark, ...]
    version: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPin:
    """A person's decision that the planner must keep: this order with this courier.

    Attributes
    ----------
    order, courier
        What and with whom.
    day
        On which day.
    author, at, reason
        Who decided, when and why.
    """

    order: OrderId
    courier: CourierId
    day: date
    author: MemberId
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StopName:
    """Names a stop of a day.

    Attributes
    ----------
    kind
        Pickup or delivery.
    order
        Of which order.
    """

    kind: StopKind
    order: OrderId


@dataclass(frozen=True, slots=True, kw_only=True)
class StopOrder:
    """A person's decision that the planner must keep: a courier serves a stop between others.

    It holds as long as the plan in force has these stops with that courier in this order; so
    it goes when the order is moved or the plan is taken back, and comes again with redo.

    Attributes
    ----------
    order, kind
        The stop that was put somewhere else.
    courier, day
        On whose route, and on which day.
    stops
        The one before it, it, and the one after it; others may come in between.
    author, at, reason
        Who decided, when and why.
    """

    order: OrderId
    kind: StopKind
    courier: CourierId
    day: date
    stops: tuple[StopName, ...]
    author: MemberId
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline:
    """A courier gave an order back; no reason is asked and none is kept.

    Attributes
    ----------
    order, courier
        Never again together.
    day
        On which day.
    at
        When.
    """

    order: OrderId
    courier: CourierId
    day: date
    at: datetime
