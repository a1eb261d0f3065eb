"""Cities from a place name or a box, asked of a small server that speaks like the real ones."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import osmnx as ox
import pytest

from routing.streets.add import add_city
from routing.streets.errors import CityError
from routing.streets.profiles import Profile
from routing.streets.read_online import Servers, read_online
from tests.drawn_streets import Drawing, square, street

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CREATED_AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BOX = "59.99,23.99,60.01,24.01"


def town() -> Drawing:
    """Return a square with a one-way side drawn backward, a bollard, and a contraflow lane."""
    plain = square()
    ways = (
        street(1, 2, name="South", oneway="yes", oneway__bicycle="no"),
        street(2, 3, name="East", oneway="-1"),
        street(3, 5, 4, name="North"),
        plain.ways[3],
        street(1, 3, name="Path", highway="footway"),
    )
    return Drawing(plain.nodes | {5: (1.0, 1.0)}, ways, barriers={5: {"barrier": "bollard"}})


def elements_of(drawing: Drawing) -> list[dict[str, Any]]:
    """Return a map as Overpass tells it: ways with their nodes' ids, then the nodes."""
    ways: list[dict[str, Any]] = [
        {
            "type": "way",
            "id": number,
            "nodes": list(way.refs),
            "tags": way.tags | ({"name": way.name} if way.name else {}),
        }
        for number, way in enumerate(drawing.ways, start=100)
    ]
    nodes: list[dict[str, Any]] = []
    for node in drawing.nodes:
        place = drawing.at(node)
        element: dict[str, Any] = {"type": "node", "id": node, "lat": place.lat, "lon": place.lon}
        if node in drawing.barriers:
            element["tags"] = drawing.barriers[node]
        nodes.append(element)
    return ways + nodes


FEATURES: list[dict[str, Any]] = [
    {
        "type": "node",
        "id": 70,
        "lat": 60.0001,
        "lon": 24.0005,
        "tags": {"addr:street": "South", "addr:housenumber": "3", "addr:city": "Square"},
    },
    {"type": "node", "id": 71, "lat": 60.0002, "lon": 24.0002},
    {"type": "node", "id": 72, "lat": 60.0002, "lon": 24.0008},
    {"type": "node", "id": 73, "lat": 60.0006, "lon": 24.0008},
    {"type": "way", "id": 800, "nodes": [71, 72, 73, 71], "tags": {"building": "yes"}},
]

OUTLINE = {
    "type": "Polygon",
    "coordinates": [
        [[23.99, 59.99], [24.01, 59.99], [24.01, 60.01], [23.99, 60.01], [23.99, 59.99]]
    ],
}


class MapServer:
    """What the server answers, and what it was asked."""

    def __init__(self) -> None:
        self.streets: list[dict[str, Any]] = elements_of(town())
        self.features = FEATURES
        self.outline: dict[str, Any] = OUTLINE
        self.status = HTTPStatus.OK
        self.asked: list[str] = []

    def search(self, name: str) -> list[dict[str, Any]]:
        """Answer like Nominatim."""
        if name != "Square Town":
            return []
        place = {"place_id": 1, "osm_type": "relation", "osm_id": 9, "importance": 0.5}
        place |= {"lat": "60.0", "lon": "24.0", "display_name": name, "name": name}
        box = ["59.99", "60.01", "23.99", "24.01"]
        return [place | {"boundingbox": box, "geojson": self.outline, "class": "boundary"}]

    def interpret(self, query: str) -> dict[str, Any]:
        """Answer like Overpass: streets are asked for by highway alone."""
        elements = self.streets if '"highway"' in query else self.features
        return {"version": 0.6, "elements": elements}


