"""What went wrong is written down with pictures that say nothing of the camera, and forgotten."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import incidents, review
from dispatch.errors import BadWish, NotAllowed, NotFound, PhotoRefused
from dispatch.events import EventKind
from dispatch.model import CourierId, IncidentId
from dispatch.photos import without_camera_data
from tests.dispatch_plans import publish, worker_of
from tests.dispatch_world import (
    COOP,
    DAY,
    DISPATCHER,
    SELLER,
    World,
    at,
    courier_actor,
    opened_world,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from dispatch.model import Actor, Incident, OrderId

ADA = CourierId("ada")
NINE, TEN = at(9), at(10)


def jpeg(*segments: tuple[int, bytes]) -> bytes:
    """Return a file with some segments before its picture."""
    out = io.BytesIO(b"\xff\xd8")
    out.seek(0, io.SEEK_END)
    for kind, content in (*segments, (0xDA, b"\x01")):
        out.write(bytes([0xFF, kind]) + (len(content) + 2).to_bytes(2, "big") + content)
    out.write(b"pixels\xff\xd9")
    return out.getvalue()


TABLE = (0xDB, b"quantization")
WITH_PLACE = jpeg((0xE0, b"JFIF\0"), (0xE1, b"Exif\0\0 60.17 N"), (0xFE, b"by Ada"), TABLE)
BARE = jpeg((0xE0, b"JFIF\0"), TABLE)


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op with two couriers."""
    with opened_world(sqlite_url, "ada", "ben") as made:
        yield made


def record(  # noqa: PLR0913 - what an incident says
    world: World,
    actor: Actor = DISPATCHER,
    text: str = "A jar broke.",
    *,
    order: OrderId | None = None,
    courier: CourierId | None = None,
    happened_at: datetime = NINE,
) -> Incident:
    """Write an incident down at ten."""
    return world.do(
        lambda tx: incidents.record(
            tx,
            actor,
            text,
            happened_at=happened_at,
            order=order,
            courier=courier,
            now=at(10),
            new_id=world.new_id,
        )
    )


def add(
    world: World,
    name: IncidentId,
    content: bytes,
    actor: Actor = DISPATCHER,
    *,
    now: datetime = TEN,
) -> str:
    """Add a picture; give its digest."""
    return world.do(lambda tx: incidents.add_photo(tx, actor, name, content, now=now)).sha256


def test_what_the_camera_wrote_is_left_out() -> None:
    """Place and comment go, tables and pixels stay; what breaks off is not read beyond its end."""
    assert without_camera_data(WITH_PLACE) == BARE
    assert without_camera_data(BARE) == BARE
    assert without_camera_data(b"\xff\xd8\xff") == b"\xff\xd8\xff"
    assert without_camera_data(b"\xff\xd8\xff\xe1\xff\xff") == b"\xff\xd8"


def test_an_incident_is_listed_with_its_pictures_and_its_words_stay_out_of_the_record(
    world: World,
) -> None:
    """The event names ids only; the same picture twice is one."""
    order = world.order(6000, 5000)
    early = record(world, happened_at=at(8))
    made = record(world, text=" The box fell. ", order=order.id, courier=ADA)
    digest = add(world, made.id, WITH_PLACE)

    assert add(world, made.id, BARE) == digest
    with world.store.read(COOP) as tx:
        first, second = incidents.incidents(tx, DISPATCHER, DAY)
        kept = incidents.photo(tx, DISPATCHER, made.id, digest)
        (*_, event) = tx.events.of_day(DAY, kinds={EventKind.INCIDENT_RECORDED})
        with pytest.raises(NotAllowed):
            incidents.incidents(tx, courier_actor("ada"), DAY)
    assert (first.incident, first.photos) == (made, (digest,))
    assert (second.incident, second.photos) == (early, ())
    assert made.text == "The box fell."
    assert kept.content == BARE
    assert event.subjects == {"incident": made.id, "order": order.id, "courier": "ada"}
    assert event.payload == {}


def test_a_courier_writes_about_their_own_work_only(world: World) -> None:
    """Whatever courier they name it is themselves; a colleague's order or incident is none."""
    order = world.order(6000, 5000)
    world.do(lambda tx: review.pin(tx, DISPATCHER, order.id, ADA, reason="", now=at(8)))
    publish(world)

    made = record(world, courier_actor("ada"), order=order.id, courier=CourierId("ben"))

    assert made.courier == ADA
    assert add(world, made.id, BARE, courier_actor("ada"))
    with pytest.raises(NotFound):
        record(world, courier_actor("ben"), order=order.id)
    with pytest.raises(NotFound):
        add(world, made.id, BARE, courier_actor("ben"))
    with pytest.raises(NotAllowed):
        record(world, SELLER)


def test_what_is_none_is_refused_and_what_is_old_forgotten(world: World) -> None:
    """No words, a moment to come, no picture, a ninth one; after 90 days nothing is left.

    Not even the pictures that came some days later than what they are of.
    """
    made = record(world)
    for text, when in (("  ", at(9)), ("x", at(11)), ("x", at(9) - timedelta(days=8))):
        with pytest.raises(BadWish):
            record(world, text=text, happened_at=when)
    with pytest.raises(PhotoRefused):
        add(world, made.id, b"GIF89a")
    for number in range(incidents.MOST_PHOTOS):
        add(world, made.id, BARE + bytes([number]), now=TEN + timedelta(days=number))
    with pytest.raises(PhotoRefused):
        add(world, made.id, BARE)

    later = at(10) + incidents.KEPT_FOR + timedelta(seconds=1)
    worker_of(world, later).run_once()

    with world.store.read(COOP) as tx:
        assert incidents.incidents(tx, DISPATCHER, DAY) == ()
        assert tx.incident_photos.digests(made.id) == ()
