"""What people get wrong most often is said plainly, in their language, with what to do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from api.languages import LANGUAGES
from tests.api_world import SIGNED_IN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httpx import Response

    from tests.api_world import World

COMMENT_BYTES = 10 * 1024 * 1024


def _wrong(world: World, ask: Any) -> Iterator[tuple[str, int, str, Response]]:  # noqa: ANN401 - a function
    """Ask for each thing that cannot be; give what it is, and the status and code that it gets."""
    wish = world.wish()
    parcels = [{"weight_g": 900_000, "volume_cm3": 1}]
    past = {
        "from": (world.moment[0] - timedelta(hours=3)).isoformat(),
        "to": (world.moment[0] - timedelta(hours=2)).isoformat(),
    }
    wishes: dict[str, tuple[str, dict[str, Any]]] = {
        "an address nobody can find": (
            "address_unknown",
            {**wish, "delivery": {"address": "Zzyzx Boulevard 99999"}},
        ),
        "a pin in the sea": (
            "point_unreachable",
            {**wish, "delivery": {"location": {"lat": 59.9, "lon": 24.9}}},
        ),
        "a parcel heavier than every vehicle": ("too_heavy", {**wish, "parcels": parcels}),
        "a window in the past": ("window_impossible", {**wish, "deliver_between": past}),
    }
    for what, (code, body) in wishes.items():
        yield what, 422, code, ask("POST", "/v1/quotes", body)
        yield f"{what}, ordered", 422, code, ask("POST", "/v1/orders", body)
    comment = {**wish["delivery"], "note": "a" * COMMENT_BYTES}
    yield (
        "a comment of 10 MB",
        413,
        "body_too_large",
        ask("POST", "/v1/orders", {**wish, "delivery": comment}),
    )
    yield (
        "a comment of 3,000 letters",
        422,
        "body_invalid",
        ask("POST", "/v1/orders", {**wish, "delivery": {**comment, "note": "a" * 3000}}),
    )
    sheet = b"Month;Turnover\nMay;1200\nJune;1300\n"
    path = f"/v1/imports/{ask('POST', '/v1/imports', sheet).json()['id']}/start"
    yield (
        "a sheet of another shape",
        422,
        "columns_missing",
        ask("POST", path, {"fields": [None] * 2}),
    )
    yield "no sheet at all", 422, "file_not_table", ask("POST", "/v1/imports", b"%PDF-1.7")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_is_refused_in_words_and_what_was_accepted_stays(world: World, language: str) -> None:
    """A problem document in the caller's language; the sentence is no other language's."""
    catalogs = world.app.state.services.catalogs

    def ask(method: str, path: str, body: object, key: str | None = None) -> Response:
        headers = {**world.bearer("storefront"), "accept-language": language}
        if key is not None:
            headers["authorization"] = f"Bearer {key}"
        kind = {"content": body} if isinstance(body, bytes) else {"json": body}
        response: Response = world.client.request(method, path, headers=headers, **kind)
        return response

    def check(what: str, status: int, code: str, response: Response) -> dict[str, Any]:
        problem: dict[str, Any] = response.json()
        assert (response.status_code, problem["code"]) == (status, code), what
        assert response.headers["content-type"] == "application/problem+json", what
        assert response.headers["content-language"] == language, what
        assert problem["title"] == catalogs.say(language, f"problem.{code}.title"), what
        others = {
            catalogs.say(other, f"problem.{code}.title") for other in LANGUAGES if other != language
        }
        assert problem["title"] not in others, what
        assert len(problem["detail"]) > len("no"), what
        assert "Zzyzx" not in response.text, what
        return problem

    wish = {**world.wish(), "reference": "R-1"}
    accepted = ask("POST", "/v1/orders", wish).json()
    secret = _key(world)
    quote = ask("POST", "/v1/quotes", world.wish()).json()

    for what, status, code, response in _wrong(world, ask):
        check(what, status, code, response)
    again = ask("POST", "/v1/orders", wish)
    check("a revoked key", 401, "access_ended", ask("GET", "/v1/orders", None, secret))
    world.moment[0] += timedelta(hours=1)
    late = ask("POST", "/v1/orders", {"quote_id": quote["id"]})
    problem = check("an expired quote", 409, "quote_expired", late)
    kept = ask("GET", f"/v1/orders/{accepted['id']}", None).json()

    assert problem["quote"]["id"] != quote["id"], "a new one comes with the refusal"
    assert again.status_code == 201, "a reference that was used is taken, and marked for a person"
    assert again.json()["needs_attention"] == ["reference_repeated"]
    assert again.json()["id"] != accepted["id"]
    assert (kept["id"], kept["state"], kept["reference"]) == (accepted["id"], "placed", "R-1")


def _key(world: World) -> str:
    """Give the storefront a key and revoke it."""
    path = f"/v1/storefronts/{world.home.storefronts[0]}/keys"
    made = world.ask(SIGNED_IN, "POST", path, {"name": "Old till"}).json()
    world.ask(SIGNED_IN, "DELETE", f"{path}/{made['id']}")
    return str(made["secret"])
