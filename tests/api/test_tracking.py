"""What recipients see behind their link, and what they can leave there."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from api.languages import LANGUAGES

if TYPE_CHECKING:
    from tests.api_world import World


def placed(world: World, **changes: Any) -> Any:  # noqa: ANN401 - JSON
    """Place an order; give it."""
    response = world.ask("storefront", "POST", "/v1/orders", {**world.wish(), **changes})
    assert response.status_code == 201, response.text
    return response.json()


def test_an_order_has_a_link_that_nobody_can_guess(world: World) -> None:
    """24 random bytes are 32 letters; two orders have two links."""
    links = {placed(world)["tracking_url"] for _ in range(2)}

    assert len(links) == 2
    assert all(re.fullmatch(r"/t/[A-Za-z0-9_-]{32}", link) for link in links)


def test_the_page_says_what_a_recipient_needs_and_nothing_else(world: World) -> None:
    """Neither who receives it nor their phone, nor the fee, nor the note of the shop."""
    wish = world.wish()
    wish["delivery"] |= {"contact": "Canary Person", "phone": "+358 40 5550199"}
    order = placed(world, delivery=wish["delivery"])

    page = world.client.get(order["tracking_url"])

    assert page.status_code == 200
    assert order["delivery"]["address"] in page.text
    assert order["storefront"]["name"] in page.text
    for secret in ("Canary Person", "5550199", "Ring twice", order["id"]):
        assert secret not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "noindex" in page.text
    assert "set-cookie" not in page.headers


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_five_languages(world: World, language: str) -> None:
    """By the browser's wish, or by the switch, which wins; each names itself."""
    link = placed(world)["tracking_url"]

    asked = world.client.get(link, headers={"accept-language": language})
    switched = world.client.get(f"{link}?lang={language}", headers={"accept-language": "en"})

    assert asked.headers["content-language"] == switched.headers["content-language"] == language
    assert f'<html lang="{language}">' in asked.text
    assert "track." not in asked.text
    assert "…" not in asked.text


def test_an_order_in_a_plan_has_a_window_around_the_planned_time(world: World) -> None:
    """Half an hour wide and cut to full five minutes, so the planned minute is not told."""
    name = world.orders_of("courier")[-1]
    order = world.ask("dispatcher", "GET", f"/v1/orders/{name}").json()

    page = world.client.get(f"{order['tracking_url']}?lang=en").text

    found = re.search(r"between (\d\d):(\d\d) and (\d\d):(\d\d)", page)
    assert found is not None
    begins, ends = (int(found[place]) * 60 + int(found[place + 1]) for place in (1, 3))
    assert 30 <= ends - begins <= 35
    assert begins % 5 == ends % 5 == 0


@pytest.mark.parametrize("token", ["x", "A" * 32, "A" * 500])
def test_a_link_that_leads_nowhere_is_a_page_that_says_so(world: World, token: str) -> None:
    """Guesses look the same whatever they are."""
    page = world.client.get(f"/t/{token}", headers={"accept": "text/html"})

    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")


def test_a_link_ends_a_month_after_the_promise(world: World) -> None:
    """What was delivered long ago is nobody's business any more."""
    link = placed(world)["tracking_url"]
    world.moment[0] += timedelta(days=32)

    assert world.client.get(link).status_code == 404


def test_a_note_reaches_the_order_and_the_courier(world: World) -> None:
    """The recipient writes; shop and courier read it; the page shows it again, escaped."""
    name = world.orders_of("courier")[-1]
    link = world.ask("dispatcher", "GET", f"/v1/orders/{name}").json()["tracking_url"]

    sent = world.client.post(
        f"{link}/note?lang=de",
        data={"note": "Bell <Müller>,\n 2nd floor"},
        follow_redirects=False,
    )

    assert sent.status_code == 303
    assert sent.headers["location"] == f"{link}?lang=de"
    order = world.ask("dispatcher", "GET", f"/v1/orders/{name}").json()
    assert order["recipient_note"] == "Bell <Müller>, 2nd floor"
    route = world.ask("courier", "GET", "/v1/me/route").json()
    notes = [s["note"] for s in route["stops"] if s["order_id"] == name and s["kind"] == "delivery"]
    assert len(notes) == 1
    assert notes[0].endswith("Bell <Müller>, 2nd floor")
    assert "Bell &lt;Müller&gt;, 2nd floor" in world.client.get(link).text


@pytest.mark.parametrize("note", ["x" * 301, "\u202eevil", "x" * 10_000])
def test_a_note_that_is_too_long_or_unreadable_is_refused_in_words(world: World, note: str) -> None:
    """The page comes back with what was wrong; nothing was saved."""
    order = placed(world)

    page = world.client.post(f"{order['tracking_url']}/note?lang=es", data={"note": note})

    assert page.status_code == 422
    assert 'role="alert"' in page.text
    shown = world.ask("storefront", "GET", f"/v1/orders/{order['id']}").json()
    assert shown["recipient_note"] == ""


def test_a_note_after_the_end_is_refused(world: World) -> None:
    """A canceled order has nobody who would read it, and no form."""
    order = placed(world)
    world.ask("storefront", "POST", f"/v1/orders/{order['id']}/cancel")

    page = world.client.post(f"{order['tracking_url']}/note?lang=en", data={"note": "Bell"})

    assert page.status_code == 422
    assert "<textarea" not in world.client.get(order["tracking_url"]).text


def test_a_form_of_another_kind_is_malformed(world: World) -> None:
    """JSON, broken escapes and too many fields are not what the page sends."""
    link = placed(world)["tracking_url"]
    form = {"content-type": "application/x-www-form-urlencoded"}

    answers = [
        world.client.post(f"{link}/note", json={"note": "x"}),
        world.client.post(f"{link}/note", content=b"note=%ff", headers=form),
        world.client.post(f"{link}/note", content=b"a=1&" * 9, headers=form),
        world.client.post(f"{link}/note", content="note=é".encode(), headers=form),
    ]

    assert {answer.status_code for answer in answers} == {400}


def test_a_pin_is_told_to_sender_and_recipient_and_not_to_the_courier(world: World) -> None:
    """Four digits; with another proof there are none."""
    order = placed(world, proof="pin")

    page = world.client.get(f"{order['tracking_url']}?lang=en").text

    assert re.fullmatch(r"\d{4}", order["pin"])
    assert " ".join(order["pin"]) in page
    assert placed(world, proof="photo")["pin"] is None


def test_a_change_is_previewed_agreed_to_and_made_once(world: World) -> None:
    """Farther away costs more: refused until the new fee is named; then version 1 is stale."""
    order = placed(world)
    path = f"/v1/orders/{order['id']}/change"
    door = {"address": "Elm Street 1"}

    seen = world.ask("storefront", "POST", path, {"delivery": door, "dry_run": True}).json()
    same = seen["fee"] == order["fee"]
    refused = world.ask("storefront", "POST", path, {"delivery": door})
    agreed = {"delivery": door, "fee_minor": seen["fee"]["total_minor"], "if_version": 1}
    made = world.ask("storefront", "POST", path, agreed)
    again = world.ask("storefront", "POST", path, {**agreed, "note": "x"})

    assert not same
    assert refused.status_code == 409
    assert refused.json()["code"] == "fee_changed"
    assert made.status_code == 200
    assert made.json()["fee"] == seen["fee"]
    assert made.json()["version"] == 2
    assert made.json()["delivery"]["address"].startswith("Elm Street 1")
    assert again.status_code == 409
    assert again.json()["code"] == "stale_version"
