"""How a delivery fits into a live plan, beside what other quotes keep there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dispatch.day_problem import shipment_for
from dispatch.day_routes import remark_of
from dispatch.holds import HOLDING_KINDS, ROOM
from dispatch.model import Remark
from dispatch.new_travel import TravelAhead
from dispatch.street_overlays import streets_under
from dispatch.ways import slowed_travel
from fairness.pay import drop_pay_minor
from routing.reasons import explain_unassigned
from routing.solution import StopKind
from routing.solvers.ruin_recreate.new_insertion import new_route, with_new, without_slots
from routing.solvers.ruin_recreate.outlook import outlook_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from dispatch.holds import Ground
    from dispatch.live_plan import LivePlan
    from dispatch.model import CourierId, Delivery, Quote, QuoteId, StorefrontId
    from dispatch.store import ReadTransaction
    from dispatch.streets import Streets
    from routing.model import Location, Shipment
    from routing.solvers.ruin_recreate.live import Offer
    from routing.solvers.ruin_recreate.new_insertion import Kept
    from routing.solvers.ruin_recreate.new_places import NewTravel
    from routing.solvers.ruin_recreate.outlook import Outlook

HELD = "held_by_quotes"
"""Code of the reason that nothing but what other quotes keep is in the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """For whom the place that is found is kept.

    Attributes
    ----------
    quote, storefront
        Whose.
    now
        The present moment.
    is_new
        Whether the quote is not in the store yet.
    """

    quote: QuoteId
    storefront: StorefrontId
    now: datetime
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How a delivery fits into a live plan.

    Attributes
    ----------
    live
        The plan in force.
    offers
        The best of each vehicle that can take it, cheapest first.
    asked, travel
        Its shipment, and travel from and to its places.
    kept
        What other quotes kept at that moment.
    outlooks
        What offers come to: of the cheapest, or of all where that was wanted.
    given_way
        Quotes that keep nothing from now on, for this one's sake.
    reason
        Why nobody can.
    is_estimate
        Whether any travel behind this was guessed.
    """

    live: LivePlan
    offers: tuple[Offer, ...]
    asked: Shipment
    travel: tuple[NewTravel, ...]
    kept: tuple[Kept, ...]
    outlooks: tuple[Outlook, ...] = ()
    given_way: tuple[QuoteId, ...] = ()
    reason: Remark | None = None
    is_estimate: bool = False

    @property
    def num_couriers(self) -> int:
        """How many couriers could."""
        return len({self.live.day.shifts[offer.vehicle].courier for offer in self.offers})

    @property
    def added_s(self) -> int:
        """Seconds of travel that the cheapest offer adds.

        What quotes keep makes it no less, for others may never book, and then the whole detour
        is for this one.
        """
        first = self.outlooks[:1]
        return max((max(one.added_s, one.added_alone_s) for one in first), default=0)

    def start(self, place: int) -> int:
        """Say when service at the recipient's door would begin by an offer; the cheapest is 0."""
        known = self.outlooks[place].begins if place < len(self.outlooks) else None
        return self._planned_start(place) if known is None else known

    def _planned_start(self, place: int) -> int:
        """Go along the whole route of an offer."""
        live, offer = self.live, self.offers[place]
        route = new_route(live.problem, offer, self.asked, self.travel, self.kept, ROOM)
        index = len(live.problem.shipments) + ROOM
        return next(
            stop.start
            for stop in route.stops
            if stop.kind is StopKind.DELIVERY and stop.index == index
        )


def follow(live: LivePlan, tx: ReadTransaction, streets: Streets, *, now: datetime) -> None:
    """Let the quotes that are reserved in the store, and no others, keep their places.

    Those that are new here are put where they cost least, oldest first. If one finds no place
    although all did when they were given, it is tried once more before the others.
    """
    if live.holds.routes is None:
        return
    day = live.state.day
    seq = tx.events.newest_of(day, HOLDING_KINDS)
    with live.lock:
        if live.holds.is_current(seq, now):
            return
    reserved = {name: until for name, _, until in tx.quotes.reserved(day, now)}
    with live.lock:
        missing, others = live.holds.missing(reserved), live.holds.others(reserved)
    known = tx.quotes.by_keys((*missing, *others))
    with live.lock:
        live.holds.follow(reserved, [one for one in others if one in known], seq=seq, now=now)
    quotes = [known[name] for name in missing if name in known]
    if not quotes:
        return
    ahead = travel_ahead(live, [one.delivery for one in quotes], streets)
    failed = _put_in(live, quotes, ahead, now)
    if failed and len(failed) < len(quotes) == len(reserved):
        with live.lock:
            for quote in quotes:
                live.holds.release(quote.id)
        _put_in(live, [*failed, *(one for one in quotes if one not in failed)], ahead, now)


def _put_in(
    live: LivePlan, quotes: Iterable[Quote], ahead: TravelAhead, now: datetime
) -> list[Quote]:
    """Keep places for quotes one after the other; give those for which there is none."""
    failed = []
    for quote in quotes:
        keeper = Keeper(quote=quote.id, storefront=quote.storefront, now=now, is_new=False)
        if not fit(live, quote.delivery, ahead, keeper=keeper).offers:
            failed.append(quote)
            with live.lock:
                live.holds.keep_nothing(quote.id, quote.storefront, now=now)
    return failed


