"""Security headers, files of the pages, compression, limits and numbers."""

from __future__ import annotations

import gzip
import json
import logging
import re
import traceback
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from api.app import Options
from api.limits import Rate
from api.logs import FIELDS, LOGGER_NAME, start_logging
from api.watch import BrokenOffError, Watch
from tests.api_world import Installation, open_world
from tests.own_loop import run_alone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.types import Message, Receive, Scope, Send

    from tests.api_world import World

SCRIPT = b"export const answer = 42;\n" * 60


@pytest.fixture
def paged(installation: Installation, tmp_path: Path) -> Iterator[World]:
    """Return a world with a few files of pages."""
    pages = tmp_path / "dist"
    (pages / "assets").mkdir(parents=True)
    (pages / "console.html").write_text("<!doctype html><title>Console</title>")
    (pages / "assets" / "console-1a2b3c4d.js").write_bytes(SCRIPT)
    (pages / "assets" / "worker-9f8e7d6c.mjs").write_bytes(SCRIPT)
    (pages / "courier-sw.js").write_bytes(SCRIPT)
    (pages / "courier.webmanifest").write_text("{}")
    (pages / "secret.key").write_text("never served")
    with open_world(installation, tmp_path, Options(rate=None, pages=pages)) as world:
        yield world


def test_an_answer_that_breaks_off_ends_without_its_cause(quiet_world: World) -> None:
    """Once it has begun there is no 500; what the server writes of it repeats nothing."""

    async def breaks_off(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        msg = "secret-inside"
        raise LookupError(msg)

    async def ignore(_message: Message) -> None:
        """Send nothing."""

    async def nothing() -> Message:
        return {"type": "http.disconnect"}

    services = quiet_world.app.state.services
    watched = Watch(breaks_off, metrics=services.metrics, catalogs=services.catalogs)
    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}

    with pytest.raises(BrokenOffError) as broken:
        run_alone(watched(scope, nothing, ignore))

    assert "secret-inside" not in "".join(traceback.format_exception(broken.value))


@pytest.mark.parametrize("path", ["/", "/console", "/v1/me", "/nothing", "/healthz", "/sign-in/x"])
def test_every_answer_has_the_security_headers(quiet_world: World, path: str) -> None:
    """Pages, data and refusals alike: own files only, in no one's frame, nothing guessed."""
    headers = quiet_world.client.get(path).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "worker-src 'self' blob:" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert re.fullmatch(r"[0-9a-f]{16}", headers["x-request-id"])


def test_no_answer_is_kept_that_does_not_say_so(quiet_world: World) -> None:
    """Names and addresses must not lie about in a browser; the map says how long it may."""
    paths = ("/v1/me", "/v1/orders", f"/v1/days/{quiet_world.day}", "/v1/city/style.json")

    kept = [quiet_world.ask("dispatcher", "GET", path).headers["cache-control"] for path in paths]

    assert kept == ["no-store", "no-store", "no-store", "private, max-age=3600"]


