"""Tokens by OAuth 2.0: RFC 6749's own words when the answer is no."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import keys
from dispatch.key_rotation import rotate_key
from dispatch.model import AccessKind, KeyId, MemberId, Role
from tests.api_world import BUILT_AT, HOME, give

if TYPE_CHECKING:
    from httpx import Response

    from tests.api_world import World

FORM = "application/x-www-form-urlencoded"
GOOD = "grant_type=client_credentials&scope=deliveries"


def ask(
    world: World,
    body: str = GOOD,
    *,
    name: str = "k-storefront",
    secret: str | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """Ask for a token with a key by HTTP Basic."""
    known = world.installation.secrets[(HOME, "storefront")]
    coded = base64.b64encode(f"{name}:{secret or known}".encode()).decode()
    sent = {"authorization": f"Basic {coded}", "content-type": FORM, **(headers or {})}
    response: Response = world.client.post("/oauth2/token", content=body, headers=sent)
    return response


@pytest.mark.parametrize(
    ("headers", "body", "status", "error"),
    [
        ({"authorization": "Basic !!"}, GOOD, 401, "invalid_client"),
        ({"authorization": "Basic eDp5"}, GOOD, 401, "invalid_client"),
        ({"authorization": "Basic eA=="}, GOOD, 401, "invalid_client"),
        ({"authorization": "Bearer cw_x"}, GOOD, 401, "invalid_client"),
        ({"authorization": ""}, GOOD, 401, "invalid_client"),
        ({}, "", 400, "invalid_request"),
        ({}, "scope=deliveries", 400, "invalid_request"),
        ({}, "grant_type=", 400, "invalid_request"),
        ({}, f"{GOOD}&grant_type=client_credentials", 400, "invalid_request"),
        ({}, f"{GOOD}&client_id=a&client_secret=b", 400, "invalid_request"),
        ({"content-type": "text/plain"}, GOOD, 400, "invalid_request"),
        ({"content-type": "application/json"}, '{"grant_type":1}', 400, "invalid_request"),
        ({}, "grant_type=password&username=a&password=b", 400, "unsupported_grant_type"),
        ({}, "grant_type=refresh_token&refresh_token=a", 400, "unsupported_grant_type"),
        ({}, "grant_type=authorization_code&code=a", 400, "unsupported_grant_type"),
        ({}, "grant_type=client_credentials&scope=everything", 400, "invalid_scope"),
        ({}, "grant_type=client_credentials&scope=deliveries+admin", 400, "invalid_scope"),
        ({}, "grant_type=client_credentials&scope=", 400, "invalid_scope"),
    ],
)
def test_a_refusal_has_the_error_that_rfc_6749_names(
    quiet_world: World, headers: dict[str, str], body: str, status: int, error: str
) -> None:
    """Section 5.2: JSON with `error`; 401 with a challenge for a client, else 400."""
    response = ask(quiet_world, body, headers=headers)

    assert (response.status_code, response.json()["error"]) == (status, error)
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    assert response.json()["error_description"].isascii()
    assert response.json()["status"] == status
    assert (status == 401) == ("www-authenticate" in response.headers)
    assert status != 401 or response.headers["www-authenticate"].startswith("Basic")


def test_sentences_are_in_the_clients_language_and_the_description_in_ascii(
    quiet_world: World,
) -> None:
    """RFC 6749 allows nothing but ASCII in `error_description`."""
    said = ask(quiet_world, "grant_type=password", headers={"accept-language": "fr"}).json()

    assert "jeton" in said["title"]
    assert "client_credentials" in said["error_description"]


def test_a_key_goes_by_its_id_or_its_storefronts_and_by_basic_or_the_form(world: World) -> None:
    """Any other name is a wrong client, even with the right secret."""
    secret = world.installation.secrets[(HOME, "storefront")]
    names = ("k-storefront", world.home.storefronts[0], "k-dispatcher")

    basic = [ask(world, name=name).status_code for name in names]
    form = [
        world.client.post(
            "/oauth2/token",
            content=f"{GOOD}&client_id={name}&client_secret={secret}",
            headers={"content-type": FORM},
        ).status_code
        for name in names
    ]

    assert basic == form == [200, 200, 401]


def test_a_token_is_never_cached_and_says_its_scope(world: World) -> None:
    """Section 5.1; our own scopes can be asked for as well as CoopCycle's words."""
    response = ask(world, "grant_type=client_credentials&scope=orders+deliveries")

    assert response.headers["cache-control"] == "no-store"
    assert response.json()["scope"] == "orders deliveries"
    assert response.json()["expires_in"] == 3600


def test_a_limited_key_gives_no_more_than_it_is_good_for(world: World) -> None:
    """A key for quotes: asked for both it gives quotes and says so, for orders nothing."""
    holder = keys.Holder(
        member=MemberId("shop"),
        role=Role.STOREFRONT,
        name="Shop",
        storefront=world.home.storefronts[0],
        scopes=frozenset({"quotes"}),
    )
    actor = world.home.dispatcher
    secret = give(world.store, actor, holder, AccessKind.KEY, now=BUILT_AT, name="limited")

    both = ask(
        world, "grant_type=client_credentials&scope=quotes+orders", name="limited", secret=secret
    )
    none = ask(world, "grant_type=client_credentials&scope=orders", name="limited", secret=secret)

    assert both.json()["scope"] == "quotes"
    assert (none.status_code, none.json()["error"]) == (400, "invalid_scope")


def test_a_revoked_key_is_told_so(world: World) -> None:
    """At the token endpoint and as bearer: it has ended, which an unknown one never is."""
    actor = world.home.dispatcher
    world.write(lambda tx: keys.revoke(tx, actor, KeyId("k-storefront"), now=world.moment[0]))

    token = ask(world)
    bearer = world.ask("storefront", "GET", "/v1/me")
    unknown = ask(world, secret="cw_unknown")  # noqa: S106 - of nobody

    assert (token.status_code, token.json()["error"]) == (401, "invalid_client")
    assert token.json()["code"] == bearer.json()["code"] == "access_ended"
    assert 'error="invalid_token"' in bearer.headers["www-authenticate"]
    assert unknown.json()["code"] == "not_signed_in"


def test_old_and_new_key_work_until_the_overlap_ends(world: World) -> None:
    """Two days: then the old one has ended, with the tokens it gave, and the new one goes on."""
    actor, secret = world.home.dispatcher, keys.new_secret()
    world.write(
        lambda tx: rotate_key(
            tx,
            actor,
            KeyId("k-storefront"),
            secret=secret,
            now=world.moment[0],
            new_id=lambda: "k-second",
            overlap=timedelta(days=2),
        )
    )
    new = {"authorization": f"Bearer {secret}"}

    during = (
        world.ask("storefront", "GET", "/v1/orders"),
        world.client.get("/v1/orders", headers=new),
        ask(world, name="k-second", secret=secret),
    )
    world.moment[0] += timedelta(days=2)
    after = (world.ask("storefront", "GET", "/v1/orders"), world.client.get("/v1/me", headers=new))

    assert [one.status_code for one in during] == [200, 200, 200]
    assert during[0].json() == during[1].json()
    assert [one.status_code for one in after] == [401, 200]
    assert after[0].json()["code"] == "access_ended"
