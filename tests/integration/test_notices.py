"""Notices: of every event, in order per order, signed, on schedule, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Event as Flag
from typing import TYPE_CHECKING

import pytest
from standardwebhooks.webhooks import WebhookVerificationError

from dispatch import notices, ordering
from dispatch.errors import (
    TransitionRefused,
)
from dispatch.model import (
    NoticeKind,
    NoticeState,
    ReportKind,
    StorefrontId,
    SubscriptionState,
)
from dispatch.notifier import MOST_AT_ONCE
from dispatch.outcomes import PAUSES
from dispatch.posting import Posted, Refusal
from dispatch.rostering import add_storefront
from tests.dispatch_hooks import (
    SECRET,
    Ears,
    Sent,
    log_of,
    notifier_of,
    rotate,
    send_again,
    subscribe,
    verified,
)
from tests.dispatch_plans import publish
from tests.dispatch_reports import full_round, report, send
from tests.dispatch_world import COOP, DISPATCHER, MORNING, SELLER, SHOP, World, at, opened_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model import OrderId

WHOLE_WAY = [
    "order.placed",
    "order.assigned",
    "order.started",
    "order.picked_up",
    "order.arrived",
    "order.delivered",
]
DOWN = Posted(refusal=Refusal.CONNECTION)


@pytest.fixture
def world(either_url: str) -> Iterator[World]:
    """Return a co-op with one courier, on each database."""
    with opened_world(either_url, "ada") as made:
        yield made


@pytest.fixture
def ears() -> Ears:
    """Return a receiver that takes everything."""
    return Ears()


def cancel(world: World, order: OrderId) -> None:
    """Cancel an order."""
    world.do(lambda tx: ordering.cancel(tx, DISPATCHER, order, now=MORNING))


def test_a_receiver_hears_the_whole_way_of_an_order_in_order(world: World, ears: Ears) -> None:
    """From the order to the door; nothing from before it subscribed, and nothing twice."""
    before = world.order(6000, 5000)
    subscribe(world)
    order = world.order(7000, 5000)
    publish(world)
    send(world, full_round(order))
    notifier = notifier_of(world, ears, [MORNING])

    notifier.run_once()
    num_heard = len(ears.heard)
    notifier.run_once()

    assert ears.types_of(order.id) == WHOLE_WAY
    assert ears.types_of(before.id) == ["order.assigned"]
    assert len(ears.heard) == num_heard
    assert {notice.state for notice in log_of(world)} == {NoticeState.DELIVERED}


def test_a_notice_names_by_id_only_and_is_signed_as_standard_webhooks_has_it(
    world: World, ears: Ears
) -> None:
    """The receivers' own package accepts it, and refuses it with a byte changed."""
    subscribe(world)
    order = world.order(7000, 5000, reference="Ida's cake")
    notifier_of(world, ears, [MORNING]).run_once()

    (sent,) = ears.heard

    assert sent.headers["webhook-timestamp"] == str(int(MORNING.timestamp()))
    assert verified(sent, SECRET) == {
        "type": "order.placed",
        "timestamp": "2026-03-02T08:00:00.000000+00:00",
        "data": {
            "order_id": order.id,
            "storefront_id": SHOP,
            "day": "2026-03-02",
            "seq": log_of(world)[0].seq,
        },
    }
    with pytest.raises(WebhookVerificationError):
        verified(Sent(url=sent.url, headers=sent.headers, body=sent.body + b" "), SECRET)


def test_a_storefront_hears_only_its_own_orders_and_kinds(world: World, ears: Ears) -> None:
    """One for deliveries of the shop; one of another shop that hears nothing."""
    other = StorefrontId("other")
    with world.store.read(COOP) as tx:
        shop = tx.storefronts.get(SHOP)
    world.do(lambda tx: add_storefront(tx, DISPATCHER, replace(shop, id=other), now=MORNING))
    subscribe(world, actor=SELLER, kinds=frozenset({NoticeKind.ORDER_CANCELED}))
    subscribe(world, storefront=other, url="https://other.example/")
    order = world.order(7000, 5000)
    cancel(world, order.id)

    notifier_of(world, ears, [MORNING]).run_once()

    assert ears.types_of(order.id) == ["order.canceled"]
    assert len(ears.heard) == 1