def travel_ahead(live: LivePlan, deliveries: Iterable[Delivery], streets: Streets) -> TravelAhead:
    """Compute travel for deliveries that are tried on a live plan one after the other."""
    ends = [end for one in deliveries for end in ends_of(one) if end not in live.at]
    with live.lock:
        kept = live.holds.places()
    return TravelAhead(streets_under(streets, live.state.overlays), live.near, ends, kept)


def ends_of(delivery: Delivery) -> tuple[Location, Location]:
    """Say where a delivery goes from and to."""
    return delivery.pickup.location, delivery.delivery.location


def fit(  # noqa: PLR0913 - all named by the caller
    live: LivePlan,
    delivery: Delivery,
    ahead: TravelAhead,
    *,
    keeper: Keeper | None = None,
    only: CourierId | None = None,
    has_all_times: bool = False,
) -> Fit:
    """Try a delivery on every route.

    Parameters
    ----------
    live
        The plan in force.
    delivery
        What to carry.
    ahead
        Travel of its places that the plan does not have, from `travel_ahead`.
    keeper
        Who keeps the cheapest place, from this moment on; ``None``: nobody.
    only
        The courier who is to carry it; ``None``: anybody.
    has_all_times
        Whether the times of all offers will be asked for, not of the cheapest only.
    """
    with live.lock:
        ground = live.holds.ground(len(live.day.points), live.near)
        question = _ask(live, delivery, ground, ahead)
        offered = _offers(live, question, only, has_all_times=has_all_times)
        found = _answer(live, question, ahead, keeper, offered)
    return found if found.offers else replace(found, reason=_reason(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """A shipment that nobody has ordered yet, with travel from and to its new places."""

    asked: Shipment
    travel: tuple[NewTravel, ...]
    ends: tuple[Location, ...]
    is_estimate: bool


def _ask(live: LivePlan, delivery: Delivery, ground: Ground, ahead: TravelAhead) -> _Question:
    ends = ends_of(delivery)
    ahead.cover(place for near in ground.near.values() for place in near.points)
    new = tuple(dict.fromkeys(place for place in ends if place not in live.at))
    size = ground.size
    at = [live.at[end] if end in live.at else size + new.index(end) for end in ends]
    asked = shipment_for(
        delivery,
        name="wish",
        amount=drop_pay_minor(live.state.policy, delivery.distance_m),
        state=live.state,
        pickup_at=at[0],
        delivery_at=at[1],
    )
    found = {
        profile: ahead.between(size, new, profile, near) for profile, near in ground.near.items()
    }
    return _Question(
        asked=asked,
        travel=tuple(
            slowed_travel(found[way.profile][0], way.time_permille) for way in live.day.ways
        ),
        ends=new,
        is_estimate=live.is_estimate or any(is_guess for _, is_guess in found.values()),
    )


def _offers(
    live: LivePlan, question: _Question, only: CourierId | None, *, has_all_times: bool
) -> tuple[tuple[Offer, ...], tuple[Outlook, ...]]:
    """Collect the offers and what they come to; the caller has the lock."""
    routes = live.holds.routes
    if routes is None:
        return (), ()
    offers = routes.offers_for(question.asked, question.travel, live.prices)
    if only is not None:
        offers = tuple(one for one in offers if live.day.shifts[one.vehicle].courier == only)
    timed = offers if has_all_times else offers[:1]
    return offers, tuple(outlook_of(routes, one) for one in timed)


def _answer(
    live: LivePlan,
    question: _Question,
    ahead: TravelAhead,
    keeper: Keeper | None,
    offered: tuple[tuple[Offer, ...], tuple[Outlook, ...]],
) -> Fit:
    """Keep the best offer; the caller has the lock."""
    offers, outlooks = offered
    given_way: tuple[QuoteId, ...] = ()
    kept = live.holds.kept()
    if keeper is not None and offers:
        given_way = live.holds.keep(
            keeper.quote,
            keeper.storefront,
            offer=offers[0],
            asked=question.asked,
            travel=question.travel,
            ends=question.ends,
            near={profile: ahead.with_street(question.ends, profile) for profile in live.near},
            now=keeper.now,
            is_new=keeper.is_new,
        )
    return Fit(
        live=live,
        offers=offers,
        asked=question.asked,
        travel=question.travel,
        kept=kept,
        outlooks=outlooks,
        given_way=given_way,
        is_estimate=question.is_estimate,
    )


def _reason(found: Fit) -> Remark:
    """Say why nobody can, or that somebody could if it were not for other quotes."""
    live = found.live
    if found.kept:
        with live.lock:
            if live.holds.routes is not None:
                with live.holds.routes.bare() as bare:
                    offers = bare.offers_for(found.asked, found.travel, live.prices)
                if offers:
                    return Remark(code=HELD, values={}, remedies=("ask_again", "later_window"))
    size = len(live.day.points)
    asked, travel = without_slots(found.asked, found.travel, size, ROOM)
    problem = with_new(live.problem, asked, travel)
    return remark_of(explain_unassigned(problem, live.routes, len(live.problem.shipments)))
