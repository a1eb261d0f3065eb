"""Subscriptions and a receiver without a network, for tests of the notifier."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from standardwebhooks.webhooks import Webhook

from dispatch import notifying
from dispatch.model import HookShape, NoticeId, SubscriptionId
from dispatch.notifier import Notifier
from dispatch.notifying import SubscriptionWish
from dispatch.posting import Posted
from tests.dispatch_world import COOP, DISPATCHER, MORNING, World

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dispatch.model import Actor, Notice, StorefrontId, Subscription

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - of no receiver
NEWER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
URL = "https://shop.example/hook"


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One request that was sent."""

    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def name(self) -> str:
        """The id of the notice."""
        return self.headers["webhook-id"]

    @property
    def said(self) -> dict[str, Any]:
        """The body as JSON."""
        said: dict[str, Any] = json.loads(self.body)
        return said

    @property
    def order(self) -> str:
        """Which order it is about."""
        return str(self.said["data"]["order_id"])

    @property
    def type(self) -> str:
        """What has happened."""
        return str(self.said["type"])


@dataclass(kw_only=True)
class Ears:
    """A receiver that keeps what it hears, and answers as it is told."""

    answer: Callable[[Sent], Posted] = lambda _: Posted(status=200)
    heard: list[Sent] = field(default_factory=list)

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes, /) -> Posted:
        """Hear and answer."""
        sent = Sent(url=url, headers=headers, body=body)
        self.heard.append(sent)
        return self.answer(sent)

    def types_of(self, order: str) -> list[str]:
        """Give what was heard about an order, in order."""
        return [sent.type for sent in self.heard if sent.order == order]


def subscribe(  # noqa: PLR0913 - what a subscription has
    world: World,
    *,
    actor: Actor = DISPATCHER,
    url: str = URL,
    kinds: frozenset[str] = frozenset(),
    storefront: StorefrontId | None = None,
    shape: HookShape = HookShape.STANDARD,
    now: datetime = MORNING,
) -> Subscription:
    """Subscribe to the co-op's orders, or to a storefront's."""
    wish = SubscriptionWish(url=url, kinds=kinds, storefront=storefront, shape=shape)
    return world.do(
        lambda tx: notifying.subscribe(
            tx,
            actor,
            wish,
            secret=SECRET,
            is_local_allowed=True,
            now=now,
            new_id=world.new_id,
        )
    )


def notifier_of(world: World, ears: Ears, moment: list[datetime]) -> Notifier:
    """Make a notifier whose clock tests wind."""
    return Notifier(world.store, ears, clock=lambda: moment[0])


def log_of(world: World) -> tuple[Notice, ...]:
    """Give all notices, oldest first."""
    with world.store.read(COOP) as tx:
        return tuple(reversed(notifying.notices(tx, DISPATCHER)))


def send_again(world: World, notice: str, now: datetime) -> Notice:
    """Ask for a notice once more."""
    name = NoticeId(notice)
    return world.do(lambda tx: notifying.send_again(tx, DISPATCHER, name, now=now))


def rotate(world: World, subscription: SubscriptionId, now: datetime) -> Subscription:
    """Give a subscription a newer secret."""
    return world.do(
        lambda tx: notifying.rotate(tx, DISPATCHER, subscription, secret=NEWER, now=now)
    )


def verified(sent: Sent, secret: str) -> object:
    """Check a signature with the receivers' package, whose clock stands at the test's time."""
    webhook = Webhook(secret)
    webhook._Webhook__verify_timestamp = _moment  # type: ignore[attr-defined]  # noqa: SLF001
    return webhook.verify(sent.body, dict(sent.headers))


def _moment(text: str) -> datetime:
    return datetime.fromtimestamp(float(text), tz=UTC)