@pytest.mark.parametrize(
    ("path", "media_type", "is_forever"),
    [
        ("/console", "text/html; charset=utf-8", False),
        ("/assets/console-1a2b3c4d.js", "text/javascript; charset=utf-8", True),
        ("/assets/worker-9f8e7d6c.mjs", "text/javascript; charset=utf-8", True),
        ("/courier-sw.js", "text/javascript; charset=utf-8", False),
        ("/courier.webmanifest", "application/manifest+json", False),
    ],
)
def test_files_have_their_type_and_are_kept_as_long_as_their_name_says(
    paged: World,
    path: str,
    media_type: str,
    is_forever: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """A worker of another type leaves the map empty; a name with a hash never changes."""
    response = paged.client.get(path)

    assert response.status_code == 200
    assert response.headers["content-type"] == media_type
    assert ("immutable" in response.headers["cache-control"]) is is_forever


def test_files_are_packed_once_and_not_sent_twice(paged: World) -> None:
    """A browser that takes gzip gets it; one that has the file gets 304."""
    path = "/assets/console-1a2b3c4d.js"

    packed = paged.client.get(path, headers={"accept-encoding": "gzip"})
    plain = paged.client.get(path, headers={"accept-encoding": "identity"})
    again = paged.client.get(path, headers={"if-none-match": packed.headers["etag"]})

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content == SCRIPT
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize(
    "path",
    ["/secret.key", "/assets/../secret.key", "/assets/%2e%2e/secret.key", "/assets/none.js", "/x"],
)
def test_nothing_else_is_served(paged: World, path: str) -> None:
    """Only files of known types that were there at the start, whatever the path."""
    assert paged.client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/sign-in/x"])
def test_own_pages_name_their_icon(quiet_world: World, path: str) -> None:
    """Else browsers ask for /favicon.ico, which does not exist."""
    text = quiet_world.client.get(path, headers={"accept": "text/html"}).text

    assert '<link rel="icon" href="/icon.svg"' in text


def test_a_key_that_asks_too_often_waits(installation: Installation, tmp_path: Path) -> None:
    """Three at once and then none, for this key; another key is not touched."""
    options = Options(rate=Rate(per_second=0.001, burst=3), pages=tmp_path)
    with open_world(installation, tmp_path, options) as world:
        answers = [world.ask("courier", "GET", "/v1/me") for _ in range(4)]
        other = world.ask("dispatcher", "GET", "/v1/me")

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[0].headers["ratelimit-policy"] == '"key";q=3;w=3000'
    assert answers[3].json()["code"] == "too_many_requests"
    assert int(answers[3].headers["retry-after"]) > 900
    assert other.status_code == 200


def test_guessing_secrets_is_slowed_down_by_address(
    installation: Installation,
    tmp_path: Path,
) -> None:
    """Wrong keys, links and calendars share a bucket; files and right keys do not touch it."""
    options = Options(rate=Rate(per_second=0.001, burst=3), pages=tmp_path)
    calendar = f"/calendar/{'x' * 43}.ics"
    wrong = {"authorization": "Bearer cw_wrong"}
    with open_world(installation, tmp_path, options) as world:
        files = [world.client.get("/").status_code for _ in range(6)]
        keys = [world.client.get("/v1/me", headers=wrong).status_code for _ in range(2)]
        links = [world.client.get("/sign-in/wrong").status_code for _ in range(2)]
        calendars = [world.client.get(calendar).status_code for _ in range(2)]
        right = world.ask("courier", "GET", "/v1/me")

    assert files == [200] * 6
    assert keys == [401, 401]
    assert links == [410, 429]
    assert calendars == [429, 429]
    assert right.status_code == 200


def test_health_and_readiness(quiet_world: World) -> None:
    """Alive, and able to serve: the store answers and the co-ops' city is loaded."""
    assert quiet_world.client.get("/healthz").json() == {"status": "ok"}
    assert quiet_world.client.get("/readyz").json() == {"status": "ok", "cities": ["grid"]}


def test_a_store_that_is_gone_is_503_with_when_to_come_back(world: World) -> None:
    """Writing to a closed store changes nothing and says so."""
    world.store.close()

    response = world.ask("dispatcher", "POST", f"/v1/days/{world.day}/replan")

    assert response.status_code == 503
    assert response.json()["code"] == "store_unavailable"
    assert response.headers["retry-after"] == "2"


def test_numbers_name_routes_and_never_people(world: World) -> None:
    """Templates, statuses and counts; no id, no name, no co-op."""
    order = world.orders_of("storefront")[0]
    world.ask("storefront", "GET", f"/v1/orders/{order}")
    world.ask("storefront", "POST", "/v1/quotes", world.wish())
    world.ask("storefront", "POST", "/v1/orders", world.wish())

    text = world.client.get("/metrics").text

    line = 'commonwheel_requests_total{method="GET",route="/v1/orders/{order_id}",status="200"} 1.0'
    assert line in text
    assert 'commonwheel_quotes_total{is_feasible="true"} 1.0' in text
    assert "commonwheel_orders_total 1.0" in text
    assert order not in text
    assert world.home.coop.id not in text


def test_logs_say_what_happened_and_nothing_about_anybody(world: World) -> None:
    """Twelve canaries in path, query, body and headers: none of them comes into the log."""
    stream = StringIO()
    start_logging(stream)
    try:
        body = world.wish()
        body["delivery"].update(note="canary1", contact="canary2", phone="canary3")
        world.ask("storefront", "POST", "/v1/orders", body, headers={"user-agent": "canary4"})
        world.client.get("/v1/places?q=canary5", headers=world.bearer("storefront"))
        world.client.get("/sign-in/canary6")
        world.client.get("/v1/orders/canary7", headers={"authorization": "Bearer canary8"})
        world.client.get("/canary9/canary10?canary11=1")
        world.client.get("/v1/me", headers={"cookie": "commonwheel_session=canary12"})
    finally:
        logging.getLogger(LOGGER_NAME).handlers = []
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]

    assert "canary" not in stream.getvalue()
    assert lines[0]["route"] == "/v1/orders"
    assert lines[0]["status"] == 201
    assert lines[0]["coop"] == world.home.coop.id
    assert lines[0]["role"] == "storefront"
    assert [line["route"] for line in lines[1:]] == [
        "/v1/places",
        "/sign-in/{token}",
        "/v1/orders/{order_id}",
        "(none)",
        "/v1/me",
    ]
    assert all(set(line) <= {"at", "level", "message", *FIELDS} for line in lines)


def test_what_nobody_foresaw_is_a_500_that_tells_nothing(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The cause goes into the log without its message, the answer has an id to find it by."""
    stream = StringIO()
    start_logging(stream)

    def broken() -> None:
        msg = "secret-inside"
        raise LookupError(msg)

    monkeypatch.setattr(world.store, "coops", broken)
    monkeypatch.setattr(world.app.state.gate, "_limit", lambda *_: broken())
    try:
        response = world.client.get("/v1/me", headers=world.bearer("courier"))
    finally:
        logging.getLogger(LOGGER_NAME).handlers = []

    assert response.status_code == 500
    assert response.json()["code"] == "internal_error"
    assert "secret-inside" not in response.text + stream.getvalue()
    assert response.headers["x-request-id"] in stream.getvalue()
    assert "LookupError" in stream.getvalue()


def test_large_answers_are_packed(quiet_world: World) -> None:
    """A day as JSON shrinks to a fraction; small answers stay as they are."""
    path = f"/v1/days/{quiet_world.day}"
    asked = {"accept-encoding": "gzip"}

    with quiet_world.client.stream(
        "GET",
        path,
        headers={**asked, **quiet_world.bearer("dispatcher")},
    ) as response:
        raw = b"".join(response.iter_raw())

    assert response.headers["content-encoding"] == "gzip"
    assert len(gzip.decompress(raw)) > 3 * len(raw)
