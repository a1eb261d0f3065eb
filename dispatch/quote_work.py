"""Quotes worked out against live plans, several at once: they share all that can be shared.

Each finds its place after the one before it, exactly as if it had been asked for alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch import wishes
from dispatch.alternatives import next_slots, next_windows
from dispatch.attempts import each, good
from dispatch.climbs import with_climb
from dispatch.direct_ways import DirectWays
from dispatch.events import EventKind
from dispatch.fitting import Fit, Keeper, fit, follow, travel_ahead
from dispatch.model import Quote, QuoteId, Role, Window
from dispatch.permission import require
from dispatch.slots import slot_to_book
from fairness.tariff import fee

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from dispatch.errors import RuleError
    from dispatch.live_plan import LivePlan
    from dispatch.live_plans import LivePlans
    from dispatch.model import Actor, CourierId, Delivery, QuoteWish, Storefront
    from dispatch.new_travel import TravelAhead
    from dispatch.store import ReadTransaction
    from dispatch.streets import Streets
    from dispatch.wishes import Located

MARGIN = timedelta(minutes=15)
"""How much later than planned a promise still holds, when no window was asked for."""

TAKING_KINDS = frozenset(
    {
        EventKind.QUOTE_GIVEN,
        EventKind.PLAN_PUBLISHED,
        EventKind.SHIFT_CHANGED,
        EventKind.SHIFT_CANCELED,
    }
)
"""After one of these, a place that was free may be taken; orders without a quote never ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks for a quote, and for what."""

    actor: Actor
    wish: QuoteWish


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedOut:
    """A quote that is not in the store yet.

    Attributes
    ----------
    quote
        The answer.
    given_way
        Reservations that end when it is held.
    seq
        Newest event of its day that could have taken its place and is known in it.
    live
        Where it keeps its place.
    """

    quote: Quote
    given_way: tuple[QuoteId, ...]
    seq: int
    live: LivePlan

    def take_back(self) -> None:
        """Let its place go, and let those who have given way have theirs again."""
        with self.live.lock:
            self.live.holds.take_back(self.quote.id, self.given_way)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A wish that planning understands, and the day's plan that it is tried on."""

    wish: QuoteWish
    storefront: Storefront
    delivery: Delivery
    day: date
    live: LivePlan


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """What quotes are worked out from.

    Attributes
    ----------
    tx
        One moment of the co-op.
    streets
        The co-op's city.
    now
        When.
    new_id
        Gives ids.
    live_plans
        Plans kept ready between quotes.
    """

    tx: ReadTransaction
    streets: Streets
    now: datetime
    new_id: Callable[[], str]
    live_plans: LivePlans


def work_out_all(
    ground: Ground, asked: Sequence[Asked], *, only: CourierId | None = None
) -> tuple[WorkedOut | RuleError, ...]:
    """Find out fee and promise of each, in turn, without writing anything.

    Later quotes with the same live plans leave each its place from now on.

    Parameters
    ----------
    ground
        What is known.
    asked
        Who wants what.
    only
        The courier who is to have all of it; ``None``: anybody.

    Returns
    -------
        In the order of `asked`; an error where the rules admit no answer.
    """
    tx, now = ground.tx, ground.now
    city = wishes.streets_now(tx, ground.streets, now)
    wishes.look_up_streets(city, [one.wish for one in asked])
    located = each(asked, lambda one: _locate(tx, one, city, now))
    ways = DirectWays(city, [(one.pickup, one.delivery) for _, one in good(located)])
    wanted = each(located, lambda one: _wanted(ground, one, ways))
    ahead = _look_ahead(good(wanted), ground.streets)
    names = iter(sorted(ground.new_id() for _ in asked))  # the store has them in this order
    return tuple(
        each(wanted, lambda one: _answer(ground, one, ahead[one.day], QuoteId(next(names)), only))
    )


class Rivals:
    """What others have done since quotes were worked out.

    Parameters
    ----------
    tx
        The present moment.
    """

    def __init__(self, tx: ReadTransaction) -> None:
        self._tx = tx
        self._since: dict[tuple[date, int], list[str]] = {}

    def have_taken(self, given: WorkedOut) -> bool:
        """Tell whether somebody else may have taken a quote's place meanwhile."""
        day = given.quote.day
        if day is None or not given.quote.is_reserved:
            return False
        if (day, given.seq) not in self._since:
            self._since[day, given.seq] = self._quotes(day, given.seq)
        return not all(map(given.live.holds.has_given, self._since[day, given.seq]))

    def _quotes(self, day: date, seq: int) -> list[str]:
        """Name the quotes that others gave since; an empty name is something else."""
        return [
            subjects["quote"] if kind is EventKind.QUOTE_GIVEN else ""
            for kind, subjects, payload in self._tx.events.since(seq, day, TAKING_KINDS)
            if kind is not EventKind.QUOTE_GIVEN or payload["is_feasible"]
        ]


