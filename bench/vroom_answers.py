"""Claim: asked in VROOM's JSON, no answer of ours breaks VROOM's rules or leaves out more.

``python -m bench.vroom_answers --number 20 --seconds 5`` draws problems with windows,
capacities, skills, breaks, priorities and limits, gives the same document to our endpoint's
code and to VROOM, checks ours by code that shares nothing with it, and compares what is left
out and the cost. Without VROOM there is nothing to compare: ``make peers`` installs it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from api.geometry import Lines
from api.optimizer import Optimizer
from api.routes.compat.vroom_answer import Means, answer_of
from bench.vroom_questions import draw_question
from bench.vroom_referee import faults_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PEER = "vroom"
EXPLORATION = 5
"""VROOM's highest level."""


def main(argv: Sequence[str]) -> int:
    """Compare, print and return the exit code: 1 when the claim is wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench.vroom_answers", description=__doc__)
    parser.add_argument("--number", type=int, default=20, help="how many problems")
    parser.add_argument("--size", type=int, default=8, help="jobs, and as many shipments")
    parser.add_argument("--seconds", type=float, default=5.0)
    given = parser.parse_args(argv)
    has_peer = find_spec(PEER) is not None
    if not has_peer:
        print("VROOM is not installed (make peers): only our answers are checked.")
    means = Means(optimizer=Optimizer(seconds=given.seconds), city=None, lines=Lines())
    wrong = 0
    for seed in range(given.number):
        size = given.size
        chance = Random(seed)  # noqa: S311 - draws a problem, no secret
        question = draw_question(chance, num_jobs=size, num_shipments=size, num_vehicles=3)
        ours = ask_ours(question, means)
        theirs = ask_peer(question) if has_peer else None
        faults = faults_of(question, ours)
        row = _row(ours) if theirs is None else f"{_row(ours)}; VROOM {_row(theirs)}"
        print(f"{seed:3}: {row} {'; '.join(faults)}")
        is_worse = theirs is not None and _left(ours) > _left(theirs)
        wrong += bool(faults) or is_worse
    print(f"{wrong} of {given.number} break a rule or leave out more")
    return 1 if wrong else 0


def ask_ours(question: Mapping[str, Any], means: Means) -> dict[str, Any]:
    """Ask the code of our endpoint.

    Raises
    ------
    RuntimeError
        When it refuses.
    """
    status, answer = answer_of(json.dumps(question).encode(), means)
    if answer["code"] != 0:
        msg = f"Expected an answer, got {status}: {answer['error']}."
        raise RuntimeError(msg)
    return answer


def ask_peer(question: Mapping[str, Any]) -> dict[str, Any]:
    """Ask VROOM in this process."""
    package: Any = import_module(PEER)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "question.json"
        path.write_text(json.dumps(question))
        asked = package.Input.from_json(path)
    answer: dict[str, Any] = asked.solve(exploration_level=EXPLORATION, nb_threads=1).to_dict()
    return answer


def _left(answer: Mapping[str, Any]) -> int:
    left: int = answer["summary"]["unassigned"]
    return left


def _row(answer: Mapping[str, Any]) -> str:
    return f"{_left(answer)} left at cost {answer['summary']['cost']}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
