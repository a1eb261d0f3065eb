"""Phones are told that a route has changed, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from dispatch import crew, hinting, web_push
from dispatch.errors import BadWish, HookAddressRefused, NotAllowed, NotFound
from dispatch.hinter import LIFE, Hinter, HintWriter
from dispatch.model import CourierId
from dispatch.notifier import Notifier
from dispatch.posting import Posted, Poster, Refusal
from dispatch.store import open_store
from tests.dispatch_hooks import Ears
from tests.dispatch_plans import publish
from tests.dispatch_reports import full_round, send
from tests.dispatch_world import COOP, DISPATCHER, MORNING, World, at, courier_actor
from tests.phone_keys import Phone
from tests.receiver import receiving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from dispatch.model import HintPhone
    from dispatch.notifier import Post

WORDS = {"en": "Your route has changed", "de": "Deine Route hat sich geändert"}
ENDPOINT = "https://push.example/phone"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Return a co-op whose one courier works from 9 to 17."""
    made = World(open_store(f"sqlite:///{tmp_path / 'store.db'}"))
    made.crew("ada")
    yield made
    made.store.close()


def switch_on(
    world: World, phone: Phone, *, name: str = "ada", endpoint: str = ENDPOINT, language: str = "de"
) -> HintPhone:
    """Switch a phone on."""
    wish = hinting.PhoneWish(
        endpoint=endpoint, p256dh=phone.p256dh, auth=phone.auth, language=language
    )
    return world.do(
        lambda tx: hinting.switch_on(
            tx,
            courier_actor(name),
            wish,
            is_local_allowed=True,
            new_key=web_push.new_key,
            now=MORNING,
        )
    )


def tell(world: World, post: Post, now: datetime = MORNING) -> None:
    """Tell phones what there is to tell."""
    writer = HintWriter(
        contact="https://wheel.example",
        say=WORDS.__getitem__,
        token_clock=lambda: MORNING,
        new_salt=lambda: b"s" * 16,
        new_key=web_push.new_key,
    )
    hinter = Hinter(world.store, post, clock=lambda: now, writer=writer)
    notifier = Notifier(world.store, post, clock=lambda: now, hinter=hinter)
    notifier.run_once()
    notifier.close()


def phones(world: World) -> list[str]:
    """Give the ids of all phones."""
    with world.store.read(COOP) as tx:
        return [one.id for one in tx.hint_phones.all()]


def test_a_push_service_gets_what_only_the_phone_reads(world: World) -> None:
    """Sealed, signed, with a topic and a time to live; opened, it is one sentence."""
    phone = Phone()
    with receiving() as service:
        switch_on(world, phone, endpoint=service.url)
        order = world.order(6000, 5000)
        publish(world)
        tell(world, Poster(is_local_allowed=True), MORNING + timedelta(minutes=10))

    (got,) = service.received
    assert phone.opened(got.body) == {"title": WORDS["de"], "language": "de"}
    assert str(order.id).encode() not in got.body
    assert got.headers["content-encoding"] == "aes128gcm"
    assert (got.headers["ttl"], got.headers["topic"]) == ("3000", "route")
    assert got.headers["urgency"] == "high"
    with world.store.read(COOP) as tx:
        key = tx.hint_keys.get()
        (known,) = tx.hint_phones.all()
    assert got.headers["authorization"].endswith(f", k={web_push.public_key(key.private_key)}")
    assert known.due_at is None
    assert not {key.private_key, known.endpoint, known.auth} & set(repr((key, known)).split("'"))


def test_only_a_change_of_stops_is_told_and_each_once(world: World) -> None:
    """Two orders by two plans are two hints; the same plan again, and stops done, are none."""
    ears = Ears()
    switch_on(world, Phone())
    order = world.order(6000, 5000, between=(at(9), at(12)))
    publish(world)
    tell(world, ears)
    publish(world)
    tell(world, ears)
    send(world, full_round(order)[:3], now=MORNING)
    publish(world)
    tell(world, ears)
    once = len(ears.heard)
    world.order(6100, 5000)
    publish(world)
    tell(world, ears)
    tell(world, ears)

    assert once == 1
    assert len(ears.heard) == 2


