"""OSRM and Valhalla as local servers that speak like them, and misbehave."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from routing.model import Location
from routing.providers.circuit import Circuit
from routing.providers.connection import Connection
from routing.providers.errors import ProviderError
from routing.providers.great_circle import great_circle_matrix
from routing.providers.osrm import Osrm
from routing.providers.provided_streets import SPEEDS, ProvidedStreets
from routing.providers.valhalla import Valhalla, read_polyline
from routing.streets.errors import FarFromStreetError
from routing.streets.profiles import Profile
from tests.drawn_streets import square

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from routing.providers.engine import Engine, ProvidedTable

BIKE = Profile.BIKE
SHAPE = "_p~iF~ps|U_ulLnnqC_mqNvxq`@"
"""An example of the polyline encoding that is in every description of it."""

Answer = tuple[int, bytes]


class Server:
    """A server with a function for an answer, and what it was asked."""

    def __init__(self, answer: Callable[[str, Any], Answer]) -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.url = ""
        self.released = threading.Event()

    def reply(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        length = int(handler.headers.get("content-length", 0))
        body = json.loads(handler.rfile.read(length)) if length else None
        self.asked.append(handler.path)
        status, content = self.answer(handler.path, body)
        if status == 0:  # never: until the test is over
            self.released.wait(30)
            return
        handler.send_response(status)
        handler.send_header("content-length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)


@contextmanager
def served(answer: Callable[[str, Any], Answer]) -> Iterator[Server]:
    """Run a server."""
    server = Server(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.reply(self)

        do_POST = do_GET  # noqa: N815 - the name that http.server asks for

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        server.url = f"http://127.0.0.1:{running.server_address[1]}"
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            running.shutdown()
            thread.join()


def number_of(lon: float) -> int:
    """Return the number of a point made by `points`."""
    return round((lon - 24.0) * 1e4)


def points(count: int, first: int = 0) -> list[Location]:
    """Return points that tell their number by their longitude; all lie on one street."""
    return [Location(lat=60.0, lon=24.0 + (first + i) * 1e-4) for i in range(count)]


A, B = points(2)


def travel(a: int, b: int) -> tuple[float, float] | None:
    """Return seconds and metres between two numbers; none to number 3."""
    return None if b == 3 and a != b else (10 * a + b + 0.2, 100 * a + b + 0.4)


def osrm(path: str, _body: object) -> Answer:
    """Answer as OSRM does."""
    address = urlsplit(path)
    query = {key: value[0] for key, value in parse_qs(address.query).items()}
    _, service, _, _, written = address.path.split("/")
    places = [number_of(float(point.split(",")[0])) for point in written.split(";")]
    if service == "route":
        line = {"type": "LineString", "coordinates": [[24.0, 60.0], [24.0, 60.1]]}
        route = {"duration": 12.1, "distance": 345.6, "geometry": line}
        return 200, json.dumps({"code": "Ok", "routes": [route]}).encode()
    rows, columns = (
        [places[int(i)] for i in query[k].split(";")] for k in ("sources", "destinations")
    )
    table = [[travel(a, b) or (None, None) for b in columns] for a in rows]
    durations = [[cell[0] for cell in row] for row in table]
    distances = [[cell[1] for cell in row] for row in table]
    return 200, json.dumps({"durations": durations, "distances": distances}).encode()


def valhalla(path: str, body: Any) -> Answer:  # noqa: ANN401 - JSON
    """Answer as Valhalla does, in kilometres."""
    if path == "/route":
        trip = {"summary": {"time": 12.1, "length": 0.3456}, "legs": [{"shape": SHAPE}]}
        return 200, json.dumps({"trip": trip}).encode()
    rows, columns = ([number_of(p["lon"]) for p in body[k]] for k in ("sources", "targets"))
    cells = [[travel(a, b) for b in columns] for a in rows]
    written = [[{"time": c and c[0], "distance": c and c[1] / 1000} for c in row] for row in cells]
    return 200, json.dumps({"sources_to_targets": written}).encode()


def connect(server: Server, **options: Any) -> Connection:  # noqa: ANN401 - any option
    """Return a connection that does not sleep."""
    given: dict[str, Any] = {"pause": 1.0, "sleep": lambda _: None, "timeout": 5.0} | options
    return Connection(url=server.url, random=Random(1), **given)  # noqa: S311 - jitter


def engine_of(answer: Callable[[str, Any], Answer], connection: Connection) -> Engine:
    """Return the engine that understands an answer, with chunks of two."""
    if answer is osrm:
        return Osrm(connection=connection, chunk=2)
    return Valhalla(connection=connection, chunk=2)


@pytest.mark.parametrize("answer", [osrm, valhalla])
def test_a_table_is_put_together_from_chunks(answer: Callable[[str, Any], Answer]) -> None:
    """Three by five points in chunks of two: six questions; nobody gets to number 3."""
    with served(answer) as server:
        table = engine_of(answer, connect(server)).table(points(3), points(5), BIKE)

    assert len(server.asked) == 6
    assert table.durations.tolist() == [
        [10 * a + b + 1 if b != 3 else 0 for b in range(5)] for a in range(3)
    ]
    assert table.distances.tolist() == [
        [100 * a + b if b != 3 else 0 for b in range(5)] for a in range(3)
    ]
    assert table.reachable.tolist() == [[True, True, True, False, True]] * 3
    assert not table.is_estimate


@pytest.mark.parametrize("answer", [osrm, valhalla])
def test_a_path_has_line_metres_and_seconds(answer: Callable[[str, Any], Answer]) -> None:
    """Seconds rounded up, metres to the nearest."""
    with served(answer) as server:
        path = engine_of(answer, connect(server)).path(A, B, BIKE)

    assert (path.duration, path.distance) == (13, 346)
    assert path.geometry.length > 0


def test_a_polyline_is_read_to_six_decimals() -> None:
    """The example is written with five decimals, so everything is a tenth."""
    assert read_polyline(SHAPE) == [(-12.02, 3.85), (-12.095, 4.07), (-12.6453, 4.3252)]
    for broken in ("_p~iF~ps|", "_p~iF", "\x00\x01"):
        with pytest.raises(ValueError, match="a line"):
            read_polyline(broken)


BAD: list[Answer] = [
    (500, b"oh"),
    (200, b"<html>"),
    (200, b"[]"),
    (200, b"null"),
    (200, b'{"durations": [[1]], "distances": [[1]]}'),
    (200, b'{"durations": [[1, "2"], [3, 4]], "distances": [[1, 2], [3, 4]]}'),
    (200, b'{"durations": [[1, -2], [3, 4]], "distances": [[1, 2], [3, 4]]}'),
    (200, b'{"sources_to_targets": [[{"time": 1}]]}'),
    (200, json.dumps({"sources_to_targets": [[{"time": 1, "distance": 3e6}] * 2] * 2}).encode()),
    (0, b""),
]


@pytest.mark.parametrize("kind", [Osrm, Valhalla])
@pytest.mark.parametrize("bad", BAD)
def test_failures_are_repeated_and_then_one_sentence(
    kind: Callable[..., Engine], bad: Answer
) -> None:
    """Errors, garbage, part of an answer, no answer in time: three tries in all."""
    with served(lambda _path, _body: bad) as server:
        connection = connect(server, timeout=0.2)
        with pytest.raises(ProviderError, match=r"Expected travel from http://127\.0") as caught:
            kind(connection=connection).table(points(2), points(2), BIKE)

    assert len(server.asked) == 3
    assert "\n" not in str(caught.value)
    assert connection.circuit.failures == 1


def test_pauses_double_and_are_jittered_by_the_given_chance() -> None:
    """One second and two, each times 0.5 to 1.5."""
    pauses: list[float] = []
    with served(lambda _path, _body: (503, b"")) as server:
        connection = connect(server, sleep=pauses.append)
        with pytest.raises(ProviderError, match="status 503"):
            Osrm(connection=connection).path(A, B, BIKE)

    chance = Random(1)  # noqa: S311 - the same as the connection's
    assert pauses == [0.5 + chance.random(), 2 * (0.5 + chance.random())]


def test_a_refusal_is_not_repeated_and_says_why() -> None:
    """A server that refuses is in good health."""
    refusal = b'{"code": "NoSegment", "message": "Could not find\\n a street."}'
    with served(lambda _path, _body: (400, refusal)) as server:
        connection = connect(server)
        with pytest.raises(ProviderError, match=r"got: status 400, Could not find a street\.$"):
            Osrm(connection=connection).path(A, B, BIKE)

    assert len(server.asked) == 1
    assert connection.circuit == Circuit()


def test_a_second_answer_makes_good_for_a_first() -> None:
    """One failure, then sense: nobody notices."""
    answers = iter([(500, b"")])
    with served(lambda path, body: next(answers, osrm(path, body))) as server:
        table = Osrm(connection=connect(server)).table(points(1), points(2), BIKE)

    assert table.reachable.all()
    assert len(server.asked) == 2


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "no address", "http://[::1"])
def test_a_server_that_is_not_there_is_named(url: str) -> None:
    """Port 9 takes nobody's calls."""
    connection = Connection(url=url, random=Random(1), timeout=1.0, sleep=lambda _: None)  # noqa: S311 - jitter

    with pytest.raises(ProviderError, match="Expected travel from"):
        Osrm(connection=connection).table(points(1), points(1), BIKE)


