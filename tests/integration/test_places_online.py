"""Geocoders elsewhere: Photon and Nominatim, played by a server of our own."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from routing.model import Location
from routing.streets.errors import CityError
from routing.streets.places import PlaceKind, Zone
from routing.streets.places_online import PRIVACY_NOTICE, OnlinePlaces, Service

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Location(lat=60.0, lon=24.0)


def feature(**properties: object) -> dict[str, object]:
    """Return a point with properties at latitude 60, longitude 24."""
    point = {"type": "Point", "coordinates": [24.0, 60.0]}
    return {"type": "Feature", "geometry": point, "properties": properties}


PHOTON = {
    "features": [
        feature(street="West", housenumber="7", postcode="00100", city="Town", osm_key="place"),
        feature(name="West", osm_key="highway", city="Town"),
        feature(name="Café Ærø", street="West", osm_key="amenity"),
    ]
}
NOMINATIM = {
    "features": [feature(name="", address={"road": "West", "house_number": "7", "town": "Town"})]
}


@contextmanager
def server(answer: bytes, status: int = 200) -> Iterator[tuple[str, list[str]]]:
    """Yield the address of a server that gives one answer, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        """Gives the same answer to every question."""

        def do_GET(self) -> None:
            """Answer."""
            asked.append(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_port}/", asked
    finally:
        running.shutdown()
        thread.join()
        running.server_close()


def test_photon_answers_with_addresses_streets_and_names() -> None:
    """Only an address with a number is sure enough to go without a pin."""
    with server(json.dumps(PHOTON).encode()) as (url, asked):
        found = OnlinePlaces(service=Service.PHOTON, url=url).find(
            " west 7 ", 3, zone=Zone(center=HERE), language="ca"
        )

    question = parse_qs(urlsplit(asked[0]).query)
    assert question == {
        "q": ["west 7"], "limit": ["3"], "lat": ["60.0"], "lon": ["24.0"], "lang": ["ca"],
    }  # fmt: skip
    assert [place.label for place in found] == [
        "West 7, 00100 Town",
        "West, Town",
        "Café Ærø, West",
    ]
    assert [place.kind for place in found] == [
        PlaceKind.ADDRESS, PlaceKind.STREET, PlaceKind.NAMED,
    ]  # fmt: skip
    assert [place.needs_pin for place in found] == [False, True, True]


def test_nominatim_answers_the_same_question() -> None:
    """Its parts have other names."""
    with server(json.dumps(NOMINATIM).encode()) as (url, asked):
        found = OnlinePlaces(service=Service.NOMINATIM, url=url).find("west 7")

    assert urlsplit(asked[0]).path == "/search"
    assert [(place.label, place.house_number) for place in found] == [("West 7, Town", "7")]


@pytest.mark.parametrize(
    ("service", "answer"), [(Service.PHOTON, PHOTON), (Service.NOMINATIM, NOMINATIM)]
)
def test_a_point_has_an_address_that_is_less_sure_from_afar(
    service: Service, answer: object
) -> None:
    """At the point 0.9; 120 m away, twice what counts as the same door, half of it."""
    with server(json.dumps(answer).encode()) as (url, _):
        online = OnlinePlaces(service=service, url=url)
        near = online.nearest(HERE)
        far = online.nearest(Location(lat=60.0 + 120 / 111_195, lon=24.0))

    assert near is not None
    assert far is not None
    assert near.confidence == 0.9
    assert far.confidence == pytest.approx(0.45, abs=0.002)


def test_nothing_there_is_an_answer() -> None:
    """Nominatim says so with an error of its own, Photon with an empty list."""
    with server(b'{"error": "Unable to geocode"}') as (url, _):
        assert OnlinePlaces(service=Service.NOMINATIM, url=url).nearest(HERE) is None
    with server(b'{"features": []}') as (url, _):
        assert OnlinePlaces(service=Service.PHOTON, url=url).find("west") == ()


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (b"<html>", 200),
        (b"[]", 200),
        (b'{"features": [{}]}', 200),
        (b'{"features": [{"properties": {}, "geometry": {"coordinates": [1]}}]}', 200),
        (b'{"features": [{"properties": [], "geometry": {"coordinates": [1, 2]}}]}', 200),
        (b"{}", 503),
    ],
)
def test_nonsense_and_refusals_are_one_sentence(answer: bytes, status: int) -> None:
    """Whatever a stranger's server sends, the search says where it came from."""
    with (
        server(answer, status) as (url, _),
        pytest.raises(CityError, match=r"Expected places from http://127.0.0.1") as caught,
    ):
        OnlinePlaces(service=Service.PHOTON, url=url).find("west")

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "not an address", "http://[::1"])
def test_a_server_that_is_not_there_is_named(url: str) -> None:
    """Port 9 takes nobody's calls."""
    with pytest.raises(CityError, match="Expected places from"):
        OnlinePlaces(service=Service.PHOTON, url=url, timeout=1.0).find("west")


def test_nothing_is_asked_for_nothing() -> None:
    """An empty field sends nothing anywhere, and the notice has a code for the catalogs."""
    assert OnlinePlaces(service=Service.PHOTON, url="http://127.0.0.1:9").find("  ") == ()
    assert PRIVACY_NOTICE == "places_asked_elsewhere"
