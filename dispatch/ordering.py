"""Orders are placed and canceled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dispatch import wishes
from dispatch.attention import repeated
from dispatch.climbs import is_climb_counted, with_climb
from dispatch.doors import attention_of
from dispatch.drafting import drafted_all, order_of
from dispatch.errors import (
    IdempotencyConflict,
    NotFound,
    QuoteExpired,
    QuoteInfeasible,
    RuleError,
    TransitionRefused,
)
from dispatch.events import EventKind
from dispatch.lost_places import check_again
from dispatch.model import Order, OrderId, QuoteState, Role
from dispatch.permission import require
from dispatch.slots import slot_to_book
from dispatch.store.repositories.orders import Answered
from dispatch.tips import digest_with_tip
from dispatch.tracking import new_token
from dispatch.transitions import FINAL_STATES, next_state
from dispatch.wholes import members, own_whole, put_together, step
from fairness.money import Money

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from dispatch.model import Actor, MemberId, OrderWish, Quote, QuoteWish
    from dispatch.store import ReadTransaction, Transaction
    from dispatch.streets import Streets


def place(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    wish: OrderWish,
    *,
    streets: Streets,
    now: datetime,
    new_id: Callable[[], str],
    idempotency_key: str | None = None,
    tip_minor: int = 0,
    new_token: Callable[[], str] = new_token,
) -> Order:
    """Place an order, once per Idempotency-Key.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    wish
        A quote to accept, or what to carry.
    streets
        The co-op's city.
    now, new_id
        Time and id of the order.
    idempotency_key
        The same key with the same wish gives the same order back.
    tip_minor
        Minor units on top of the fee, for whoever delivers it; 0: none.
    new_token
        Draws the secret part of the recipient's link.

    Raises
    ------
    IdempotencyConflict
        When the key came with another wish before.
    QuoteExpired, QuoteInfeasible, TransitionRefused
        When the quote is no longer held, said no, or was accepted already.
    RuleError
        As `dispatch.wishes.resolve` for a wish without a quote.
    """
    placing = Placing(
        actor=actor,
        wish=wish,
        streets=streets,
        idempotency_key=idempotency_key,
        name=OrderId(new_id()),
        token=new_token(),
        tip_minor=tip_minor,
    )
    ready = zip([placing], drafted_all(tx, [placing], now=now), strict=True)
    (placed,) = place_all(tx, list(ready), now=now)
    if isinstance(placed, RuleError):
        raise placed
    return placed


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """An order that is to be placed.

    Attributes
    ----------
    actor, wish
        Who orders what.
    streets
        The co-op's city.
    idempotency_key
        The same key with the same wish gives the same order back.
    name, token
        Id of the order, and the secret part of the recipient's link.
    tip_minor
        Minor units on top of the fee, for whoever delivers it; 0: none.
    seen
        As of `dispatch.lost_places.check_place`, where somebody has looked already.
    """

    actor: Actor
    wish: OrderWish
    streets: Streets
    idempotency_key: str | None
    name: OrderId
    token: str
    tip_minor: int = 0
    seen: int | None = None

    @property
    def digest(self) -> str:
        """What tells the wish from others."""
        return digest_with_tip(self.wish, self.tip_minor)


def place_all(
    tx: Transaction,
    placings: Sequence[tuple[Placing, Order | RuleError | None]],
    *,
    now: datetime,
) -> tuple[Order | RuleError, ...]:
    """Place orders, each with what `drafted_all` gave for it.

    Returns
    -------
        In their order; an error, as of `place`, where one cannot be placed.
    """
    batch = _Batch(tx, [placing for placing, _ in placings], now)
    outcomes: list[Order | RuleError] = []
    for placing, draft_of in placings:
        try:
            outcomes.append(batch.place(placing, draft_of))
        except RuleError as error:
            outcomes.append(error)
    batch.write()
    return tuple(outcomes)


class _Batch:
    """Orders that are written together; until then only this knows them.

    Parameters
    ----------
    tx
        Where they go.
    placings
        All that may be placed.
    now
        When.
    """

    def __init__(self, tx: Transaction, placings: Sequence[Placing], now: datetime) -> None:
        self._tx = tx
        self._now = now
        self._is_climb_counted = is_climb_counted(tx, tx.policies.at(now))
        self._answers = tx.answers.known(
            (one.actor.member, one.idempotency_key) for one in placings
        )
        self._orders: list[tuple[Placing, Order]] = []

    def place(self, placing: Placing, draft_of: Order | RuleError | None) -> Order:
        """Place one, unless it was placed before."""
        require(placing.actor, Role.STOREFRONT, Role.DISPATCHER)
        key = _key_of(placing)
        if answered := self._answers.get(key):
            if answered.digest != placing.digest:
                msg = "Expected the same order as before under this Idempotency-Key, got another."
                raise IdempotencyConflict(msg, key=placing.idempotency_key)
            self.write()
            return self._tx.orders.get(answered.result)
        if isinstance(draft_of, RuleError):
            raise draft_of
        order = self._checked(placing, draft_of)
        self._orders.append((placing, order))
        if placing.idempotency_key is not None:
            self._answers[key] = Answered(
                member=placing.actor.member,
                key=placing.idempotency_key,
                digest=placing.digest,
                result=order.id,
                at=self._now,
            )
        return order

    def _checked(self, placing: Placing, draft_of: Order | None) -> Order:
        tx, now = self._tx, self._now
        order = draft_of or self._from_quote(placing)
        if order.slot is not None and draft_of is not None:
            self.write()  # places in a slot are counted from what is written
            slot_to_book(tx, order.slot, storefront=order.storefront, now=now)
        reference = placing.wish.reference or order.reference
        if reference and any(
            (order.storefront, reference) == (o.storefront, o.reference) for _, o in self._orders
        ):
            self.write()  # whether it came before is looked up in what is written
        delivery = order.delivery
        if self._is_climb_counted:
            delivery = with_climb(delivery, placing.streets)
        marks = repeated(tx, order.storefront, reference, now=now)
        return replace(
            order,
            reference=reference,
            needs_attention=(*order.needs_attention, *marks),
            delivery=delivery,
            tip_minor=placing.tip_minor,
            tracking=placing.token,
        )

    def _from_quote(self, placing: Placing) -> Order:
        """Accept a quote, whose place is looked for once more if it was not kept."""
        tx, now, actor = self._tx, self._now, placing.actor
        quote = tx.quotes.find(placing.wish.quote)
        if quote is None or (
            actor.role is Role.STOREFRONT and quote.storefront != actor.storefront
        ):
            raise NotFound.of(kind="quote", name=placing.wish.quote)
        promise = _check_quote(quote, now)
        if not quote.is_reserved:
            self.write()  # the orders of this batch may be in its place
            check_again(tx, quote, placing.seen, streets=placing.streets, now=now)
        tx.quotes.save(replace(quote, state=QuoteState.ACCEPTED, is_reserved=False))
        return Order(
            id=placing.name,
            storefront=quote.storefront,
            day=tx.coop.day_of(promise),
            reference=quote.reference,
            delivery=quote.delivery,
            fee=Money(minor=quote.fee.total_minor, currency=quote.fee.currency),
            promise=promise,
            placed_at=now,
            quote=quote.id,
            needs_attention=attention_of(quote.delivery),
            slot=quote.slot,
        )

    def write(self) -> None:
        """Write those that are not yet."""
        tx, now = self._tx, self._now
        tx.orders.add_all([order for _, order in self._orders])
        keys = [_key_of(one) for one, _ in self._orders if one.idempotency_key is not None]
        tx.answers.add_all([self._answers[key] for key in keys])
        tx.record_all(
            [
                tx.fact(
                    EventKind.ORDER_PLACED,
                    actor=placing.actor.member,
                    at=now,
                    day=order.day,
                    subjects=_subjects(order),
                )
                for placing, order in self._orders
            ]
        )
        self._orders.clear()


def _key_of(placing: Placing) -> tuple[MemberId, str | None]:
    return placing.actor.member, placing.idempotency_key


def draft(  # noqa: PLR0913 - as `place`
    tx: ReadTransaction,
    actor: Actor,
    wish: QuoteWish,
    name: OrderId,
    *,
    streets: Streets,
    now: datetime,
) -> Order:
    """Give an order as it would be placed, with its fee; nothing is written.

    Raises
    ------
    RuleError
        As `dispatch.wishes.resolve`; besides `TooHeavy`, above the policy's limit.
    """
    storefront = wishes.storefront_of(tx, actor, wish)
    delivery = wishes.resolve(tx, storefront, wish, streets=streets, now=now)
    return order_of(tx, storefront, wish, delivery, name=name, now=now)


def cancel(tx: Transaction, actor: Actor, order: OrderId, *, now: datetime) -> Order:
    """Cancel an order that is not on its way, with all parts of it that are not over.

    A dispatcher may cancel a part by itself.

    Raises
    ------
    NotFound
        When the storefront has no such order.
    TransitionRefused
        When it, or a part of it, has been picked up, delivered or canceled.
    """
    known = own_whole(tx, actor, order)
    group = [known] if known.part_of is not None else members(tx, known)
    for one in group:
        if one.id == known.id or one.state not in FINAL_STATES:
            _cancel_one(tx, actor, one, now)
    after = tx.orders.get(order)
    return after if after.part_of is not None else put_together(members(tx, after))


def _cancel_one(tx: Transaction, actor: Actor, known: Order, now: datetime) -> None:
    state = next_state(known, EventKind.ORDER_CANCELED)
    whole = step(tx, known, state)
    canceled = tx.orders.save(replace(known, state=state, version=known.version + 1))
    tx.pins.remove(known.id)
    tx.record(
        EventKind.ORDER_CANCELED,
        actor=actor.member,
        at=now,
        day=known.day,
        subjects=_subjects(canceled) | whole[0],
        payload=whole[1],
    )


def _check_quote(quote: Quote, now: datetime) -> datetime:
    if quote.state is not QuoteState.OPEN:
        msg = f"Expected an open quote, but {quote.id!r} is {quote.state.value}."
        raise TransitionRefused(msg, quote=quote.id, state=quote.state.value)
    if now > quote.held_until:
        msg = f"Quote {quote.id!r} was held until {quote.held_until.isoformat()}."
        raise QuoteExpired(msg, quote=quote.id, held_until=quote.held_until.isoformat())
    if not quote.is_feasible or quote.promise is None:
        msg = f"Quote {quote.id!r} promised nothing; ask for one of its alternatives."
        raise QuoteInfeasible(msg, quote=quote.id)
    return quote.promise.latest


def _subjects(order: Order) -> dict[str, str]:
    subjects = {"order": str(order.id), "storefront": str(order.storefront)}
    if order.courier is not None:
        subjects["courier"] = str(order.courier)
    return subjects
