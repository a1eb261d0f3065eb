"""The calls of CoopCycle's public clients, as we wrote them down, played against this server.

`coopcycle_calls.json` has what each kind of client sends and what it reads of the answer.
``<number>`` stands for any, ``<text>`` and ``<list>`` for any that is not empty; ``{name}`` for
what an earlier answer held.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.api_world import HOME

if TYPE_CHECKING:
    from tests.api_world import World

CLIENTS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "golden" / "coopcycle_calls.json").read_text()
)
KINDS = {"<text>": str, "<number>": int, "<list>": list}


def filled(value: Any, kept: dict[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    """Put what earlier answers held in its place."""
    if isinstance(value, dict):
        return {name: filled(part, kept) for name, part in value.items()}
    if isinstance(value, list):
        return [filled(part, kept) for part in value]
    if isinstance(value, str):
        for name, known in kept.items():
            value = value.replace("{" + name + "}", str(known))
    return value


def sign_in(world: World, who: str, kept: dict[str, Any]) -> dict[str, str]:
    """Give the header that says who asks."""
    key = world.installation.secrets[(HOME, "storefront")]
    if who in {"basic", "stranger"}:
        password = key if who == "basic" else "cw_wrong"
        coded = base64.b64encode(f"{world.home.storefronts[0]}:{password}".encode()).decode()
        return {"authorization": f"Basic {coded}"}
    secrets = {
        "nobody": "",
        "token": kept.get("token", ""),
        "key": key,
        "dispatcher": world.installation.secrets[(HOME, "dispatcher")],
    }
    return {"authorization": f"Bearer {secrets[who]}"} if secrets[who] else {}


def check(answer: Any, holds: dict[str, Any], place: str) -> None:  # noqa: ANN401 - any JSON
    """Compare an answer with what the client reads of it."""
    for name, wanted in holds.items():
        at = f"{place}/{name}"
        assert name in answer, at
        if isinstance(wanted, dict):
            check(answer[name], wanted, at)
        elif isinstance(wanted, str) and wanted in KINDS:
            assert isinstance(answer[name], KINDS[wanted]), at
            assert answer[name] or wanted == "<number>", at
        else:
            assert answer[name] == wanted, at


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client["client"])
def test_a_client_of_coopcycle_reads_what_it_expects(world: World, client: dict[str, Any]) -> None:
    """Call by call; what an answer gives is used by the next, as the client does."""
    kept: dict[str, Any] = {}

    for call in client["calls"]:
        method, path = filled(call["ask"], kept).split(" ")
        body = filled(call.get("body"), kept)
        content = body if body is None or isinstance(body, str) else json.dumps(body)
        headers = {**call.get("headers", {}), **sign_in(world, call["as"], kept)}
        answer = world.client.request(method, path, content=content, headers=headers)

        where = f"{call['ask']} as {call['as']}"
        assert answer.status_code == call["status"], (where, answer.text)
        if call["status"] != 204:
            said = answer.json()
            check(said, filled(call.get("holds", {}), kept), where)
            assert not set(call.get("lacks", ())) & set(said), where
            kept |= {name: said[field] for name, field in call.get("keep", {}).items()}
