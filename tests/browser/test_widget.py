"""The widget in a shop's page of another origin, on the built script and the real API."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dispatch import keys
from dispatch.model import AccessKind, MemberId, Role
from tests.api_world import HOME, give
from tests.browser.real_coop import run_coop
from tests.browser.test_accessibility import broken_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

    from tests.browser.real_coop import RealCoop

pytestmark = pytest.mark.browser

HTML = """<!doctype html>
<html lang="{language}">
  <head><meta charset="utf-8"><title>Shop</title>
    <meta name="viewport" content="width=device-width">
    <style>body {{ margin: 8px; }} {style}</style></head>
  <body><main><h1>Cakes</h1>
    <script src="{address}/widget.js" data-key="{key}" data-weight="2" async></script>
  </main></body>
</html>
"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves the shop's page and says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def coop(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealCoop]:
    """Return a served co-op."""
    assert dist.is_dir()
    with run_coop(tmp_path_factory) as served:
        yield served


@pytest.fixture
def shop(
    coop: RealCoop, browser: Browser, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Return a function that opens the shop's page, which another server serves."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    own = f"http://127.0.0.1:{server.server_port}"
    contexts = []

    def open_one(
        *,
        origin: str = own,
        width: int = 480,
        language: str = "en",
        style: str = "",
    ) -> Page:
        founded = coop.installation.homes[HOME]
        holder = keys.Holder(
            member=MemberId("page"),
            role=Role.STOREFRONT,
            name="Page",
            storefront=founded.storefronts[0],
            origins=frozenset({origin}),
        )
        key = give(
            coop.store,
            founded.dispatcher,
            holder,
            AccessKind.PUBLISHABLE,
            now=coop.installation.now,
            name=f"page-{request.node.name}"[:60],
        )
        page_text = HTML.format(address=coop.address, key=key, language=language, style=style)
        (tmp_path / "index.html").write_text(page_text)
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(own)
        return page

    yield open_one
    for context in contexts:
        context.close()
    server.shutdown()
    server.server_close()


def fill(page: Page) -> None:
    """Fill in the form as a customer does."""
    page.get_by_label("Address").fill("Elm Street 1")
    page.get_by_label("Who receives it").fill("Ada")


def test_a_customer_sees_the_price_books_and_follows(
    shop: Callable[..., Page], coop: RealCoop
) -> None:
    """From one origin to the other, by keyboard alone; every state is free of broken rules."""
    page = shop()
    fill(page)
    found = broken_rules(page)
    page.keyboard.press("Enter")
    expect(page.locator(".price")).to_contain_text("€")
    expect(page.locator(".answer")).to_contain_text("goes to the courier")
    found += broken_rules(page)
    page.get_by_role("button", name="Book").press("Enter")

    done = page.get_by_role("status")
    expect(done).to_contain_text("Booked. It will be there between")
    expect(done).to_be_focused()
    found += broken_rules(page)
    link = page.get_by_role("link", name="Follow it").get_attribute("href") or ""
    assert "/t/" in link
    assert found == []
    token = link.rpartition("/")[2]
    assert coop.store.coop_tracking(token) == coop.installation.homes[HOME].coop.id


def test_a_booking_whose_answer_is_lost_is_tried_again_as_the_same(
    shop: Callable[..., Page], coop: RealCoop
) -> None:
    """What was offered stays on the page with its key, so the second press books nothing twice."""
    page = shop()
    fill(page)
    page.keyboard.press("Enter")
    book = page.get_by_role("button", name="Book")
    keys_sent: list[str] = []

    def lose(route: Route) -> None:
        keys_sent.append(route.request.headers["idempotency-key"])
        route.fetch()
        route.abort()

    page.route("**/v1/widget/orders", lose, times=1)
    num_before = _num_orders(coop)
    book.click()
    expect(page.get_by_role("alert")).to_be_visible()
    with page.expect_request("**/v1/widget/orders") as sent:
        book.click()

    expect(page.get_by_role("status")).to_contain_text("Booked.")
    assert [sent.value.headers["idempotency-key"]] == keys_sent
    assert _num_orders(coop) == num_before + 1


def _num_orders(coop: RealCoop) -> int:
    founded = coop.installation.homes[HOME]
    with coop.store.read(founded.coop.id) as tx:
        return len(tx.orders.all())


def test_what_is_missing_is_said_where_it_is_and_gets_the_focus(
    shop: Callable[..., Page],
) -> None:
    """Nothing is asked of the server; the first wrong field has the focus and its sentence."""
    page = shop()
    expect(page.get_by_label("Day")).to_be_hidden()
    page.get_by_label("Weight, kg").fill("heavy")
    page.get_by_label("Between two times").check()
    page.get_by_role("button", name="Show the price").click()

    expect(page.get_by_label("Address")).to_be_focused()
    expect(page.get_by_label("Address")).to_have_accessible_description(
        "Give an address with a street and a number."
    )
    expect(page.locator(".error:visible")).to_have_count(4)
    assert broken_rules(page) == []


def test_an_address_that_nobody_finds_is_said_plainly(shop: Callable[..., Page]) -> None:
    """The server's sentence, as an alert, in the page's language."""
    page = shop(language="de")
    page.get_by_label("Adresse").fill("nirgendwo 99")
    page.get_by_label("Wer es bekommt").fill("Ada")
    page.get_by_role("button", name="Preis zeigen").click()

    expect(page.get_by_role("alert")).to_contain_text("Diese Adresse finden wir nicht")


def test_a_page_that_the_key_does_not_name_gets_no_form(shop: Callable[..., Page]) -> None:
    """Whoever copies the tag to another site is told so."""
    page = shop(origin="https://shop.example")

    expect(page.get_by_role("alert")).to_contain_text("Not from this page")
    expect(page.get_by_role("button")).to_have_count(0)


def test_the_shop_chooses_colors_and_its_styles_do_not_leak_in(
    shop: Callable[..., Page],
) -> None:
    """A custom property colors the button; the page's own rule for buttons does not reach it."""
    page = shop(
        style="main { --commonwheel-accent: rgb(120, 20, 90); } button { font-size: 60px; }"
    )
    fill(page)
    button = page.get_by_role("button", name="Show the price")

    assert button.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(120, 20, 90)"
    assert button.evaluate("e => getComputedStyle(e).fontSize") != "60px"


def test_the_form_fits_a_narrow_phone(shop: Callable[..., Page]) -> None:
    """At 320 px nothing is beside the screen, and every control reaches 44 px."""
    page = shop(width=320)
    fill(page)

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    heights = page.locator("input:visible:not([type=radio]), button").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44