def _locate(
    tx: ReadTransaction, asked: Asked, city: Streets, now: datetime
) -> tuple[Storefront, Located]:
    require(asked.actor, Role.STOREFRONT, Role.DISPATCHER)
    storefront = wishes.storefront_of(tx, asked.actor, asked.wish)
    return storefront, wishes.locate_ends(tx, storefront, asked.wish, streets=city, now=now)


def _wanted(ground: Ground, one: tuple[Storefront, Located], ways: DirectWays) -> _Wanted:
    tx, now = ground.tx, ground.now
    storefront, located = one
    way = ways.of(located.pickup, located.delivery)
    delivery = wishes.delivery_of(tx, located, way, now=now)
    day = tx.coop.day_of(delivery.delivery_window.latest)
    live = tx.once(("live plan", day), lambda: _live(ground, day))
    if any(vehicle.max_climb is not None for vehicle in live.problem.vehicles):
        delivery = with_climb(delivery, ground.streets)
    return _Wanted(wish=located.wish, storefront=storefront, delivery=delivery, day=day, live=live)


def _live(ground: Ground, day: date) -> LivePlan:
    live = ground.live_plans.get(ground.tx, day, ground.streets, now=ground.now)
    follow(live, ground.tx, ground.streets, now=ground.now)
    return live


def _look_ahead(wanted: Sequence[_Wanted], streets: Streets) -> dict[date, TravelAhead]:
    """Compute travel for all quotes of each day."""
    return {
        one.day: travel_ahead(
            one.live, [other.delivery for other in wanted if other.day == one.day], streets
        )
        for one in {one.day: one for one in wanted}.values()
    }


def _answer(
    ground: Ground, wanted: _Wanted, ahead: TravelAhead, name: QuoteId, only: CourierId | None
) -> WorkedOut:
    tx, now, wish, delivery = ground.tx, ground.now, wanted.wish, wanted.delivery
    keeper = Keeper(quote=name, storefront=wanted.storefront.id, now=now, is_new=True)
    found = fit(wanted.live, delivery, ahead, keeper=keeper, only=only)
    is_open = wish.deliver_between is None
    promise, margin_s = _promise(wanted.live, found, delivery, is_open=is_open)
    if promise is not None and is_open:
        window = Window(earliest=delivery.delivery_window.earliest, latest=promise.latest)
        delivery = replace(delivery, delivery_window=window)
    if found.is_estimate:
        delivery = replace(delivery, is_estimate=True)
    policy = wanted.live.state.policy
    quote = Quote(
        id=name,
        storefront=wanted.storefront.id,
        delivery=delivery,
        fee=fee(
            policy,
            seconds=_marginal_s(found, delivery),
            meters=delivery.distance_m,
            partner=wanted.storefront.partner,
        ),
        is_feasible=promise is not None,
        promise=promise,
        alternatives=() if promise else _instead(ground, wanted, delivery),
        reason=found.reason,
        num_couriers=found.num_couriers,
        margin_s=margin_s,
        given_at=now,
        held_until=now + timedelta(seconds=policy.quote_hold_s),
        reference=wish.reference,
        slot=wish.slot,
        day=wanted.day,
        is_reserved=promise is not None,
        is_open=is_open,
    )
    seq = tx.once(("taking", wanted.day), lambda: tx.events.newest_of(wanted.day, TAKING_KINDS))
    return WorkedOut(quote=quote, given_way=found.given_way, seq=seq, live=wanted.live)


def _instead(ground: Ground, wanted: _Wanted, delivery: Delivery) -> tuple[Window, ...]:
    tx, plans, streets, now = ground.tx, ground.live_plans, ground.streets, ground.now
    if wanted.wish.slot is None:
        return next_windows(tx, plans, delivery, streets, now=now)
    whose = wanted.storefront.id
    slot = slot_to_book(tx, wanted.wish.slot, storefront=whose, now=now)
    return next_slots(tx, plans, delivery, streets, slot=slot, storefront=whose, now=now)


def _promise(
    live: LivePlan, found: Fit, delivery: Delivery, *, is_open: bool
) -> tuple[Window | None, int]:
    """Promise the window that was asked for, or what the plan says and a margin."""
    if not found.offers:
        return None, 0
    planned = live.state.moment(found.start(0))
    latest = delivery.delivery_window.latest
    if is_open:
        latest = min(latest, planned + MARGIN)
        promise = Window(earliest=min(planned, latest), latest=latest)
    else:
        promise = delivery.delivery_window
    return promise, max(0, (latest - planned) // timedelta(seconds=1))


def _marginal_s(found: Fit, delivery: Delivery) -> int:
    """Count the courier's time that a delivery takes: the detour, and both services."""
    if not found.offers:
        return delivery.minutes * 60
    service = delivery.pickup_service_s + delivery.delivery_service_s + 2 * delivery.setup_s
    return max(0, found.added_s) + service
