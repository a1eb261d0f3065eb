"""Keys of storefronts over HTTP: for people only, the secret once, changed and ended."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from api.auth import COOKIE
from tests.api_world import SIGNED_IN

if TYPE_CHECKING:
    from tests.api_world import World


def _path(world: World, rest: str = "", number: int = 0) -> str:
    return f"/v1/storefronts/{world.home.storefronts[number]}/keys{rest}"


def _made(world: World, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - parts of a body
    response = world.ask(SIGNED_IN, "POST", _path(world), {"name": "Web shop", **more})
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


def _status(world: World, secret: str, path: str = "/v1/orders") -> int:
    headers = {"authorization": f"Bearer {secret}"}
    return int(world.client.get(path, headers=headers).status_code)


def test_a_key_opens_what_it_was_given_for_and_its_secret_is_shown_once(world: World) -> None:
    """Limited to quotes it lists no orders; the list names it without its secret."""
    whole, limited = _made(world), _made(world, name="Till", scopes=["quotes"])

    listed = world.ask(SIGNED_IN, "GET", _path(world))

    assert _status(world, whole["secret"]) == 200
    assert _status(world, limited["secret"]) == 403
    assert _status(world, limited["secret"], "/v1/slots") == 200
    assert [one["name"] for one in listed.json()["keys"][:2]] == ["Till", "Web shop"]
    assert listed.json()["keys"][1]["state"] == "good"
    assert "secret" not in listed.text
    assert whole["secret"] not in listed.text


def test_a_rotated_key_stays_good_for_as_long_as_was_said(world: World) -> None:
    """An hour: within it both open, after it the new one only, with the same scopes."""
    old = _made(world, scopes=["orders"])
    path = _path(world, f"/{old['id']}/secret")

    new = world.ask(SIGNED_IN, "POST", path, {"overlap_s": 3600}).json()
    within = [_status(world, one["secret"]) for one in (old, new)]
    world.moment[0] += timedelta(hours=1)
    after = [_status(world, one["secret"]) for one in (old, new)]

    assert (within, after) == ([200, 200], [401, 200])
    assert new["replaces"] == old["id"]
    assert new["scopes"] == ["orders"]
    listed = world.ask(SIGNED_IN, "GET", _path(world)).json()["keys"]
    assert {one["id"]: one["state"] for one in listed if one["name"] == "Web shop"} == {
        old["id"]: "ended",
        new["id"]: "good",
    }
    again = world.ask(SIGNED_IN, "POST", path, {})
    assert (again.status_code, again.json()["code"]) == (409, "transition_refused")


@pytest.mark.parametrize("how", ["revoked", "rotated at once"])
def test_an_ended_key_takes_its_tokens_with_it(world: World, how: str) -> None:
    """A token lasts an hour by itself; the key's end is its end, too."""
    key = _made(world)
    form = {"grant_type": "client_credentials", "scope": "orders"}
    login = (key["id"], key["secret"])
    token = world.client.post("/oauth2/token", data=form, auth=login).json()["access_token"]
    assert _status(world, token) == 200

    path = _path(world, f"/{key['id']}")
    if how == "revoked":
        ended = world.ask(SIGNED_IN, "DELETE", path)
    else:
        ended = world.ask(SIGNED_IN, "POST", f"{path}/secret", {"overlap_s": 0})

    assert ended.status_code in {201, 204}
    assert _status(world, key["secret"]) == 401
    assert _status(world, token) == 401
    problem = world.client.get("/v1/orders", headers={"authorization": f"Bearer {token}"}).json()
    assert problem["code"] == "access_ended"


def test_pages_make_a_publishable_key(world: World) -> None:
    """It is marked by its beginning, and good on the named pages' routes only."""
    key = _made(world, origins=["https://shop.example"])
    headers = {"authorization": f"Bearer {key['secret']}", "origin": "https://shop.example"}

    assert key["kind"] == "publishable"
    assert key["secret"].startswith("cwp_")
    assert world.client.get("/v1/widget/shop", headers=headers).status_code == 200
    bad = world.ask(SIGNED_IN, "POST", _path(world), {"name": "a", "origins": ["shop.example"]})
    assert bad.status_code == 422
    assert [one["pointer"] for one in bad.json()["errors"]] == ["#/origins/0"]


def test_no_key_makes_keys_even_a_dispatchers(world: World) -> None:
    """Whoever finds a key must not be able to outlive it: 403 `session_needed` on each route."""
    key = _made(world)
    one = _path(world, f"/{key['id']}")

    refused = [
        world.ask("dispatcher", method, path, body)
        for method, path, body in (
            ("GET", _path(world), None),
            ("POST", _path(world), {"name": "Mine"}),
            ("POST", f"{one}/secret", {}),
            ("DELETE", one, None),
        )
    ]

    assert [r.json()["code"] for r in refused] == ["session_needed"] * 4
    assert _status(world, key["secret"]) == 200


def test_a_browsers_session_needs_the_page_header(world: World) -> None:
    """Another site can send the cookie, but not the header: no key comes of it."""
    cookie = {"cookie": f"{COOKIE}={world.installation.secrets[(world.home.coop.name, SIGNED_IN)]}"}
    answers = [
        world.client.post(_path(world), json={"name": "Till"}, headers={**cookie, **more})
        for more in ({}, {"x-commonwheel": "1"})
    ]

    assert [one.status_code for one in answers] == [403, 201]


def test_keys_of_another_storefront_and_of_people_look_like_nothing(world: World) -> None:
    """A key is changed below its own storefront only; a dispatcher's key is nobody's here."""
    key = _made(world)

    for path in (_path(world, f"/{key['id']}", 1), _path(world, "/k-dispatcher")):
        ended = world.ask(SIGNED_IN, "DELETE", path)
        changed = world.ask(SIGNED_IN, "POST", f"{path}/secret", {})
        assert [one.status_code for one in (ended, changed)] == [404, 404]
    assert _status(world, key["secret"]) == 200
    assert world.ask("dispatcher", "GET", "/v1/me").status_code == 200
