"""The OpenAPI document is the one that was reviewed, and every example in it is true."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from api.table import routes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.api_world import World

SNAPSHOT = Path(__file__).parents[1] / "golden" / "openapi.json"


@pytest.fixture(scope="module")
def document(quiet_world: World) -> dict[str, Any]:
    """Return the document as it is served."""
    served: dict[str, Any] = quiet_world.client.get("/openapi.json").json()
    return served


def test_the_document_is_the_reviewed_one(document: dict[str, Any]) -> None:
    """A difference here is a change that clients see; WRITE_GOLDEN=1 makes it the new one."""
    if os.environ.get("WRITE_GOLDEN"):
        SNAPSHOT.write_text(
            json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        )

    assert document == json.loads(SNAPSHOT.read_text())


def test_every_documented_route_is_in_it(document: dict[str, Any]) -> None:
    """With who is admitted, what a refusal looks like, and a sentence."""
    for declared in (one for one in routes() if one.tag):
        operation = document["paths"][declared.path][declared.method.lower()]

        assert operation["description"].endswith(".")
        assert operation["tags"] == [declared.tag]
        refusals = [code for code in operation["responses"] if code >= "4"]
        usual = {"400", "404", "503"} | ({"422"} if declared.tag != "coopcycle" else set())
        assert usual <= set(refusals)
        own = ["application/problem+json"]
        for code in refusals:
            shapes = [*own, "application/json"] if declared.is_dialect else own
            assert list(operation["responses"][code]["content"]) == shapes
        if not declared.admission.is_public:
            assert operation["x-roles"] == sorted(declared.admission.roles)


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    """No dangling ``$ref``, or no client can be generated."""

    def references(part: object) -> Iterator[str]:
        if isinstance(part, dict):
            for key, value in part.items():
                if key == "$ref" and isinstance(value, str):
                    yield value
                yield from references(value)
        elif isinstance(part, list):
            for value in part:
                yield from references(value)

    for reference in set(references(document)):
        target: Any = document
        for step in reference.removeprefix("#/").split("/"):
            target = target[step]


def test_the_examples_are_accepted(world: World, document: dict[str, Any]) -> None:
    """What the documentation shows is what the API takes: refused by no shape."""
    for path in ("/v1/quotes", "/v1/orders"):
        schema = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]
        name = schema["schema"]["$ref"].rsplit("/", maxsplit=1)[1]
        for example in document["components"]["schemas"][name]["examples"]:
            answer = world.ask("storefront", "POST", path, example).json()

            assert answer.get("code") not in {"body_invalid", "body_not_json"}
