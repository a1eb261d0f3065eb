"""What a change would do, asked over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.what_if_search import answer_what_if
from routing.problem import Budget

if TYPE_CHECKING:
    from tests.api_world import World


def test_a_question_is_asked_answered_and_read(world: World) -> None:
    """Its plan has a route for whoever is one more, and no version of the day is new."""
    path = f"/v1/days/{world.day}/what-ifs"
    courier = world.home.couriers[0]
    before = world.ask("dispatcher", "GET", f"/v1/days/{world.day}").json()["plan"]["version"]
    shift = {
        "like_courier_id": courier,
        "from": "2026-06-09T05:00:00Z",
        "to": "2026-06-09T19:00:00Z",
    }
    wanted = {"fewer": [courier], "more": [shift], "weather": "rain"}

    made = world.ask("dispatcher", "POST", path, wanted)
    again = world.ask("dispatcher", "POST", path, wanted)
    name = made.json()["id"]
    answer_what_if(
        world.store,
        world.home.coop.id,
        name,
        world.app.state.services.streets["grid"],
        clock=lambda: world.moment[0],
        budget=Budget(iterations=5),
    )
    told = world.ask("dispatcher", "GET", f"/v1/what-ifs/{name}/progress").text
    full = world.ask("dispatcher", "GET", f"/v1/what-ifs/{name}").json()

    assert (made.status_code, made.json()["state"]) == (201, "running")
    assert (again.status_code, again.json()["code"]) == (409, "transition_refused")
    assert "event: what_if.progress" in told
    assert full["what_if"]["supposed"]["weather"] == "rain"
    assert full["what_if"]["supposed"]["more"][0]["courier_id"] == "what-if-1"
    assert full["usual"]["unassigned"] >= 0
    assert "what-if-1" in {row["courier_id"] for row in full["plan"]["figures"]["couriers"]}
    listed = world.ask("dispatcher", "GET", path).json()["what_ifs"]
    assert [one["id"] for one in listed] == [name]
    after = world.ask("dispatcher", "GET", f"/v1/days/{world.day}").json()["plan"]["version"]
    assert after == before


def test_a_question_is_stopped_and_what_cannot_be_is_refused(world: World) -> None:
    """Nothing different is no question; unknown couriers are not found."""
    path = f"/v1/days/{world.day}/what-ifs"
    made = world.ask("dispatcher", "POST", path, {"eps_permille": 100}).json()
    stopped = world.ask("dispatcher", "POST", f"/v1/what-ifs/{made['id']}/cancel")

    assert (stopped.status_code, stopped.json()["state"]) == (200, "canceled")
    assert world.ask("dispatcher", "POST", path, {}).status_code == 422
    assert world.ask("dispatcher", "POST", path, {"fewer": ["nobody"]}).status_code == 404
    assert world.ask("dispatcher", "POST", path, {"weather": "frogs"}).status_code == 422