def broken_streets(server: Server, **options: Any) -> ProvidedStreets:  # noqa: ANN401 - any option
    """Return a city whose engine is a given server."""
    connection = connect(server, num_repeats=0, **options)
    return ProvidedStreets(city=square().city(), engine=Osrm(connection=connection))


def test_without_an_engine_travel_is_estimated_and_says_so() -> None:
    """Great circle times 1.3 for all pairs, also when only some chunks failed."""
    ends = points(3)
    with served(lambda _path, _body: (500, b"")) as server:
        streets = broken_streets(server)
        rows, path = streets.rows(ends[:1], ends, BIKE), streets.path(A, B, BIKE)
        matrix = streets.matrix(ends, BIKE)

    expected = great_circle_matrix(ends, speed=SPEEDS[BIKE])
    assert rows.is_estimate
    assert path.is_estimate
    assert np.array_equal(rows.durations[0], expected.durations[0])
    assert np.array_equal(matrix.distances, expected.distances)
    assert path.distance == expected.distances[0, 1]


def test_a_table_of_which_a_part_fails_is_wholly_an_estimate() -> None:
    """Half measured and half guessed would make the guessed half look better."""
    count = iter(range(100))
    with served(lambda path, body: osrm(path, body) if next(count) else (500, b"")) as server:
        engine = Osrm(connection=connect(server, num_repeats=0), chunk=2)
        table = ProvidedStreets(city=square().city(), engine=engine).rows(
            points(4), points(4), BIKE
        )

    assert table.is_estimate
    assert table.reachable.all()


def test_a_resting_server_is_not_asked_and_is_tried_again_later() -> None:
    """Three failures, a rest of 30 s, then it is well again."""
    now, is_well = [0.0], [False]
    with served(lambda p, b: osrm(p, b) if is_well[0] else (500, b"")) as server:
        streets = broken_streets(server, clock=lambda: now[0])
        tables: list[ProvidedTable] = [streets.rows(points(1), points(2), BIKE) for _ in range(5)]
        asked = len(server.asked)
        now[0], is_well[0] = 31.0, True
        later = streets.rows(points(1), points(2), BIKE)

    assert asked == 3
    assert all(table.is_estimate for table in tables)
    assert not later.is_estimate


def test_the_diagonal_of_a_matrix_is_zero_and_places_are_the_citys_own() -> None:
    """The server's 0.2 s from a point to itself do not count."""
    with served(osrm) as server:
        streets = broken_streets(server)
        matrix = streets.matrix(points(2), BIKE)

    assert matrix.durations.tolist() == [[0, 2], [11, 0]]
    assert matrix.reachable.all()
    with pytest.raises(FarFromStreetError):
        streets.rows([Location(lat=61.0, lon=24.0)], points(1), BIKE)
