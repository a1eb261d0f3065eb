"""Orders as they would be placed, with their fee: worked out before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch import wishes
from dispatch.attempts import each, good
from dispatch.direct_ways import DirectWays
from dispatch.doors import attention_of
from dispatch.errors import TooHeavy
from dispatch.model import Order, Role
from dispatch.permission import require
from fairness.money import Money
from fairness.tariff import fee

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dispatch.errors import RuleError
    from dispatch.model import Delivery, OrderId, QuoteWish, Storefront
    from dispatch.ordering import Placing
    from dispatch.store import ReadTransaction
    from dispatch.streets import Streets
    from dispatch.wishes import Located


def drafted_all(
    tx: ReadTransaction, placings: Sequence[Placing], *, now: datetime
) -> list[Order | RuleError | None]:
    """Work out the orders of one co-op that need no quote.

    Returns
    -------
        In their order; ``None``: it has a quote. An error is told by
        `dispatch.ordering.place_all`, unless the same order was placed before.
    """
    asked = [(one, one.wish.wish) for one in placings if one.wish.wish is not None]
    if not asked:
        return [None] * len(placings)
    city = wishes.streets_now(tx, placings[0].streets, now)
    wishes.look_up_streets(city, [wish for _, wish in asked])
    located = each(asked, lambda one: (one[0], *_located(tx, *one, city, now)))
    ways = DirectWays(city, [(one.pickup, one.delivery) for _, _, one in good(located)])
    orders = iter(each(located, lambda one: _drafted(tx, *one, ways, now)))
    return [None if one.wish.wish is None else next(orders) for one in placings]


def _located(
    tx: ReadTransaction, placing: Placing, wish: QuoteWish, city: Streets, now: datetime
) -> tuple[Storefront, Located]:
    require(placing.actor, Role.STOREFRONT, Role.DISPATCHER)
    storefront = wishes.storefront_of(tx, placing.actor, wish)
    return storefront, wishes.locate_ends(tx, storefront, wish, streets=city, now=now)


def _drafted(  # noqa: PLR0913, PLR0917 - private
    tx: ReadTransaction,
    placing: Placing,
    storefront: Storefront,
    located: Located,
    ways: DirectWays,
    now: datetime,
) -> Order:
    way = ways.of(located.pickup, located.delivery)
    delivery = wishes.delivery_of(tx, located, way, now=now)
    return order_of(tx, storefront, located.wish, delivery, name=placing.name, now=now)


def order_of(  # noqa: PLR0913 - all named by the caller
    tx: ReadTransaction,
    storefront: Storefront,
    wish: QuoteWish,
    delivery: Delivery,
    *,
    name: OrderId,
    now: datetime,
) -> Order:
    """Price a delivery.

    Raises
    ------
    TooHeavy
        Above the policy's limit.
    """
    policy = tx.once(("policy", now), lambda: tx.policies.at(now))
    most_g, weight_g = policy.max_load_g, delivery.load[0]
    if most_g is not None and weight_g > most_g:
        msg = f"Expected at most {most_g} g under max_load_g, got {weight_g} g."
        raise TooHeavy(
            msg, dimension="weight", unit="g", load=weight_g, largest=most_g, clause="max_load_g"
        )
    price = fee(
        policy,
        seconds=delivery.minutes * 60,
        meters=delivery.distance_m,
        partner=storefront.partner,
    )
    return Order(
        id=name,
        storefront=storefront.id,
        day=tx.coop.day_of(delivery.delivery_window.latest),
        reference=wish.reference,
        delivery=delivery,
        fee=Money(minor=price.total_minor, currency=price.currency),
        promise=delivery.delivery_window.latest,
        placed_at=now,
        needs_attention=attention_of(delivery),
        slot=wish.slot,
    )
