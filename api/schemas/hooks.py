"""Webhooks: subscriptions, their secrets, and the log of notices."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.fields import Answer, Body, Identifier, Params
from dispatch.model import Notice, NoticeState, StorefrontId, Subscription, Try
from dispatch.notifying import SubscriptionWish
from dispatch.posting import LONGEST_URL

Url = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_URL),
    Field(examples=["https://shop.example/hook"]),
]
KindName = Literal[
    "order.placed",
    "order.changed",
    "order.assigned",
    "order.started",
    "order.picked_up",
    "order.arrived",
    "order.delivered",
    "order.failed",
    "order.returned",
    "order.canceled",
]
StateName = Literal["waiting", "delivered", "failed", "dropped"]


class SubscriptionIn(Body):
    """What to hear, and where; no kinds: all of them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"url": "https://shop.example/hook", "kinds": ["order.delivered", "order.failed"]}
            ]
        }
    )

    url: Url
    kinds: Annotated[list[KindName], Field(max_length=10)] = Field(default_factory=list)
    storefront_id: Identifier | None = None

    def value(self) -> SubscriptionWish:
        """Give the wish."""
        return SubscriptionWish(
            url=self.url,
            kinds=frozenset(self.kinds),
            storefront=None if self.storefront_id is None else StorefrontId(self.storefront_id),
        )


class SubscriptionOut(Answer):
    """An address that hears of orders; the secret is shown when it is made or changed."""

    id: str
    storefront_id: str | None
    url: str
    kinds: list[str]
    shape: str
    created_at: datetime
    state: str
    ended_at: datetime | None
    old_secret_until: datetime | None

    @classmethod
    def of(cls, one: Subscription, **more: str) -> Self:
        """Write a subscription."""
        return cls(
            id=one.id,
            storefront_id=one.storefront,
            url=one.url,
            kinds=sorted(one.kinds),
            shape=one.shape,
            created_at=one.created_at,
            state=one.state,
            ended_at=one.ended_at,
            old_secret_until=one.old_secret_until,
            **more,
        )


class SubscriptionMadeOut(SubscriptionOut):
    """The same with its secret, which is not shown again."""

    secret: str


class SubscriptionsOut(Answer):
    """Addresses that hear of orders."""

    subscriptions: list[SubscriptionOut]


class TryOut(Answer):
    """One attempt to send a notice."""

    at: datetime
    took_ms: int
    status: int | None
    problem: str | None

    @classmethod
    def of(cls, one: Try) -> Self:
        """Write an attempt."""
        return cls(at=one.at, took_ms=one.took_ms, status=one.status, problem=one.problem or None)


class NoticeOut(Answer):
    """What is to be sent, or was; `id` is its `webhook-id`."""

    id: str
    subscription_id: str
    type: str
    order_id: str
    reference: str
    at: datetime
    state: str
    failures: int
    due_at: datetime | None
    tries: list[TryOut]

    @classmethod
    def of(cls, one: Notice, *, reference: str) -> Self:
        """Write a notice with the storefront's name for its order."""
        return cls(
            id=one.id,
            subscription_id=one.subscription,
            type=one.word,
            order_id=one.order,
            reference=reference,
            at=one.at,
            state=one.state,
            failures=one.failures,
            due_at=one.due_at,
            tries=[TryOut.of(tried) for tried in one.tries],
        )


class NoticesOut(Answer):
    """Notices, the newest first; `next` goes on before the last."""

    notices: list[NoticeOut]
    next: str | None


class NoticesParams(Params):
    """Which notices: to whom, about which order, in which state, before which."""

    subscription_id: Identifier | None = None
    order_id: Identifier | None = None
    state: StateName | None = None
    before: Identifier | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50

    @property
    def in_state(self) -> NoticeState | None:
        """The state that was asked for."""
        return None if self.state is None else NoticeState(self.state)
