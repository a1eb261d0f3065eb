"""Why an order is with somebody, or with nobody, and why not with me."""

from typing import Self

from api.schemas.fields import Answer, Day, ReasonOut
from dispatch.model import Order
from fairness.explain import Alternative, Flip


class FlipOut(Answer):
    """Where the decision turns, all else as it is.

    The order is mine as long as my balance is no more than `balance_milli`, in thousandths of
    an order, or from `nearer_s` seconds less of travel on (zero or less: it is mine already).
    """

    balance_milli: int | None
    nearer_s: int | None

    @classmethod
    def of(cls, flip: Flip) -> Self:
        """Write it."""
        return cls(balance_milli=flip.balance_milli, nearer_s=flip.nearer_s)


class TermsOut(Answer):
    """What an order adds to a route, and where it puts somebody among the crew."""

    added_s: int
    added_m: int
    lateness_s: int
    evenness_s: int
    balance_milli: int
    total_s: int

    @classmethod
    def of(cls, one: Alternative) -> Self:
        """Write them."""
        candidate = one.candidate
        return cls(
            added_s=candidate.added_s,
            added_m=candidate.added_m,
            lateness_s=candidate.lateness_s,
            evenness_s=one.evenness_s,
            balance_milli=candidate.balance_milli,
            total_s=one.total_s,
        )


class OtherOut(Answer):
    """Terms of who has the order, or would have it next, less mine; nobody is named."""

    extra_s: int
    extra_m: int
    extra_lateness_s: int
    extra_evenness_s: int
    extra_total_s: int
    band: str


class ExplanationOut(Answer):
    """Why an order is mine or not: sentences, and the terms behind them."""

    order_id: str
    message: str
    sentences: list[str]
    standing: str
    is_mine: bool
    is_pinned: bool
    is_first: bool | None
    rank: int | None
    candidates: int
    own: TermsOut | None
    other: OtherOut | None
    flip: FlipOut | None
    blocked_by: ReasonOut | None
    reason: ReasonOut | None
    plan_version: int
    policy_version: int
    clauses: list[str]


class CandidateOut(Answer):
    """A courier who was considered; extra terms are against who has the order."""

    courier_id: str
    rank: int
    terms: TermsOut | None
    extra_s: int
    extra_m: int
    extra_lateness_s: int
    extra_evenness_s: int
    extra_total_s: int
    flip: FlipOut | None
    blocked_by: ReasonOut | None


class DecisionOut(Answer):
    """Why an order is with somebody, or with nobody, with everybody who was considered."""

    order_id: str
    courier_id: str | None
    first_courier_id: str | None
    standing: str
    message: str
    sentences: list[str]
    is_pinned: bool
    is_first: bool | None
    reason: ReasonOut | None
    candidates: list[CandidateOut]
    plan_version: int
    policy_version: int
    clauses: list[str]


class AskableOut(Answer):
    """An order of the day that I may ask about: when and for whom, not where to."""

    order_id: str
    storefront: str
    promise: str
    state: str
    is_mine: bool

    @classmethod
    def of(cls, order: Order, *, storefront: str, is_mine: bool) -> Self:
        """Write it."""
        return cls(
            order_id=order.id,
            storefront=storefront,
            promise=order.promise.isoformat(),
            state=order.state.value,
            is_mine=is_mine,
        )


class AskableOrdersOut(Answer):
    """The orders of a day that I may ask about."""

    day: Day
    orders: list[AskableOut]
