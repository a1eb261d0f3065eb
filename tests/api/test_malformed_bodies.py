"""Whatever is sent to whatever route: a problem document, never a 5xx, nothing echoed."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from api.table import routes
from tests.api_world import SIGNED_IN
from tests.good_bodies import GOOD
from tests.own_loop import run_alone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httpx import Response
    from starlette.types import Message

    from api.admission import Declared
    from tests.api_world import World

CANARY = "canary-7c1f"
BODIES: dict[str, bytes] = {
    "empty object": b"{}",
    "array": b"[]",
    "null": b"null",
    "true": b"true",
    "text": b'"text"',
    "number": b"7",
    "cut off": b'{"delivery": {"address": "',
    "not a number": b'{"if_version": NaN}',
    "infinite": b'{"if_version": 1e400}',
    "lone surrogate": b'{"order_id": "\\ud800"}',
    "no UTF-8": b'{"order_id": "\xff\xfe"}',
    "UTF-16": '{"order_id": "a"}'.encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf{}",
    "NUL in text": b'{"order_id": "a\\u0000b"}',
    "NUL in a key": b'{"a\\u0000": 1}',
    "key twice": b'{"order_id": "a", "order_id": "b"}',
    "deep": b'{"a":' * 200 + b"1" + b"}" * 200,
    "very deep": b"[" * 30_000,
    "long integer": b'{"if_version": 123456789012345678901234567890}',
    "endless integer": b'{"if_version": ' + b"9" * 6000 + b"}",
    "two documents": b"{} {}",
    "comment": b"{} // nothing",
    "form": b"order_id=a&x=1",
    "unknown name": json.dumps({CANARY: CANARY}).encode(),
    "too large": b'"' + b"a" * (9 * 1024 * 1024) + b'"',
}
HYDRA = ("@context", "@type", "hydra:title", "hydra:description")
"""What CoopCycle's clients read besides."""
WRONG_VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    2**70,
    "",
    CANARY,
    CANARY * 400,
    "\u202e\u0007",
    [],
    [[]],
    {},
    {CANARY: CANARY},
)


def concrete(path: str, day: str) -> str:
    """Fill a path template with plausible names."""
    return path.format(
        day=day,
        version=99,
        order_id="nothing",
        token="none",  # noqa: S106 - no token of anything
        code="not_found",
        name="nothing",
        overlay_id="nothing",
        pack="nothing",
        zone_id="nothing",
        import_id="nothing",
        consignment_id="nothing",
        standing_id="nothing",
        rule_id="nothing",
        storefront_id="nothing",
        first_day=day,
        courier_id="nothing",
        contestation_id="nothing",
        proposal_id="nothing",
        replay_id="nothing",
        what_if_id="nothing",
        incident_id="nothing",
        phone_id="nothing",
        subscription_id="nothing",
        notice_id="nothing",
        quote_id="nothing",
        webhook_id="nothing",
        key_id="nothing",
        delegation_id="nothing",
        sha256="0" * 64,
        shift_id="nothing",
        absence_id="nothing",
        vehicle_id="nothing",
    )


def role_for(declared: Declared) -> str:
    """Name a role that the route admits."""
    roles = declared.admission.roles
    if declared.admission.is_for_sessions:
        return SIGNED_IN
    return "dispatcher" if not roles or "dispatcher" in roles else min(roles)


def unsafe() -> list[Declared]:
    """Give the routes that change something."""
    return [declared for declared in routes() if declared.method != "GET"]


def check_refusal(response: Response, case: str) -> None:
    """Make sure that a refusal is a problem document, or VROOM's, that repeats nothing."""
    assert response.status_code < 500, (case, response.status_code)
    is_vroom = "/compat/vroom" in case and response.headers["content-type"] == "application/json"
    if is_vroom and response.status_code >= 400:
        refused = response.json()
        assert set(refused) == {"code", "error"}, case
        assert refused["code"] in {2, 3, 4}, case
        assert CANARY not in refused["error"], case
    elif response.status_code >= 400:
        is_token = case.startswith("/oauth2/token")  # RFC 6749 has a type of its own
        kind = "application/json" if is_token else "application/problem+json"
        assert response.headers["content-type"] == kind, case
        problem = response.json()
        assert problem["status"] == response.status_code, case
        assert set(problem) <= {
            "type",
            "title",
            "status",
            "detail",
            "code",
            "errors",
            "violations",
            *(HYDRA if "hydra:title" in problem else ()),
            *(("error", "error_description") if is_token else ()),
        }
        details = [problem["detail"], *(one["detail"] for one in problem.get("errors", []))]
        assert not any(CANARY in detail for detail in details), case


@pytest.mark.parametrize("declared", unsafe(), ids=lambda one: f"{one.method} {one.path}")
def test_no_body_breaks_a_route(quiet_world: World, declared: Declared) -> None:
    """25 bodies of our own, each with the right and with a wrong Content-Type."""
    path = concrete(declared.path, quiet_world.day)
    key = quiet_world.bearer(role_for(declared))

    for name, body in BODIES.items():
        for kind in ("application/json", "text/plain"):
            response = quiet_world.client.request(
                declared.method,
                path,
                content=body,
                headers={**key, "content-type": kind},
                follow_redirects=False,
            )
            check_refusal(response, f"{path}: {name} as {kind}")
            assert name != "too large" or response.status_code == 413


