"""Hints over the API: the switch of a phone, and the words it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.hint_words import hint_writer
from api.languages import LANGUAGES
from tests.phone_keys import Phone

if TYPE_CHECKING:
    from tests.api_world import World

ENDPOINT = "https://push.example/phone/7f3a"


def test_a_phone_is_switched_on_in_its_language_and_off_again(world: World) -> None:
    """The co-op's key stays the same; the address is not told again, nor to anybody else."""
    phone = Phone()
    wish = {"endpoint": ENDPOINT, "p256dh": phone.p256dh, "auth": phone.auth, "language": "ca"}

    keys = [world.ask("courier", "POST", "/v1/me/hint-key").json() for _ in range(2)]
    made = world.ask("courier", "POST", "/v1/me/hints", wish)
    inward = world.ask("courier", "POST", "/v1/me/hints", wish | {"endpoint": "https://10.0.0.1/"})
    beside = world.ask("courier", "POST", "/v1/me/hints", wish | {"p256dh": "B" + 86 * "A"})
    path = f"/v1/me/hints/{made.json()['id']}"
    others = world.ask("other_courier", "DELETE", path)
    off = world.ask("courier", "DELETE", path)
    again = world.ask("courier", "DELETE", path)

    assert keys[0] == keys[1]
    assert made.status_code == 201
    assert ENDPOINT not in made.text
    assert (inward.status_code, inward.json()["code"]) == (422, "hook_address_refused")
    assert (beside.status_code, beside.json()["code"]) == (422, "bad_wish")
    assert [one.status_code for one in (others, off, again)] == [404, 204, 404]


def test_each_language_has_its_own_words() -> None:
    """What a locked phone shows is read by its courier."""
    said = [hint_writer("https://wheel.example").say(language) for language in LANGUAGES]

    assert said[0] == "Your route has changed"
    assert len(set(said)) == len(LANGUAGES)