@pytest.mark.parametrize(
    ("now", "num_told"),
    [(at(7, 59), 0), (at(8, 0), 1), (at(17, 0), 0)],
    ids=["long before the shift", "an hour before it", "after it"],
)
def test_nobody_is_told_off_shift(world: World, now: datetime, num_told: int) -> None:
    """The shift is from 9 to 17 and has not begun."""
    ears = Ears()
    switch_on(world, Phone())
    world.order(6000, 5000)
    publish(world)

    tell(world, ears, now)

    assert len(ears.heard) == num_told


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_is_gone_is_forgotten(world: World, status: int) -> None:
    """Push services say so by either status."""
    switch_on(world, Phone())
    world.order(6000, 5000)
    publish(world)

    tell(world, Ears(answer=lambda _: Posted(status=status, refusal=Refusal.STATUS)))

    assert phones(world) == []


def test_a_hint_is_tried_again_while_it_is_of_use(world: World) -> None:
    """After 5 s, 5 and 30 min as webhooks are; two hours after the change it is no news."""
    ears = Ears(answer=lambda _: Posted(status=503, refusal=Refusal.STATUS))
    switch_on(world, Phone())
    world.order(6000, 5000)
    publish(world)
    for minute in range(int(3 * LIFE.total_seconds() // 60)):
        tell(world, ears, MORNING + timedelta(minutes=minute))

    with world.store.read(COOP) as tx:
        (known,) = tx.hint_phones.all()
    assert [int(sent.headers["ttl"]) // 60 for sent in ears.heard] == [60, 59, 54, 24]
    assert (known.due_at, known.changed_at, known.failures) == (None, None, 0)


def test_a_phone_belongs_to_who_switched_it_on_last(world: World) -> None:
    """Bea took Ada's phone over; Ada cannot switch it off, nor can anybody else use the switch."""
    world.crew("bea")
    switch_on(world, Phone())
    kept = switch_on(world, Phone(), name="bea")

    assert phones(world) == [kept.id]
    with pytest.raises(NotFound):
        world.do(lambda tx: hinting.switch_off(tx, courier_actor("ada"), kept.id))
    with pytest.raises(NotAllowed):
        world.do(lambda tx: hinting.switch_off(tx, DISPATCHER, kept.id))
    world.do(lambda tx: hinting.switch_off(tx, courier_actor("bea"), kept.id))
    assert phones(world) == []


def test_a_courier_has_five_phones_at_most_and_none_after_leaving(world: World) -> None:
    """The sixth takes the place of the first; nothing of a phone stays with those who left."""
    made = [switch_on(world, Phone(), endpoint=f"{ENDPOINT}/{number}").id for number in range(6)]
    most = phones(world)
    ada = CourierId("ada")
    world.do(lambda tx: crew.leave(tx, DISPATCHER, ada, now=MORNING))

    assert len(most) == 5
    assert set(most) < set(made)
    assert phones(world) == []


def test_what_is_no_phone_is_refused_and_no_event_tells_of_phones(world: World) -> None:
    """A private address, keys beside the curve; switching on is in no chain."""
    with world.store.read(COOP) as tx:
        before = tx.events.last_seq()
    phone = Phone()
    switch_on(world, phone)
    wish = hinting.PhoneWish(endpoint=ENDPOINT, p256dh=phone.p256dh, auth=phone.auth, language="de")

    for wrong, error in [
        (replace(wish, endpoint="https://10.0.0.1/phone"), HookAddressRefused),
        (replace(wish, endpoint="http://push.example/phone"), HookAddressRefused),
        (replace(wish, p256dh="BAAA"), BadWish),
    ]:
        with pytest.raises(error):
            world.do(
                partial(
                    hinting.switch_on,
                    actor=courier_actor("ada"),
                    wish=wrong,
                    is_local_allowed=False,
                    new_key=web_push.new_key,
                    now=MORNING,
                )
            )
    with world.store.read(COOP) as tx:
        assert tx.events.last_seq() == before


def test_the_key_of_a_coop_is_made_once(world: World) -> None:
    """Phones keep its public half; another one would make them deaf."""
    ada = courier_actor("ada")

    asked = [
        world.do(lambda tx: hinting.key_for_phones(tx, ada, new_key=web_push.new_key, now=MORNING))
        for _ in range(2)
    ]

    assert asked[0] == asked[1]
    assert len(json.dumps(asked[0])) == 89
