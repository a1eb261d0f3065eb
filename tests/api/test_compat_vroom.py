"""Problems in VROOM's JSON over HTTP: answers in its shape, its codes, and bounds."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from api.geometry import Lines
from api.optimizer import Optimizer
from api.polyline import write_polyline
from api.routes.compat.vroom_answer import Means, answer_of
from bench.vroom_questions import draw_question
from bench.vroom_referee import faults_of
from dispatch import keys
from dispatch.model import AccessKind, MemberId, Role
from routing.providers.valhalla import read_polyline
from tests.api_world import BUILT_AT, give

if TYPE_CHECKING:
    from tests.api_world import World

PATH = "/compat/vroom/"
LINE = [[0, 100, 200], [100, 0, 100], [200, 100, 0]]


def on_a_line(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of the format
    """Give a problem of two stops on a line, 100 s apart from one another and the start."""
    return {
        "vehicles": [{"id": 1, "start_index": 0, "end_index": 0, "capacity": [2]}],
        "jobs": [
            {"id": 1, "location_index": 1, "delivery": [1], "service": 30},
            {"id": 2, "location_index": 2, "delivery": [1], "service": 30, "setup": 10},
        ],
        "matrices": {"car": {"durations": LINE}},
        **more,
    }


def test_a_problem_is_answered_in_vrooms_shape(quiet_world: World) -> None:
    """Out and back is 400 s of travel; an hour costs 3600, so the cost is the seconds."""
    answer = quiet_world.ask("dispatcher", "POST", PATH, on_a_line())

    told = answer.json()
    summary = told["summary"]
    assert answer.status_code == 200
    assert told["code"] == 0
    assert told["unassigned"] == []
    assert summary["cost"] == summary["duration"] == 400
    assert (summary["routes"], summary["setup"], summary["service"]) == (1, 10, 60)
    assert summary["delivery"] == summary["amount"] == [2]
    assert "distance" not in summary
    (route,) = told["routes"]
    assert [step["type"] for step in route["steps"]] == ["start", "job", "job", "end"]
    assert route["steps"][0]["load"] == [2]
    assert faults_of(on_a_line(), told) == []


def test_the_address_without_a_slash_answers_alike(quiet_world: World) -> None:
    """Clients join addresses in both ways."""
    answer = quiet_world.ask("dispatcher", "POST", PATH.rstrip("/"), on_a_line())

    assert answer.json()["summary"]["cost"] == 400


def test_what_does_not_fit_is_unassigned_with_type_and_place(quiet_world: World) -> None:
    """Nothing offers skill 9; both ends of a shipment count, as VROOM counts."""
    ends = {
        "pickup": {"id": 5, "location_index": 1, "description": "Bakery"},
        "delivery": {"id": 6, "location_index": 2},
    }
    body = on_a_line(shipments=[{**ends, "skills": [9]}])

    told = quiet_world.ask("dispatcher", "POST", PATH, body).json()

    assert told["summary"]["unassigned"] == 2
    assert [(one["type"], one["id"]) for one in told["unassigned"]] == [
        ("pickup", 5),
        ("delivery", 6),
    ]
    assert told["unassigned"][0]["description"] == "Bakery"
    assert told["unassigned"][0]["location_index"] == 1
    assert told["unassigned"][0]["reason"] == "no_vehicle_has_skill"


def test_steps_of_a_vehicle_are_kept(quiet_world: World) -> None:
    """Far first is no shorter but allowed; the second vehicle stays at home."""
    steps = [{"type": "start"}, {"type": "job", "id": 2}, {"type": "job", "id": 1}, {"type": "end"}]
    vehicles = [
        {"id": 7, "start_index": 0, "end_index": 0, "capacity": [2]},
        {"id": 8, "start_index": 2, "end_index": 0, "capacity": [2]},
    ]
    vehicles[0] |= {"steps": steps}

    told = quiet_world.ask("dispatcher", "POST", PATH, on_a_line(vehicles=vehicles)).json()

    (route,) = told["routes"]
    assert route["vehicle"] == 7
    assert [step.get("id") for step in route["steps"]] == [None, 2, 1, None]


def test_a_balance_spreads_what_one_vehicle_could_do(quiet_world: World) -> None:
    """One route costs 400 and two 600: half more, which the slack allows."""
    vehicles = [
        {"id": number, "start_index": 0, "end_index": 0, "capacity": [2]} for number in (1, 2)
    ]
    wish = {"carried": [0, 0], "weights": [1, 1], "slack_permille": 500}

    plain = quiet_world.ask("dispatcher", "POST", PATH, on_a_line(vehicles=vehicles)).json()
    even = quiet_world.ask(
        "dispatcher", "POST", PATH, on_a_line(vehicles=vehicles, balance=wish)
    ).json()

    assert (plain["summary"]["routes"], plain["summary"]["cost"]) == (1, 400)
    assert (even["summary"]["routes"], even["summary"]["cost"]) == (2, 600)


def test_coordinates_travel_on_the_coops_streets(quiet_world: World) -> None:
    """With a line for the map that begins where the route does, and metres."""
    center = quiet_world.installation.city.facts.center
    start = [center.lon, center.lat]
    body = {
        "vehicles": [{"id": 1, "profile": "bike", "start": start, "end": start}],
        "jobs": [{"id": 1, "location": [center.lon + 0.002, center.lat + 0.001]}],
        "options": {"g": True},
    }

    told = quiet_world.ask("dispatcher", "POST", PATH, body).json()

    (route,) = told["routes"]
    lon, lat = read_polyline(route["geometry"])[0]
    assert route["distance"] > 0
    assert route["steps"][0]["location"] == start
    # the reader takes six decimals for the five that are written
    assert (10 * lon, 10 * lat) == pytest.approx((center.lon, center.lat), abs=0.002)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ([], 400, 2),
        ({"vehicles": []}, 400, 2),
        (on_a_line(vehicles=[]), 400, 2),
        (on_a_line(vehicles=[{"id": 1, "start_index": 0, "capacity": 5}]), 400, 2),
        (on_a_line(vehicles=[{"id": 1, "start_index": 9, "capacity": [1]}]), 400, 2),
        (on_a_line(jobs=[{"id": 1, "location_index": 1}] * 2), 400, 2),
        (on_a_line(jobs=[{"id": "one", "location_index": 1}]), 400, 2),
        (on_a_line(jobs=[{"id": 1, "location_index": 1, "color": "red"}]), 400, 2),
        (on_a_line(balance={"carried": [0, 0], "weights": [1]}), 400, 2),
        (on_a_line(balance={"carried": [0], "weights": [0]}), 400, 2),
        (on_a_line(options={"l": -1}), 400, 2),
        (on_a_line(matrices={"car": {"durations": [[0, 1]]}}), 400, 2),
        (
            on_a_line(
                vehicles=[{"id": 1, "start_index": 0, "capacity": [1], "speed_factor": 0.01}],
                matrices={"car": {"durations": [[2**31 - 1] * 3] * 3}},
            ),
            400,
            2,
        ),
        ({"vehicles": [{"id": 1, "start": [0, 0]}], "jobs": []}, 422, 3),
        ({"vehicles": [{"id": 1, "profile": "boat", "start": [0, 0]}], "jobs": []}, 400, 2),
        (on_a_line(jobs=[{"id": n, "location_index": 1} for n in range(1001)]), 413, 4),
        (on_a_line(vehicles=[{"id": n, "start_index": 0} for n in range(201)]), 413, 4),
    ],
)
def test_what_is_wrong_has_vrooms_code_and_a_message(
    quiet_world: World, body: object, status: int, code: int
) -> None:
    """A bad document is 2, a place in the Gulf of Guinea 3, too much of it 4."""
    answer = quiet_world.ask("dispatcher", "POST", PATH, body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["error"]


def test_a_body_that_is_no_json_is_an_input_error(quiet_world: World) -> None:
    """In VROOM's shape, not as a problem document: its clients read no other."""
    answer = quiet_world.client.post(PATH, content=b"{", headers=quiet_world.bearer("dispatcher"))

    assert answer.status_code == 400
    assert answer.json()["code"] == 2


