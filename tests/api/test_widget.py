"""A key that stands in a shop's page: it quotes and books from there, and does nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.app import Options
from api.shop_pages import SHOP_BOOKINGS, VISITOR_BOOKINGS
from dispatch import keys
from dispatch.errors import BadWish
from dispatch.model import AccessKind, MemberId, Role
from tests.api_world import BUILT_AT, OTHER, Installation, World, give, open_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx import Response

PAGE = "https://shop.example"


def publishable(world: World, *origins: str, name: str = "page") -> str:
    """Give the first storefront a key for its pages."""
    holder = keys.Holder(
        member=MemberId("page"),
        role=Role.STOREFRONT,
        name="Page",
        storefront=world.home.storefronts[0],
        origins=frozenset(origins),
    )
    actor = world.home.dispatcher
    return give(world.store, actor, holder, AccessKind.PUBLISHABLE, now=BUILT_AT, name=name)


def ask(
    world: World, key: str, path: str, body: object = None, origin: str | None = PAGE
) -> Response:
    """Ask as a page does."""
    headers = {"authorization": f"Bearer {key}", "accept-language": "en"}
    if origin is not None:
        headers["origin"] = origin
    method = "GET" if body is None else "POST"
    response: Response = world.client.request(method, path, json=body, headers=headers)
    return response


def test_a_page_quotes_and_books_and_gets_the_recipients_link(world: World) -> None:
    """The order is the shop's; the answer is readable by the page and names no other order."""
    key = publishable(world, PAGE)

    shop = ask(world, key, "/v1/widget/shop")
    found = ask(world, key, "/v1/widget/places?q=elm&limit=1")
    quote = ask(world, key, "/v1/widget/quotes", world.wish())
    order = ask(world, key, "/v1/widget/orders", {"quote_id": quote.json()["id"]})

    assert [one.status_code for one in (shop, found, quote, order)] == [200, 200, 201, 201]
    assert shop.json()["currency"] == "EUR"
    assert quote.headers["access-control-allow-origin"] == "*"
    assert order.json()["tracking_url"].startswith("http://127.0.0.1:8000/t/")
    orders = world.ask("storefront", "GET", "/v1/orders").json()["orders"]
    assert order.json()["id"] in {one["id"] for one in orders}


def test_a_page_that_the_key_does_not_name_is_refused_in_words_it_can_read(world: World) -> None:
    """Another site, another port, no page at all; the refusal itself is readable."""
    key = publishable(world, PAGE, "http://localhost:3000")

    for origin in ("https://other.example", f"{PAGE}:444", "http://shop.example", "null", None):
        refused = ask(world, key, "/v1/widget/quotes", world.wish(), origin)

        assert (refused.status_code, refused.json()["code"]) == (403, "origin_not_allowed")
        assert refused.headers["access-control-allow-origin"] == "*"
    assert ask(world, key, "/v1/widget/shop", origin="http://localhost:3000").status_code == 200


def test_a_publishable_key_opens_nothing_but_the_routes_for_pages(world: World) -> None:
    """No list of orders, no import, no sign-out, no token; not even who it is."""
    key = publishable(world, PAGE)

    for path, body in (
        ("/v1/me", None),
        ("/v1/orders", None),
        ("/v1/orders", world.wish()),
        ("/v1/quotes", world.wish()),
        ("/v1/imports", None),
        ("/v1/live", None),
        ("/v1/sign-out", {}),
        ("/v1/city", None),
        (f"/api/stores/{world.home.storefronts[0]}", None),
    ):
        assert ask(world, key, path, body).status_code == 403, path
    form = {"grant_type": "client_credentials", "client_id": "page", "client_secret": key}
    token = world.client.post("/oauth2/token", data=form)
    assert token.status_code >= 400


def test_a_secret_key_is_good_on_no_page(world: World) -> None:
    """From a program it may ask; a page that sends it is told to take it out."""
    secret = world.installation.secrets[("Two Wheels", "storefront")]

    assert ask(world, secret, "/v1/widget/shop", origin=None).status_code == 200
    assert ask(world, secret, "/v1/widget/shop").json()["code"] == "origin_not_allowed"


def test_what_a_page_books_comes_from_a_quote_of_its_own_shop(world: World) -> None:
    """A quote of another shop is not there; a wish without a quote is no body of this route."""
    key = publishable(world, PAGE)
    other = world.ask("other_storefront", "POST", "/v1/quotes", world.wish()).json()["id"]
    foreign = world.ask("storefront", "POST", "/v1/quotes", world.wish(), coop=OTHER).json()["id"]

    for quote in (other, foreign):
        assert ask(world, key, "/v1/widget/orders", {"quote_id": quote}).status_code == 404
    assert ask(world, key, "/v1/widget/orders", world.wish()).status_code == 422
    named = {**world.wish(), "storefront_id": world.home.storefronts[1]}
    assert ask(world, key, "/v1/widget/quotes", named).status_code == 422


def test_a_browser_may_ask_first_and_may_run_the_script(world: World) -> None:
    """The preflight has no key; the script's header lets pages of others load it."""
    answer = world.client.options(
        "/v1/widget/quotes",
        headers={"origin": PAGE, "access-control-request-method": "POST"},
    )
    script = world.client.get("/widget.js")

    assert answer.status_code == 204
    assert "idempotency-key" in answer.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in answer.headers
    assert script.headers["cross-origin-resource-policy"] == "cross-origin"
    assert world.client.options("/v1/orders", headers={"origin": PAGE}).status_code == 405


@pytest.fixture
def limited(installation: Installation, tmp_path: Path) -> Iterator[World]:
    """Return a served copy with its limits."""
    with open_world(installation, tmp_path, Options(pages=tmp_path)) as opened:
        yield opened


def test_one_visitor_books_a_few_times_and_is_told_when_to_come_back(limited: World) -> None:
    """Five bookings at once, then one every two minutes, whatever the page; asking goes on."""
    key = publishable(limited, PAGE)
    book = {"quote_id": "none"}

    codes = [
        ask(limited, key, "/v1/widget/orders", book).status_code
        for _ in range(VISITOR_BOOKINGS.burst + 1)
    ]
    refused = ask(limited, key, "/v1/widget/orders", book)

    assert codes == [404] * VISITOR_BOOKINGS.burst + [429]
    assert 60 <= int(refused.headers["retry-after"]) <= 120
    assert ask(limited, key, "/v1/widget/shop").status_code == 200
    assert SHOP_BOOKINGS.burst > VISITOR_BOOKINGS.burst


@pytest.mark.parametrize(
    "origin",
    ["shop.example", "https://shop.example/", "https://*.example", "http://shop.example", "*", ""],
)
def test_only_whole_origins_of_encrypted_pages_can_be_named(world: World, origin: str) -> None:
    """No path, no wildcard, no plain http but on one's own machine."""
    with pytest.raises(BadWish):
        publishable(world, origin)


def test_a_publishable_key_needs_a_page_and_no_other_key_has_one(world: World) -> None:
    """A key without pages would be good everywhere, a secret with pages would look harmless."""
    with pytest.raises(BadWish):
        publishable(world)
    holder = keys.Holder(
        member=MemberId("x"),
        role=Role.STOREFRONT,
        name="X",
        storefront=world.home.storefronts[0],
        origins=frozenset({PAGE}),
    )
    with pytest.raises(BadWish):
        give(world.store, world.home.dispatcher, holder, AccessKind.KEY, now=BUILT_AT, name="other")