@contextmanager
def serving(answers: MapServer) -> Iterator[str]:
    """Serve answers on this machine, and give the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            answers.asked.append(self.path)
            self._send(answers.search(parse_qs(url.query)["q"][0]))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answers.asked.append(parse_qs(body)["data"][0])
            self._send(answers.interpret(answers.asked[-1]))

        def _send(self, value: object) -> None:
            is_well = answers.status == HTTPStatus.OK
            content = json.dumps(value).encode() if is_well else b"<p>Too many requests</p>"
            self.send_response(answers.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask this machine directly, and without the pauses that public servers ask for."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("osmnx._nominatim.time.sleep", lambda _seconds: None)


@pytest.fixture
def answers() -> MapServer:
    """Return what the server will answer; tests change it before they ask."""
    return MapServer()


@pytest.fixture
def servers(answers: MapServer) -> Iterator[Servers]:
    """Return the addresses of a running server."""
    with serving(answers) as address:
        yield Servers(
            overpass=f"{address}/api", nominatim=f"{address}/geo/", timeout=10, has_slots=False
        )


@pytest.mark.parametrize("where", ["Square Town", BOX])
def test_a_city_comes_from_the_name_of_a_place_or_a_box(
    where: str, servers: Servers, tmp_path: Path
) -> None:
    """It equals the city that was drawn: one-ways, contraflow, bollard and all."""
    drawing = town()
    points = [drawing.at(1), drawing.at(2), drawing.between(3, 5), drawing.between(2, 3, 0.2)]

    city = add_city(tmp_path / "city", where, created_at=CREATED_AT, servers=servers)

    drawn = drawing.city()
    for profile in Profile:
        found, expected = city.matrix(points, profile), drawn.matrix(points, profile)
        assert np.array_equal(found.durations, expected.durations)
        assert np.array_equal(found.distances, expected.distances)
    assert city.find("south 3")[0].label == "South 3, Square"
    assert city.facts.counts["areas"] == 1
    assert city.facts.source == where


def test_the_settings_of_osmnx_are_put_back(servers: Servers) -> None:
    """They belong to the whole process; so does the name resolver."""
    names = ("overpass_url", "nominatim_url", "all_oneway", "useful_tags_way", "use_cache")
    before = [getattr(ox.settings, name) for name in names]
    resolver = socket.getaddrinfo

    read_online(BOX, servers=servers)

    assert [getattr(ox.settings, name) for name in names] == before
    assert socket.getaddrinfo is resolver


def test_a_city_without_addresses_still_has_its_streets(
    answers: MapServer, servers: Servers
) -> None:
    """The server knows streets there and nothing else."""
    answers.features = []

    raw = read_online(BOX, servers=servers)

    assert len(raw.way_ids) > 0
    assert raw.places == ()


def test_an_unknown_place_is_named(servers: Servers) -> None:
    """Nominatim answers with an empty list."""
    with pytest.raises(CityError, match="got 'Atlantis', which was not found"):
        read_online("Atlantis", servers=servers)


def test_a_place_that_is_only_a_point_is_refused(answers: MapServer, servers: Servers) -> None:
    """A city needs an outline."""
    answers.outline = {"type": "Point", "coordinates": [24.0, 60.0]}

    with pytest.raises(CityError, match="'Square Town', which is only a point on the map"):
        read_online("Square Town", servers=servers)


def test_a_box_without_streets_is_refused(answers: MapServer, servers: Servers) -> None:
    """Out at sea."""
    answers.streets = []

    with pytest.raises(CityError, match=r"Expected streets in '59.99,.*', got none"):
        read_online(BOX, servers=servers)


def test_a_refusal_by_the_server_is_passed_on(answers: MapServer, servers: Servers) -> None:
    """Overpass says no in HTML."""
    answers.status = HTTPStatus.FORBIDDEN

    with pytest.raises(CityError, match=r"from the map servers, got a refusal: .*403"):
        read_online(BOX, servers=servers)


@pytest.mark.parametrize("where", ["Square Town", BOX])
def test_without_a_network_the_message_says_so(where: str) -> None:
    """Nobody listens on a port that was just given back."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}"
    nobody = Servers(overpass=address, nominatim=address, timeout=2, has_slots=False)

    with pytest.raises(CityError, match=r"got none: .*refused"):
        read_online(where, servers=nobody)


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("1,2,3", 'Expected a bounding box "south,west,north,east" in degrees, got'),
        ("1,2,3,4,5", "Expected a bounding box"),
        ("1,,3,4", "Expected a bounding box"),
        ("60.2,24.9,60.1,25.0", "with south < north and west < east"),
        ("24.9,160.1,25.0,190.2", "with south < north and west < east"),
        ("40,0,60,20", "of at most 1 degree a side"),
    ],
)
def test_a_malformed_box_is_refused_before_anybody_is_asked(
    where: str, message: str, answers: MapServer, servers: Servers
) -> None:
    """The message shows the order of the four numbers."""
    with pytest.raises(CityError, match=message):
        read_online(where, servers=servers)

    assert answers.asked == []


def test_progress_is_reported(servers: Servers) -> None:
    """From 0 to 1."""
    told: list[float] = []
    note: Callable[[str, float], None] = lambda _step, share: told.append(share)  # noqa: E731

    read_online(BOX, servers=servers, on_progress=note)

    assert (told[0], told[-1]) == (0.0, 1.0)
    assert told == sorted(told)
