"""Sign in with a link, stay signed in, sign out."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING

import pytest

from api.auth import COOKIE
from dispatch import keys
from dispatch.errors import AccessEnded
from dispatch.model import AccessKind, KeyId, MemberId, Role
from tests.api_world import give
from tests.own_loop import run_alone

if TYPE_CHECKING:
    from httpx import Response

    from tests.api_world import World

PAGES = {
    "dispatcher": "/console",
    "courier": "/courier",
    "storefront": "/storefront",
    "member": "/console",
}


def link_for(world: World, role: str = "dispatcher") -> str:
    """Give somebody a sign-in link; return its path."""
    holder = keys.Holder(
        member=MemberId("aino"),
        role=Role(role),
        name="Aino",
        courier=world.home.couriers[0] if role == "courier" else None,
        storefront=world.home.storefronts[0] if role == "storefront" else None,
    )
    secret = give(
        world.store,
        world.home.dispatcher,
        holder,
        AccessKind.LINK,
        now=world.moment[0],
        name="link",
    )
    return f"/sign-in/{secret}"


def press(world: World, path: str, base: str = "http://localhost") -> Response:
    """Press the button of a sign-in page."""
    response: Response = world.client.post(base + path, follow_redirects=False)
    return response


def cookie_of(response: Response) -> SimpleCookie:
    """Read the cookie that an answer sets."""
    return SimpleCookie(response.headers["set-cookie"])


def test_looking_at_a_link_does_not_use_it_up(world: World) -> None:
    """Mail programs fetch links before people do; only the button counts."""
    path = link_for(world)

    pages = [world.client.get(path) for _ in range(3)]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert '<form method="post">' in pages[0].text
    assert press(world, path).status_code == 303


@pytest.mark.parametrize("role", sorted(PAGES))
def test_each_role_comes_to_its_page(world: World, role: str) -> None:
    """The session cookie then says who asks."""
    response = press(world, link_for(world, role))

    assert response.headers["location"] == PAGES[role]
    assert world.client.get("/v1/me").json()["role"] == role
    assert world.client.get("/v1/me").json()["name"] == "Aino"


def test_a_link_works_once(world: World) -> None:
    """The second time it is gone, in the language of the browser."""
    path = link_for(world)
    press(world, path)
    world.client.cookies.clear()

    again = world.client.post(path, headers={"accept": "text/html", "accept-language": "fr"})

    assert again.status_code == 410
    assert "Ce lien ne fonctionne plus" in again.text
    assert "set-cookie" not in again.headers
    assert world.client.get(path).json()["code"] == "link_used_up"


def test_a_link_ends_after_a_day(world: World) -> None:
    """Twenty-four hours after it was given."""
    path = link_for(world)
    world.moment[0] += timedelta(hours=24)

    assert world.client.get(path).status_code == 410
    assert press(world, path).status_code == 410


def test_a_session_ends_after_thirty_days(world: World) -> None:
    """Then the cookie says nothing any more."""
    press(world, link_for(world))
    world.moment[0] += timedelta(days=30)

    response = world.client.get("/v1/me")

    assert response.status_code == 401
    assert response.json()["code"] == "access_ended"


def test_the_cookie_is_kept_from_scripts_and_other_sites(world: World) -> None:
    """Secure everywhere but on plain-http loopback, where browsers would not keep it."""
    local = cookie_of(press(world, link_for(world)))[COOKIE]
    holder_link = link_for_again(world)
    public = cookie_of(press(world, holder_link, base="http://wheels.example"))[COOKIE]

    assert local["httponly"] is True
    assert local["samesite"] == "lax"
    assert local["secure"] == ""
    assert public["secure"] is True


def link_for_again(world: World) -> str:
    """Give a second link."""
    holder = keys.Holder(member=MemberId("beto"), role=Role.MEMBER, name="Beto")
    secret = give(
        world.store,
        world.home.dispatcher,
        holder,
        AccessKind.LINK,
        now=world.moment[0],
        name="link-2",
    )
    return f"/sign-in/{secret}"


def test_a_page_changes_things_only_with_its_header(world: World) -> None:
    """Another site can make a browser send the cookie, but not the header."""
    press(world, link_for(world))
    path = f"/v1/days/{world.day}/replan"

    without = world.client.post(path)
    wrong = world.client.post(path, headers={"x-commonwheel": "yes"})
    right = world.client.post(path, headers={"x-commonwheel": "1"})

    assert [without.status_code, wrong.status_code, right.status_code] == [403, 403, 202]
    assert without.json()["code"] == "page_header_missing"


def test_signing_out_ends_the_session(world: World) -> None:
    """Not only the cookie goes: the secret itself is worth nothing afterwards."""
    session = cookie_of(press(world, link_for(world)))[COOKIE].value

    out = world.client.post("/v1/sign-out", headers={"x-commonwheel": "1"})
    world.client.cookies.set(COOKIE, session, domain="localhost.local")
    after = world.client.get("/v1/me", headers={"cookie": f"{COOKIE}={session}"})

    assert out.status_code == 204
    assert after.status_code == 401


def test_a_link_is_no_key_and_a_key_no_link(world: World) -> None:
    """Each secret is good for its own purpose only."""
    link = link_for(world)
    key = world.installation.secrets[("Two Wheels", "dispatcher")]

    as_key = world.client.get("/v1/me", headers={"authorization": f"Bearer {link[9:]}"})
    as_link = press(world, f"/sign-in/{key}")

    assert as_key.status_code == 401
    assert as_link.status_code == 410


def test_a_revoked_key_is_refused_at_once(world: World) -> None:
    """The next request after the revocation is a stranger's."""
    assert world.ask("courier", "GET", "/v1/me").status_code == 200
    actor, now = world.home.dispatcher, world.moment[0]

    world.write(lambda tx: keys.revoke(tx, actor, KeyId("k-courier"), now=now))

    assert world.ask("courier", "GET", "/v1/me").status_code == 401


def test_requests_that_came_at_once_share_a_look_and_later_ones_do_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one turn of the event loop; a key that ends before the next one is refused then."""
    services, gate = world.app.state.services, world.app.state.gate
    secret = world.bearer("courier")["authorization"].removeprefix("Bearer ")
    actor, now = world.home.dispatcher, world.moment[0]
    look, looks = services.reception.known, []

    def known(asked: str) -> object:
        looks.append(asked)
        return look(asked)

    async def ask() -> None:
        await gate.identify(secret)
        monkeypatch.setattr(services.reception, "known", known)
        await asyncio.gather(*(gate.identify(secret) for _ in range(3)))
        assert looks == [secret]
        await asyncio.sleep(0)
        await gate.identify(secret)
        assert looks == [secret] * 2
        world.write(lambda tx: keys.revoke(tx, actor, KeyId("k-courier"), now=now))
        await asyncio.sleep(0)
        with pytest.raises(AccessEnded):
            await gate.identify(secret)

    run_alone(ask())