def test_who_comes_while_a_problem_is_solved_is_told_when_to_come_back(
    quiet_world: World,
) -> None:
    """One turn, and this test holds it."""
    with quiet_world.app.state.services.optimizer.turn():
        busy = quiet_world.ask("dispatcher", "POST", PATH, on_a_line())
    free = quiet_world.ask("dispatcher", "POST", PATH, on_a_line())

    assert busy.status_code == 503
    assert int(busy.headers["retry-after"]) >= 1
    assert busy.json()["code"] == 1
    assert free.status_code == 200


def test_a_key_for_optimization_does_nothing_else(world: World) -> None:
    """Its scope opens this route; a key for quotes does not."""
    answers = []
    for scope in ("optimize", "plans"):
        holder = keys.Holder(
            member=MemberId("planner"),
            role=Role.DISPATCHER,
            name="Planner",
            scopes=frozenset({scope}),
        )
        actor = world.home.dispatcher
        secret = give(world.store, actor, holder, AccessKind.KEY, now=BUILT_AT, name=scope)
        headers = {"authorization": f"Bearer {secret}"}
        asked = world.client.post(PATH, json=on_a_line(), headers=headers)
        other = world.client.get(f"/v1/days/{world.day}", headers=headers)
        answers.append((asked.status_code, other.status_code))

    assert answers == [(200, 403), (403, 200)]