def test_an_assignment_is_told_once_until_somebody_else_has_the_order(
    world: World, ears: Ears
) -> None:
    """A second plan with the same courier tells nothing new."""
    subscribe(world, kinds=frozenset({NoticeKind.ORDER_ASSIGNED}))
    order = world.order(7000, 5000)
    publish(world)
    publish(world)

    notifier_of(world, ears, [MORNING]).run_once()

    assert ears.types_of(order.id) == ["order.assigned"]


def test_a_failing_notice_holds_back_later_ones_of_its_order_only(world: World, ears: Ears) -> None:
    """The first order's first notice fails; the second order's are delivered meanwhile."""
    subscribe(world)
    first, second = world.order(7000, 5000), world.order(8000, 5000)
    for order in (first, second):
        cancel(world, order.id)
    ears.answer = lambda sent: (
        Posted(status=500, refusal=Refusal.STATUS) if sent.order == first.id else Posted(status=200)
    )
    moment = [MORNING]
    notifier = notifier_of(world, ears, moment)

    notifier.run_once()
    while_down = ears.types_of(first.id), ears.types_of(second.id)
    ears.answer = lambda _: Posted(status=200)
    moment[0] += PAUSES[0]
    notifier.run_once()

    assert while_down == (["order.placed"], ["order.placed", "order.canceled"])
    assert ears.types_of(first.id) == ["order.placed", "order.placed", "order.canceled"]


def test_ten_tries_within_three_days_then_the_next_of_the_order_goes(
    world: World, ears: Ears
) -> None:
    """The receiver is down: each pause is waited out, to the second, under one id."""
    subscribe(world)
    order = world.order(7000, 5000)
    cancel(world, order.id)
    ears.answer = lambda _: DOWN
    moment = [MORNING]
    notifier = notifier_of(world, ears, moment)

    tried_at = []
    for pause in (timedelta(0), *PAUSES):
        moment[0] += max(timedelta(0), pause - timedelta(seconds=1))
        num_early = notifier.run_once() if pause else 0
        moment[0] += min(pause, timedelta(seconds=1))
        assert num_early == 0
        if pause == PAUSES[-1]:
            ears.answer = lambda sent: DOWN if sent.type == "order.placed" else Posted(status=200)
        notifier.run_once()
        tried_at.append(moment[0])

    placed, canceled = log_of(world)
    assert (placed.state, len(placed.tries)) == (NoticeState.FAILED, 10)
    assert [one.at for one in placed.tries] == tried_at
    assert {one.problem for one in placed.tries} == {"connection"}
    assert timedelta(days=2) < tried_at[-1] - tried_at[0] <= timedelta(days=3)
    assert canceled.state is NoticeState.DELIVERED
    assert len({sent.name for sent in ears.heard if sent.type == "order.placed"}) == 1


def test_410_ends_the_subscription_and_drops_what_was_waiting(world: World, ears: Ears) -> None:
    """Nothing more is sent, and the log says so; the chain knows when it ended."""
    made = subscribe(world)
    order = world.order(7000, 5000)
    cancel(world, order.id)
    ears.answer = lambda _: Posted(status=410, refusal=Refusal.STATUS)
    notifier = notifier_of(world, ears, [MORNING])

    notifier.run_once()
    world.order(8000, 5000)
    notifier.run_once()

    assert len(ears.heard) == 1
    assert {notice.state for notice in log_of(world)} == {NoticeState.DROPPED}
    with world.store.read(COOP) as tx:
        ended = tx.subscriptions.get(made.id)
        kinds = [event.kind.value for event in tx.events.after(0)]
    assert (ended.state, ended.ended_at) == (SubscriptionState.GONE, MORNING)
    assert "subscription.ended" in kinds
    with pytest.raises(TransitionRefused):
        send_again(world, log_of(world)[0].id, MORNING)
    with pytest.raises(TransitionRefused):
        rotate(world, made.id, MORNING)


def test_a_notice_sent_again_has_the_same_id_and_body(world: World, ears: Ears) -> None:
    """A receiver that has it already knows it by its id."""
    subscribe(world)
    world.order(7000, 5000)
    moment = [MORNING]
    notifier = notifier_of(world, ears, moment)
    notifier.run_once()
    moment[0] += timedelta(days=1)

    send_again(world, log_of(world)[0].id, moment[0])
    notifier.run_once()

    first, again = ears.heard
    assert (again.name, again.body) == (first.name, first.body)
    assert again.headers["webhook-signature"] != first.headers["webhook-signature"]
    assert len(log_of(world)[0].tries) == 2


