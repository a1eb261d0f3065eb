"""Routes without FastAPI's machinery answer, and refuse, exactly as with it."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Annotated, Any, cast

import pytest
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response

from api.deps import Ask, AskDep, get_ask
from api.plain_route import plain_endpoint
from api.routes import rules, selling, storefront
from api.schemas.fields import (
    Answer,
    Body,
    Identifier,
    LocationIn,
    LocationOut,
    WindowIn,
    WindowOut,
)
from tests.own_loop import run_alone

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # about which HTTP client is to come next
    from starlette.testclient import TestClient

if TYPE_CHECKING:
    from collections.abc import Sequence

WINDOW = {"from": "2026-03-02T10:00:00+02:00", "to": "2026-03-02T11:00:00+02:00"}
PLACE = {"lat": 60.17, "lon": 24.94}


class Wish(Body):
    """One of each kind of field."""

    name: Identifier
    windows: Annotated[list[WindowIn], Field(max_length=2)] = Field(default_factory=list)
    place: LocationIn | None = None
    count: Annotated[int, Field(ge=1)] = 1


class Seen(Answer):
    """What was read."""

    name: str
    key: str | None
    windows: list[WindowOut]
    place: LocationOut | None


async def see(wish: Wish, ask: AskDep, key: storefront.IdempotencyKey = None) -> Seen:
    """Say what was read."""
    del ask
    place = wish.place
    return Seen(
        name=wish.name,
        key=key,
        windows=[WindowOut.of(one.value()) for one in wish.windows],
        place=LocationOut.of(place.value()) if place else None,
    )


def _faults(error: RequestValidationError) -> list[Any]:
    """Give what `api.faults` looks at."""
    found: Sequence[Any] = error.errors()
    return [[one["type"], list(one["loc"]), one.get("ctx")] for one in found]


async def _refuse(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, RequestValidationError)
    return JSONResponse(json.loads(json.dumps(_faults(error), default=str)), 422)


@pytest.fixture(scope="module")
def usual() -> TestClient:
    """Return an application of FastAPI's own with the endpoint."""
    app = FastAPI()
    app.add_api_route("/", see, methods=["POST"], status_code=201)
    app.dependency_overrides[get_ask] = lambda: None
    app.add_exception_handler(RequestValidationError, _refuse)
    return TestClient(app)


async def _plainly(document: object, headers: dict[str, str]) -> tuple[int, Any]:
    plain = plain_endpoint(see)
    assert plain is not None
    try:
        response = await plain.respond(Headers(headers), document, cast("Ask", None), 201)
    except RequestValidationError as error:
        return 422, json.loads(json.dumps(_faults(error), default=str))
    assert response.headers["content-type"] == "application/json"
    return response.status_code, json.loads(bytes(response.body))


@pytest.mark.parametrize("key", [None, "k-1", "", "k 1", "k" * 256])
@pytest.mark.parametrize(
    "document",
    [
        {"name": "a"},
        {"name": "a", "windows": [WINDOW, WINDOW], "place": PLACE, "count": 3},
        {"name": "a", "place": None},
        None,
        {},
        [],
        7,
        "text",
        True,
        {"name": 7},
        {"name": "a b"},
        {"name": "a", "more": 1},
        {"name": "a", "count": "3"},
        {"name": "a", "count": 0},
        {"name": "a", "windows": [WINDOW] * 3},
        {"name": "a", "windows": [{"from": WINDOW["to"], "to": WINDOW["from"]}]},
        {"name": "a", "windows": [{"from": "soon"}, 1]},
        {"name": "a", "place": {"lat": 91, "lon": "x"}},
    ],
)
def test_the_answer_is_the_one_that_fastapi_gives(
    usual: TestClient, document: object, key: str | None
) -> None:
    """Status, document, and of what is wrong its kind, its place and its bounds."""
    headers = {} if key is None else {"idempotency-key": key}
    expected = usual.post("/", json=document, headers=headers)

    found = run_alone(_plainly(document, headers))

    assert found == (expected.status_code, expected.json())


def test_only_a_body_that_must_be_there_makes_an_endpoint_plain() -> None:
    """What reads the path or queries, or has another answer, goes the usual way."""
    endpoints = (storefront.quote, storefront.place, storefront.change, storefront.orders)

    assert [plain_endpoint(one) is not None for one in endpoints] == [True, True, False, False]
    assert plain_endpoint(selling.remove_zone) is None
    assert plain_endpoint(rules.policy) is None