def test_a_key_may_come_by_basic_under_any_name(quiet_world: World) -> None:
    """As clients of a server behind a proxy send it; here alone, and a wrong one is refused."""
    key = quiet_world.bearer("dispatcher")["authorization"].removeprefix("Bearer ")

    def ask(path: str, *, name: str, password: str) -> int:
        answer = quiet_world.client.post(path, json=on_a_line(), auth=(name, password))
        return int(answer.status_code)

    right = [ask(PATH, name=name, password=key) for name in ("vroom", "", "über")]
    alone = ask(PATH, name=key, password="")
    wrong = ask(PATH, name="vroom", password="cw_unknown")  # noqa: S106 - of nobody
    elsewhere = quiet_world.client.get("/v1/me", auth=("vroom", key))
    stranger = quiet_world.client.post(PATH, json=on_a_line())

    assert (right, alone, wrong) == ([200, 200, 200], 200, 401)
    assert elsewhere.status_code == 401
    assert "Basic" in stranger.headers["www-authenticate"]


def test_health_is_a_status_and_an_empty_object(quiet_world: World) -> None:
    """Without a key, as whoever watches a server asks."""
    answer = quiet_world.client.get("/compat/vroom/health")

    assert (answer.status_code, answer.content) == (200, b"{}")


def test_what_nobody_foresaw_is_an_internal_error_that_tells_nothing() -> None:
    """An optimizer that breaks is our fault, and the client's program goes on."""

    class Broken(Optimizer):
        """Has no way to solve anything."""

        def solve(self, problem: object, *, seconds: float | None = None) -> Any:  # noqa: ANN401 - never gives anything
            """Break."""
            raise RuntimeError(problem, seconds)

    means = Means(optimizer=Broken(seconds=1), city=None, lines=Lines())

    status, answer = answer_of(
        b'{"vehicles": [{"id": 1, "start_index": 0}], "jobs": [],'
        b' "matrices": {"car": {"durations": [[0]]}}}',
        means,
    )

    assert (status, answer) == (500, {"code": 1, "error": "Internal error"})


@pytest.mark.parametrize("seed", range(3))
def test_answers_keep_vrooms_rules(quiet_world: World, seed: int) -> None:
    """By a referee that reads the two documents and shares nothing with the solver."""
    chance = Random(seed)  # noqa: S311 - draws a problem, no secret
    question = draw_question(chance, num_jobs=4, num_shipments=4, num_vehicles=2)

    told = quiet_world.ask("dispatcher", "POST", PATH, question).json()

    assert told["code"] == 0
    assert told["routes"]
    assert faults_of(question, told) == []


def test_the_referee_sees_what_is_wrong() -> None:
    """It must not pass an answer that breaks rules, or it proves nothing."""
    question = on_a_line()
    step = {"setup": 0, "service": 0, "waiting_time": 0, "load": [0]}
    steps = [
        {**step, "type": "start", "arrival": 0, "duration": 0},
        {**step, "type": "job", "id": 2, "arrival": 100, "duration": 200},
        {**step, "type": "end", "arrival": 400, "duration": 400},
    ]
    answer = {
        "summary": {"unassigned": 0},
        "unassigned": [],
        "routes": [{"vehicle": 1, "duration": 400, "steps": steps}],
    }

    faults = " ".join(faults_of(question, answer))

    for part in ("not exactly once", "too soon", "another time", "says load"):
        assert part in faults


def test_a_line_is_written_as_its_format_says() -> None:
    """Worked by hand: 1 and -1 hundred-thousandths are 2 and 1 after the sign moved, A and @."""
    assert write_polyline([(0.00001, -0.00001)]) == "@A"