def test_what_is_sent_again_goes_before_what_waits_behind_it(world: World, ears: Ears) -> None:
    """The first of two is asked for again while the second fails: first, then second."""
    subscribe(world)
    order = world.order(7000, 5000)
    cancel(world, order.id)
    ears.answer = lambda sent: DOWN if sent.type == "order.canceled" else Posted(status=200)
    moment = [MORNING]
    notifier = notifier_of(world, ears, moment)
    notifier.run_once()
    ears.answer = lambda _: Posted(status=200)

    moment[0] += PAUSES[0]
    send_again(world, log_of(world)[0].id, moment[0])
    send_again(world, log_of(world)[1].id, moment[0])
    notifier.run_once()

    assert ears.types_of(order.id)[2:] == ["order.placed", "order.canceled"]


def test_a_failure_says_its_reason(world: World, ears: Ears) -> None:
    """The code of the courier's report; never words of theirs."""
    subscribe(world, kinds=frozenset({NoticeKind.ORDER_FAILED}))
    order = world.order(7000, 5000)
    publish(world)
    events = full_round(order)[:4]
    send(world, [*events, report(5, ReportKind.FAILED, at(9, 34), order.id, reason="nobody_home")])

    notifier_of(world, ears, [MORNING]).run_once()

    (sent,) = ears.heard
    assert sent.said["data"]["reason"] == "nobody_home"


def test_a_receiver_that_hangs_keeps_nobody_else_waiting(world: World, ears: Ears) -> None:
    """Four of its notices are on their way and stay there; the other hears of all six orders."""
    slow = subscribe(world, url="https://slow.example/")
    subscribe(world, url="https://quick.example/")
    orders = {world.order(6000 + 100 * number, 5000).id for number in range(6)}
    is_over, has_all = Flag(), Flag()
    quick: set[str] = set()

    def answer(sent: Sent) -> Posted:
        if sent.url == slow.url:
            is_over.wait()
        else:
            quick.add(sent.order)
            if quick == orders:
                has_all.set()
        return Posted(status=200)

    ears.answer = answer
    notifier = notifier_of(world, ears, [MORNING])

    while not has_all.wait(0.01):
        notifier.step()
    on_way = sum(sent.url == slow.url for sent in ears.heard)
    is_over.set()
    notifier.close()

    assert quick == orders
    assert on_way <= MOST_AT_ONCE


def test_two_notifiers_side_by_side_send_each_notice_once(world: World) -> None:
    """Both have looked before either writes: whoever is second finds it done."""
    subscribe(world)
    world.order(7000, 5000)
    with world.store.read(COOP) as tx:
        made = notices.make(tx)
    assert made is not None

    written = [world.do(lambda tx: notices.keep(tx, made, now=MORNING)) for _ in range(2)]
    with world.store.read(COOP) as tx:
        (due,) = tx.notices.due(MORNING, limit=9)
    claimed = [
        world.do(lambda tx: tx.notices.claim(due, MORNING + timedelta(minutes=2))) for _ in range(2)
    ]

    assert written == [1, 0]
    assert claimed == [True, False]


def test_what_was_claimed_and_never_ended_is_sent_again(world: World, ears: Ears) -> None:
    """Whoever had it died; after two minutes it is anybody's, under the same id."""
    subscribe(world)
    world.order(7000, 5000)
    moment = [MORNING]

    def die(_: Sent) -> Posted:
        raise RuntimeError

    ears.answer = die
    notifier_of(world, ears, moment).run_once()
    ears.answer = lambda _: Posted(status=200)
    survivor = notifier_of(world, ears, moment)
    at_once = survivor.run_once()
    moment[0] += timedelta(minutes=2)
    survivor.run_once()

    assert at_once == 0
    assert len({sent.name for sent in ears.heard}) == 1
    assert len(ears.heard) == 2
    assert log_of(world)[0].state is NoticeState.DELIVERED


def test_the_log_forgets_what_was_settled_a_month_ago(world: World, ears: Ears) -> None:
    """What still waits stays."""
    subscribe(world)
    gone, kept = world.order(7000, 5000), world.order(8000, 5000)
    ears.answer = lambda sent: Posted(status=200) if sent.order == gone.id else DOWN
    moment = [MORNING]
    notifier = notifier_of(world, ears, moment)
    notifier.run_once()
    ears.answer = lambda _: DOWN

    moment[0] += timedelta(days=31)
    notifier.run_once()

    assert [notice.order for notice in log_of(world)] == [kept.id]
