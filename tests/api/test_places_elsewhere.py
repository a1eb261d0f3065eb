"""Addresses from a geocoder elsewhere: with doors of our own first, and a map of our own behind."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from api.app import Options
from dispatch.config import SettingError, read_settings
from dispatch.places_elsewhere import PlacesServer
from tests.api_world import open_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.api_world import Installation

NEAR, FAR = (24.943, 60.172), (2.35, 48.85)


class Geocoder:
    """A Photon and Nominatim of our own, which notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_away = False
        self.url = ""
        self.was_asked = threading.Event()
        self.may_answer = threading.Event()
        self.may_answer.set()

    def answer(self) -> Any:  # noqa: ANN401 - JSON
        """Know a house in the made city, and one of the same name in Paris."""
        found = [("Nowhere Lane", "7", FAR), ("Harbor Lane", "7", NEAR)]
        return {
            "features": [
                {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": list(point)},
                    "properties": {"street": street, "housenumber": number, "city": "Grid"},
                }
                for street, number, point in found
            ]
        }


@contextmanager
def geocoder() -> Iterator[Geocoder]:
    """Run one."""
    made = Geocoder()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            made.was_asked.set()
            made.may_answer.wait(30)
            content = b"" if made.is_away else json.dumps(made.answer()).encode()
            self.send_response(500 if made.is_away else 200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        made.url = f"http://127.0.0.1:{running.server_address[1]}"
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield made
        running.shutdown()
        thread.join()


def options(kind: str, elsewhere: Geocoder, directory: Path) -> Options:
    """Give an application's options with a geocoder elsewhere."""
    settings = read_settings({"COMMONWHEEL_PLACES_URL": f"{kind}+{elsewhere.url}"})
    return Options(rate=None, pages=directory / "pages", places=settings.places_url)


def test_photon_suggests_places_of_the_city_and_people_are_told(
    installation: Installation, tmp_path: Path
) -> None:
    """Paris is left out; the notice names the host in the language of whoever asks."""
    with (
        geocoder() as elsewhere,
        open_world(installation, tmp_path, options("photon", elsewhere, tmp_path)) as world,
    ):
        found = world.ask("storefront", "GET", "/v1/places?q=lane").json()["places"]
        german = {"accept-language": "de"}
        (notice,) = world.ask("storefront", "GET", "/v1/me", headers=german).json()["notices"]

    assert [place["label"] for place in found] == ["Harbor Lane 7, Grid"]
    assert found[0]["location"] == {"lat": NEAR[1], "lon": NEAR[0]}
    assert notice["code"] == "places_asked_elsewhere"
    assert "127.0.0.1" in notice["message"]
    assert notice["message"].startswith("Adressen")


def test_nominatim_is_not_asked_while_somebody_types(
    installation: Installation, tmp_path: Path
) -> None:
    """Suggestions are the map's own; the address of a quote is asked once."""
    with (
        geocoder() as elsewhere,
        open_world(installation, tmp_path, options("nominatim", elsewhere, tmp_path)) as world,
    ):
        typed = world.ask("storefront", "GET", "/v1/places?q=elm").json()["places"]
        before = list(elsewhere.asked)
        wish = {**world.wish(), "delivery": {"address": "Harbor Lane 7"}}
        quote = world.ask("storefront", "POST", "/v1/quotes", wish).json()

    assert typed
    assert before == []
    assert [path.split("?")[0] for path in elsewhere.asked] == ["/search"]
    assert quote["delivery"]["location"] == {"lat": NEAR[1], "lon": NEAR[0]}


def test_only_who_needs_an_address_waits_for_it_and_its_order_asks_no_more(
    installation: Installation, tmp_path: Path
) -> None:
    """A quote for a pin is given while the geocoder still thinks about another one's address."""
    with (
        geocoder() as elsewhere,
        open_world(installation, tmp_path, options("nominatim", elsewhere, tmp_path)) as world,
        ThreadPoolExecutor() as beside,
    ):
        elsewhere.may_answer.clear()
        wish = {**world.wish(), "delivery": {"address": "Harbor Lane 7"}}
        slow = beside.submit(world.ask, "storefront", "POST", "/v1/quotes", wish)
        elsewhere.was_asked.wait(30)
        quick = world.ask("storefront", "POST", "/v1/quotes", world.wish())
        is_waiting = not slow.done()
        elsewhere.may_answer.set()
        given = slow.result()
        order = world.ask("storefront", "POST", "/v1/orders", wish)

    assert quick.status_code == 201
    assert is_waiting
    assert given.status_code == 201
    assert order.json()["delivery"]["location"] == {"lat": NEAR[1], "lon": NEAR[0]}
    assert len(elsewhere.asked) == 1


def test_without_the_setting_nothing_leaves_and_nothing_is_said(
    installation: Installation, tmp_path: Path
) -> None:
    """The usual installation."""
    with open_world(installation, tmp_path) as world:
        assert world.ask("storefront", "GET", "/v1/me").json()["notices"] == []


def test_a_geocoder_that_is_away_is_replaced_by_the_map_and_left_alone(
    installation: Installation, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Three failures in a row, then it is not asked; what was typed is in no log."""
    with (
        geocoder() as elsewhere,
        open_world(installation, tmp_path, options("photon", elsewhere, tmp_path)) as world,
    ):
        elsewhere.is_away = True
        answers = [
            world.ask("storefront", "GET", "/v1/places?q=Elm%20Street").json() for _ in range(5)
        ]

    assert all(answer["places"] for answer in answers)
    assert len(elsewhere.asked) == 3
    assert "did not answer" in caplog.text
    assert "Elm" not in caplog.text


def test_a_geocoder_is_tried_again_after_a_rest_and_its_answer_remembered() -> None:
    """Half a minute later one question tries, and it is well; five minutes later it asks anew."""
    now = [0.0]
    with geocoder() as elsewhere:
        settings = read_settings({"COMMONWHEEL_PLACES_URL": f"photon+{elsewhere.url}"})
        assert settings.places_url is not None
        server = PlacesServer(settings.places_url, clock=lambda: now[0])
        elsewhere.is_away = True
        away = [server.find("lane", 5, zone=None, language="en") for _ in range(4)]
        elsewhere.is_away = False
        resting = server.find("lane", 5, zone=None, language="en")
        now[0] = 31.0
        back = server.find("lane", 5, zone=None, language="en")

        asked = len(elsewhere.asked)
        again = server.find("lane", 5, zone=None, language="en")
        num_asked_again = len(elsewhere.asked) - asked
        now[0] = 400.0
        server.find("lane", 5, zone=None, language="en")
        num_asked_later = len(elsewhere.asked) - asked

    assert away == [None] * 4
    assert resting is None
    assert back is not None
    assert len(back) == 2
    assert again == back
    assert (num_asked_again, num_asked_later) == (0, 1)


@pytest.mark.parametrize("text", ["https://nominatim.example.org", "osrm+http://127.0.0.1:1"])
def test_a_geocoder_of_no_known_kind_is_refused(text: str) -> None:
    """The message names the kinds that there are."""
    with pytest.raises(SettingError, match=r"photon\+http"):
        read_settings({"COMMONWHEEL_PLACES_URL": text})