def spoiled(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Put each wrong value in each place of a good body, and leave each place out."""

    def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
        if path:
            yield path
        if isinstance(value, dict | list):
            keys = value if isinstance(value, dict) else range(len(value))
            for key in keys:
                yield from places(value[key], (*path, key))

    for place in places(body):
        for wrong in WRONG_VALUES:
            copy = json.loads(json.dumps(body))
            target = copy
            for key in place[:-1]:
                target = target[key]
            target[place[-1]] = wrong
            yield f"{place} = {str(wrong)[:30]!r}", copy
        copy = json.loads(json.dumps(body))
        target = copy
        for key in place[:-1]:
            target = target[key]
        del target[place[-1]]
        yield f"{place} left out", copy


@pytest.mark.parametrize("path", GOOD, ids=str)
def test_no_wrong_value_breaks_a_route(quiet_world: World, path: str) -> None:
    """A sample of every place of a good body times fourteen wrong values."""
    (declared,) = (one for one in unsafe() if one.path == path and one.method != "DELETE")
    key = quiet_world.bearer(role_for(declared))
    cases = list(spoiled(GOOD[path]))
    chosen = random.Random(7).sample(cases, min(len(cases), 90))  # noqa: S311 - not for secrets

    for name, body in chosen:
        response = quiet_world.client.request(
            declared.method,
            concrete(path, quiet_world.day),
            json=body,
            headers=key,
        )
        check_refusal(response, f"{path}: {name}")


@pytest.mark.parametrize("declared", routes(), ids=lambda one: f"{one.method} {one.path}")
def test_no_address_breaks_a_route(quiet_world: World, declared: Declared) -> None:
    """Names and queries with what no name holds: NUL, lone surrogates, no UTF-8, endless."""
    key = quiet_world.bearer(role_for(declared))
    odd = ["%00", "%ff", "%ed%a0%80", "..%2f..%2fetc", "a" * 900, "%F0%9F%9A%B2", "'--", "%0a"]
    for text in odd:
        address = declared.path.replace(":path}", "}")
        for part in ("day", "version", "order_id", "token", "code", "name"):
            address = address.replace("{" + part + "}", text)
        query = f"?after={text}" if address == declared.path else ""
        response = quiet_world.client.request(
            declared.method,
            address + query,
            headers=key,
            follow_redirects=False,
        )
        check_refusal(response, address)


@pytest.mark.parametrize("path", ["/v1/orders", "/v1/places", "/v1/me/route", "/v1/live"])
def test_no_query_breaks_a_route(quiet_world: World, path: str) -> None:
    """Every name with every odd value is a 4xx with a sentence, or is understood."""
    role = "courier" if "me" in path else "dispatcher"
    for name in ("q", "day", "limit", "after", "state", "unknown"):
        for text in ("", "-1", "1e400", "9" * 5000, "2026-02-30", "0001-01-01", "%00", "NaN", "é"):
            response = quiet_world.ask(role, "GET", f"{path}?{name}={text}")
            check_refusal(response, f"{name}={text}")
            assert name != "unknown" or response.status_code >= 400


def test_bytes_that_are_no_text_break_no_query(quiet_world: World) -> None:
    """A query is ASCII, with a percent sign before the rest; other bytes would be misread."""
    for path in ("/v1/orders", "/v1/places", "/t/nothing", "/nothing"):
        queries = (b"q=\xff", b"\xc3=1", "q=Calçada".encode())

        assert [_status_of(quiet_world, path, query) for query in queries] == [400] * 3, path
    assert _status_of(quiet_world, "/nothing", b"q=Cal%C3%A7ada") == 404


def _status_of(world: World, path: str, query: bytes) -> int:
    """Ask with a query just as it is, which no client of ours would send."""
    answers: list[Message] = []
    asked: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        return asked.pop()

    async def send(message: Message) -> None:
        answers.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "query_string": query,
        "headers": [],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    run_alone(world.app(scope, receive, send))
    return int(answers[0]["status"])


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("authorization", "Bearer"),
        ("authorization", "Bearer " + "a" * 5000),
        ("authorization", "Basic YTpi"),
        ("authorization", "Bearer \xe9"),
        ("cookie", "commonwheel_session=\xff"),
        ("cookie", ";;;=;"),
        ("accept-language", "\xff;q=9999999"),
        ("accept-encoding", "gzip;q=NaN"),
        ("if-none-match", '"'),
        ("idempotency-key", ""),
        ("idempotency-key", "a" * 300),
        ("last-event-id", "-5"),
        ("x-forwarded-for", "1.1.1.1\t"),
    ],
)
def test_no_header_breaks_a_route(quiet_world: World, header: str, value: str) -> None:
    """Headers are bytes that anybody chooses."""
    for method, path in (("GET", "/v1/me"), ("POST", "/v1/orders"), ("GET", "/console")):
        headers = {**quiet_world.bearer("dispatcher"), header: value}
        response = quiet_world.client.request(
            method,
            path,
            headers={name: text.encode("latin-1") for name, text in headers.items()},
        )
        check_refusal(response, header)


def test_places_of_a_body_are_named_by_pointer(quiet_world: World) -> None:
    """The pointer leads to the wrong value; the sentence says what was expected there."""
    body = {**quiet_world.wish(), "parcels": [{"weight_g": "heavy", "volume_cm3": -1}]}

    problem = quiet_world.ask("storefront", "POST", "/v1/quotes", body).json()

    assert problem["code"] == "body_invalid"
    assert problem["errors"] == [
        {"pointer": "#/parcels/0/weight_g", "detail": "Expected a whole number."},
        {"pointer": "#/parcels/0/volume_cm3", "detail": "Expected 0 or more."},
    ]


def test_a_body_that_is_announced_too_large_is_not_read(quiet_world: World) -> None:
    """The answer comes from the Content-Length alone: 64 KiB is the most an order may have."""
    headers = {**quiet_world.bearer("storefront"), "content-length": str(64 * 1024 + 1)}

    response = quiet_world.client.post("/v1/orders", content=b"{}", headers=headers)

    assert response.status_code == 413
    assert response.json()["detail"] == "The body may have at most 65536 bytes here."
