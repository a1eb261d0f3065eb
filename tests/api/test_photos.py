"""Pictures from the door: kept once, shown to the sender, and nothing about the camera."""

from __future__ import annotations

import hashlib
from base64 import b64decode
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import photos
from tests.api.test_courier import event, first_order, report

if TYPE_CHECKING:
    from httpx import Response

    from tests.api_world import World

JPEG = b"\xff\xd8\xff\xe0 a picture of a door"


def send(world: World, order: str, content: bytes = JPEG, digest: str | None = None) -> Response:
    """Send a picture as the courier's phone does."""
    name = digest or hashlib.sha256(content).hexdigest()
    answer: Response = world.client.post(
        f"/v1/me/orders/{order}/photos/{name}",
        content=content,
        headers=world.bearer("courier"),
    )
    return answer


def test_a_picture_is_kept_once_and_shown_to_the_sender(world: World) -> None:
    """It may come before or after the report that names it; for 30 days, then it is gone."""
    order, start = first_order(world)
    world.moment[0] = start + timedelta(hours=1)
    digest = hashlib.sha256(JPEG).hexdigest()
    delivered = event(2, "delivered", start + timedelta(minutes=9), order)

    answers = [send(world, order).status_code for _ in range(2)]
    before = world.ask("dispatcher", "GET", f"/v1/orders/{order}/proof").json()
    results = report(
        world,
        event(1, "picked_up", start, order),
        {**delivered, "proof": {"photo_sha256": digest, "signed_by": "A. Neighbor"}},
    )
    after = world.ask("dispatcher", "GET", f"/v1/orders/{order}/proof").json()
    world.store.write(
        world.home.coop.id,
        lambda tx: photos.forget_old(
            tx, now=world.moment[0] + photos.KEPT_FOR + timedelta(hours=1)
        ),
    ).result()
    later = world.ask("dispatcher", "GET", f"/v1/orders/{order}/proof").json()

    assert answers == [204, 204]
    assert [one["result"] for one in results] == ["applied", "applied"]
    assert before["photo_jpeg"] is None
    assert b64decode(after["photo_jpeg"]) == JPEG
    assert (after["photo_sha256"], after["signed_by"]) == (digest, "A. Neighbor")
    assert (later["photo_sha256"], later["photo_jpeg"]) == (digest, None)


@pytest.mark.parametrize(
    ("content", "digest"),
    [
        (b"GIF89a", None),
        (b"", None),
        (JPEG, "0" * 64),
        (JPEG + b"Exif\x00\x00GPS", None),
        (b"\xff\xd8\xff\xe1\x00\x1fhttp://ns.adobe.com/xap/1.0/\x00GPS", None),
        (JPEG + b"." * 2_000_001, None),
    ],
)
def test_what_is_no_plain_picture_is_refused(
    world: World, content: bytes, digest: str | None
) -> None:
    """No JPEG, nothing, another digest, EXIF, more than 2 MB: all 422, nothing is kept."""
    order, _ = first_order(world)

    response = send(world, order, content, digest)

    assert response.status_code == 422
    assert response.json()["code"] == "photo_refused"


def test_an_order_has_four_pictures_at_most(world: World) -> None:
    """A phone that goes wrong does not fill the store."""
    order, _ = first_order(world)

    answers = [send(world, order, JPEG + bytes([n])).status_code for n in range(5)]

    assert answers == [204] * 4 + [422]
