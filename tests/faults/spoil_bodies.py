"""Claim: no body breaks a route, and none is accepted that the API's document forbids.

``python -m tests.faults.spoil_bodies --cases 25000`` takes a good body of each route, spoils one to
three places of it (another type, out of bounds, unknown, left out, twice), and sends it as a role
that the route admits. Every refusal must be a problem document that repeats nothing; what is
answered with 2xx must be valid by the schema that ``/openapi.json`` has for the route.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from tests.api.test_malformed_bodies import (
    CANARY,
    WRONG_VALUES,
    check_refusal,
    concrete,
    role_for,
    unsafe,
)
from tests.api_world import World, build, open_world
from tests.good_bodies import GOOD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from api.admission import Declared

MORE_WRONG: tuple[Any, ...] = (
    -(2**70),
    1e308,
    0.1,
    "\u0000",
    "\ud7ff\ue000",
    "1",
    "2026-02-30T09:00:00+03:00",
    "2026-06-09T09:00:00",
    "0001-01-01T00:00:00Z",
    [None],
    {"": ""},
    "=cmd()",
)
LEFT_OUT = object()
ACCEPTED = 300


def places_of(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - JSON
    """Give the place of each part of a body."""
    if path:
        yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places_of(value[key], (*path, key))


def spoil(body: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Spoil one to three places of a body."""
    spoiled = copy.deepcopy(body)
    for _ in range(chance.choice((1, 1, 2, 3))):
        places = list(places_of(spoiled))
        if not places:
            break
        *way, last = chance.choice(places)
        part = spoiled
        for key in way:
            part = part[key]
        wrong = chance.choice((LEFT_OUT, *WRONG_VALUES, *MORE_WRONG))
        if wrong is LEFT_OUT:
            del part[last]
        elif isinstance(part, dict) and chance.random() < 0.1:
            part[f"{last}_{CANARY}"] = wrong
        else:
            part[last] = copy.deepcopy(wrong)
    return spoiled


class Judge:
    """Tells whether the document allows a body.

    Parameters
    ----------
    document
        As ``/openapi.json`` has it.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._validators: dict[str, Any] = {}

    def allows(self, declared: Declared, body: object) -> bool:
        """Tell whether it does; other products' dialects are not judged."""
        if not declared.path.startswith("/v1/"):
            return True
        if declared.path not in self._validators:
            operation = self._document["paths"][declared.path][declared.method.lower()]
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            whole = {**schema, "components": self._document["components"]}
            self._validators[declared.path] = jsonschema_rs.validator_for(whole)
        return bool(self._validators[declared.path].is_valid(body))


def spoil_often(world: World, *, cases: int, seed: int) -> dict[str, Any]:
    """Send so many spoiled bodies, the same number to each route; give what was found."""
    chance = random.Random(seed)  # noqa: S311 - bodies are no secrets
    judge = Judge(world.client.get("/openapi.json").json())
    targets = [one for one in unsafe() if one.path in GOOD and one.method != "DELETE"]
    statuses: Counter[str] = Counter()
    broken: list[str] = []
    silent: list[str] = []
    for number in range(cases):
        declared = targets[number % len(targets)]
        body = spoil(GOOD[declared.path], chance)
        response = world.client.request(
            declared.method,
            concrete(declared.path, world.day),
            content=json.dumps(body),
            headers={**world.bearer(role_for(declared)), "content-type": "application/json"},
        )
        case = f"{declared.path}: {json.dumps(body)[:300]}"
        try:
            check_refusal(response, case)
        except AssertionError as error:
            broken.append(f"{case} -> {response.status_code} {error}"[:600])
        if response.status_code < ACCEPTED and not judge.allows(declared, body):
            silent.append(f"{case} -> {response.status_code}")
        statuses[f"{response.status_code // 100}xx"] += 1
    return {
        "cases": cases,
        "routes": len(targets),
        "answers": dict(statuses),
        "broken": len(broken),
        "silently_accepted": len(silent),
        "examples": (broken + silent)[:10],
        "seed": seed,
    }


def main(argv: Sequence[str]) -> int:
    """Spoil, print what was found, and return 1 when a route broke or took what it must not."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults.spoil_bodies", description=__doc__
    )
    parser.add_argument("--cases", type=int, default=25_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder)
        with open_world(build(directory), Path(tempfile.mkdtemp(dir=folder))) as world:
            found = spoil_often(world, cases=given.cases, seed=given.seed)
    print(json.dumps({"fault": "B1", **found}))  # noqa: T201 - its result
    return int(bool(found["broken"] or found["silently_accepted"]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
