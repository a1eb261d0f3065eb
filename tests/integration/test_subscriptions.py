"""Subscriptions: who may have which, what their notices are signed with, and in whose words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from standardwebhooks.webhooks import WebhookVerificationError

from dispatch import notifying
from dispatch.errors import (
    HookAddressRefused,
    NotAllowed,
    NotFound,
    TooManySubscriptions,
)
from dispatch.model import (
    HookShape,
    StorefrontId,
)
from dispatch.notifying import MOST_SUBSCRIPTIONS, SubscriptionWish
from dispatch.signing import coopcycle_signature, new_hook_secret, standard_headers
from tests.dispatch_hooks import (
    NEWER,
    SECRET,
    Ears,
    log_of,
    notifier_of,
    rotate,
    subscribe,
    verified,
)
from tests.dispatch_plans import publish
from tests.dispatch_reports import full_round, send
from tests.dispatch_world import COOP, DISPATCHER, MORNING, SELLER, World, courier_actor

if TYPE_CHECKING:
    from dispatch.model import Actor, NoticeId, Subscription
    from dispatch.store import Transaction


@pytest.fixture
def ears() -> Ears:
    """Return a receiver that takes everything."""
    return Ears()


def test_both_secrets_sign_for_a_while_after_a_rotation(world: World, ears: Ears) -> None:
    """A receiver with the old or the new one is served; a day later only with the new one."""
    made = subscribe(world)
    rotate(world, made.id, MORNING)
    world.order(7000, 5000)
    moment = [MORNING + timedelta(hours=23)]
    notifier = notifier_of(world, ears, moment)

    notifier.run_once()
    moment[0] += timedelta(hours=2)
    world.order(8000, 5000)
    notifier.run_once()

    during, after = ears.heard
    assert verified(during, SECRET) == verified(during, NEWER)
    assert verified(after, NEWER)
    with pytest.raises(WebhookVerificationError):
        verified(after, SECRET)


def test_who_may_subscribe_to_what(world: World) -> None:
    """A storefront to its own; nobody to an inner address, to nothing, or without end."""
    foreign = SubscriptionWish(url="https://shop.example/", storefront=StorefrontId("other"))
    inner = SubscriptionWish(url="https://10.0.0.1/")

    def add(actor: Actor, wish: SubscriptionWish) -> Subscription:
        return world.do(
            lambda tx: notifying.subscribe(
                tx,
                actor,
                wish,
                secret=new_hook_secret(),
                is_local_allowed=False,
                now=MORNING,
                new_id=world.new_id,
            )
        )

    with pytest.raises(NotFound):
        add(SELLER, foreign)
    with pytest.raises(NotFound):
        add(DISPATCHER, foreign)
    with pytest.raises(NotAllowed):
        add(courier_actor("ada"), inner)
    with pytest.raises(HookAddressRefused):
        add(SELLER, inner)
    for _ in range(MOST_SUBSCRIPTIONS):
        add(SELLER, SubscriptionWish(url="https://shop.example/"))
    with pytest.raises(TooManySubscriptions):
        add(SELLER, SubscriptionWish(url="https://shop.example/"))
    assert add(DISPATCHER, SubscriptionWish(url="https://coop.example/"))


def test_a_storefront_sees_and_removes_its_own_only(world: World, ears: Ears) -> None:
    """The co-op's own subscription does not exist for it; removing forgets the log."""
    theirs = subscribe(world)
    own = subscribe(world, actor=SELLER)
    world.order(7000, 5000)
    notifier_of(world, ears, [MORNING]).run_once()

    with world.store.read(COOP) as tx:
        listed = notifying.subscriptions(tx, SELLER)
        seen = notifying.notices(tx, SELLER)
        with pytest.raises(NotFound):
            notifying.get(tx, SELLER, theirs.id)
    with pytest.raises(NotFound):
        world.do(lambda tx: notifying.send_again(tx, SELLER, _other(tx, theirs), now=MORNING))
    world.do(lambda tx: notifying.unsubscribe(tx, SELLER, own.id, now=MORNING))

    assert [one.id for one in listed] == [own.id]
    assert {one.subscription for one in seen} == {own.id}
    assert {one.subscription for one in log_of(world)} == {theirs.id}


def _other(tx: Transaction, subscription: Subscription) -> NoticeId:
    (found,) = tx.notices.newest(subscriptions=[subscription.id], limit=9)
    return found.id


def test_a_secret_is_long_and_drawn_anew_each_time() -> None:
    """32 random bytes in base64, with the prefix that receivers' packages expect."""
    first, second = new_hook_secret(), new_hook_secret()

    assert first != second
    assert first.startswith("whsec_")
    headers = standard_headers("msg_1", timestamp_s=1, body=b"{}", hook_secrets=[first])
    assert headers["webhook-signature"].startswith("v1,")


def test_coopcycles_words_and_signature(world: World, ears: Ears) -> None:
    """A pickup is two of its events; what it has no word for is not told."""
    subscribe(world, shape=HookShape.COOPCYCLE)
    order = world.order(7000, 5000)
    publish(world)
    send(world, full_round(order))

    notifier_of(world, ears, [MORNING]).run_once()

    assert [sent.said["data"]["event"] for sent in ears.heard] == [
        "order.created",
        "delivery.assigned",
        "delivery.started",
        "delivery.picked",
        "delivery.in_transit",
        "delivery.completed",
    ]
    for sent in ears.heard:
        assert set(sent.said) == {"data"}
        assert sent.said["data"]["object"] == f"/api/deliveries/{order.id}"
        signature = sent.headers["x-coopcycle-signature"]
        assert signature == coopcycle_signature(sent.body, SECRET)
