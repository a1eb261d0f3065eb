"""The dispatcher's day: what it shows, and every decision on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from dispatch import planning
from dispatch.cached_streets import CachedStreets
from routing.problem import Budget

if TYPE_CHECKING:
    from tests.api_world import World


def day_of(world: World, role: str = "dispatcher") -> Any:  # noqa: ANN401 - JSON
    """Give the day as the console gets it."""
    return world.ask(role, "GET", f"/v1/days/{world.day}").json()


def propose(world: World) -> int:
    """Let the planner propose another plan; give its version."""
    home, now = world.home, world.moment[0]
    day = home.coop.day_of(now)
    world.write(lambda tx: planning.request(tx, home.dispatcher, day, now=now))
    with world.store.read(home.coop.id) as tx:
        state = planning.prepare(tx, day, now)
    streets = CachedStreets(world.installation.city)
    made = planning.draft(state, streets, budget=Budget(iterations=20), seed=2)
    plan = world.write(lambda tx: planning.adopt(tx, home.dispatcher, made, now=now))
    version: int = plan.version
    return version


def test_the_day_has_everything_that_the_console_shows(world: World) -> None:
    """Every assigned order is on exactly one route, delivered by the courier it names."""
    day = day_of(world)

    plan = day["plan"]
    assert plan["state"] == "published"
    assert day["proposal"] is None
    assert day["counts"]["orders"] == len(day["orders"])
    routes = {route["courier_id"]: route for route in plan["routes"]}
    for order in day["orders"]:
        holders = [
            courier
            for courier, route in routes.items()
            if any(stop["order_id"] == order["id"] for stop in route["stops"])
        ]
        named = [order["courier"]["id"]] if order["courier"] else []
        assert holders == named
    assert all(route["geometry"]["type"] == "LineString" for route in plan["routes"])
    assert {row["courier_id"] for row in plan["figures"]["couriers"]} == {
        courier["id"] for courier in day["couriers"]
    }
    colors = [courier["color"] for courier in day["couriers"]]
    assert len(set(colors)) == len(colors)
    assert all(color in range(12) for color in colors)


def test_lines_begin_and_end_where_the_route_does(world: World) -> None:
    """Longitude first, within a house of the first and the last stop."""
    for route in day_of(world)["plan"]["routes"]:
        line = route["geometry"]["coordinates"]
        for point, stop in ((line[0], route["stops"][0]), (line[-1], route["stops"][-1])):
            assert point[0] == pytest.approx(stop["location"]["lon"], abs=1e-3)
            assert point[1] == pytest.approx(stop["location"]["lat"], abs=1e-3)


def test_unassigned_orders_say_why_and_what_would_help(world: World) -> None:
    """In the reader's language, from coded reasons."""
    body = {
        **world.wish(),
        "storefront_id": world.home.storefronts[0],
        "deliver_between": {
            "from": "2026-06-09T23:30:00+03:00",
            "to": "2026-06-09T23:50:00+03:00",
        },
    }
    placed = world.ask("dispatcher", "POST", "/v1/orders", body).json()
    propose(world)

    answer = world.ask(
        "dispatcher",
        "GET",
        f"/v1/days/{world.day}",
        headers={"accept-language": "de"},
    ).json()

    left = [one for one in answer["proposal"]["unassigned"] if one["order_id"] == placed["id"]]
    assert left[0]["reason"]["code"] == "outside_shifts"
    assert left[0]["reason"]["message"] == "Zu dieser Zeit hat niemand Schicht."
    assert left[0]["reason"]["remedies"][0]["message"] == "Eine längere Schicht"


def test_a_proposal_is_published_once(world: World) -> None:
    """What was seen must still be in force; a plan in force cannot be published again."""
    version = propose(world)
    path = f"/v1/days/{world.day}/plans/{version}/publish"

    stale = world.ask("dispatcher", "POST", path, {"if_version": version + 5})
    published = world.ask("dispatcher", "POST", path, {"if_version": 1})
    again = world.ask("dispatcher", "POST", path)

    assert stale.status_code == 409
    assert stale.json()["code"] == "stale_version"
    assert published.json() == {"day": world.day, "version": version, "state": "published"}
    assert again.status_code == 409
    assert again.json()["code"] == "transition_refused"
    assert day_of(world)["plan"]["version"] == version


def test_a_discarded_proposal_leaves_the_plan_in_force(world: World) -> None:
    """With the reason that the person gave."""
    version = propose(world)

    path = f"/v1/days/{world.day}/plans/{version}/discard"
    answer = world.ask("dispatcher", "POST", path, {"reason": "too many changes"})

    assert answer.json()["state"] == "discarded"
    assert day_of(world)["plan"]["version"] == 1
    assert day_of(world)["proposal"] is None


def test_a_plan_that_does_not_exist_is_not_found(world: World) -> None:
    """Version 77 was never made."""
    answer = world.ask("dispatcher", "POST", f"/v1/days/{world.day}/plans/77/publish")

    assert answer.status_code == 404


def move(world: World, order: str, to: str | None, **changes: Any) -> Any:  # noqa: ANN401 - JSON
    """Move an order; give the answer."""
    body = {"order_id": order, "to_courier_id": to, "if_version": 1, **changes}
    return world.ask("dispatcher", "POST", f"/v1/days/{world.day}/moves", body)


def test_hovering_changes_nothing_and_dropping_does_what_it_said(world: World) -> None:
    """The dry run's effects are those of the move; the order is pinned to its new courier."""
    order = world.orders_of("courier")[-1]
    target = world.home.couriers[1]

    hover = move(world, order, target, dry_run=True)
    untouched = day_of(world)["plan"]["version"]
    drop = move(world, order, target, reason="they know the door")

    assert hover.json()["plan_version"] is None
    assert untouched == 1
    if hover.json()["violations"]:
        assert drop.status_code == 409
        assert drop.json()["violations"] == hover.json()["violations"]
    else:
        assert drop.json()["effects"] == hover.json()["effects"]
        assert drop.json()["plan_version"] == 2
        assert day_of(world)["pins"][0]["reason"] == "they know the door"


def test_taking_an_order_off_a_route_always_works(world: World) -> None:
    """The courier has two stops less, the order says who took it off, and undo brings it back."""
    order = world.orders_of("courier")[-1]

    off = move(world, order, None)
    after = day_of(world)
    back = world.ask("dispatcher", "POST", f"/v1/days/{world.day}/undo", {"if_version": 2})

    (effect,) = off.json()["effects"]
    assert effect["courier_id"] == world.home.couriers[0]
    assert effect["stops_after"] == effect["stops_before"] - 2
    reasons = {one["order_id"]: one["reason"]["code"] for one in after["plan"]["unassigned"]}
    assert reasons[order] == "taken_off"
    assert back.json()["version"] == 3
    shown = world.ask("dispatcher", "GET", f"/v1/orders/{order}").json()
    assert shown["courier"]["id"] == world.home.couriers[0]


def test_a_step_back_can_be_taken_forth_again_and_is_on_record(world: World) -> None:
    """Taken off, undone, redone: four publications, each with who did it."""
    order = world.orders_of("courier")[-1]
    move(world, order, None, reason="too far")
    path = f"/v1/days/{world.day}"

    world.ask("dispatcher", "POST", f"{path}/undo", {"if_version": 2})
    undone = world.ask("dispatcher", "GET", f"{path}/history").json()
    again = world.ask("dispatcher", "POST", f"{path}/redo", {"if_version": 3})
    redone = world.ask("dispatcher", "GET", f"{path}/history").json()

    assert (undone["can_undo"], undone["can_redo"]) == (False, True)
    assert again.json()["version"] == 4
    assert (redone["can_undo"], redone["can_redo"]) == (True, False)
    steps = [(one["step"], one["version"], one["reason"]) for one in redone["decisions"]]
    assert steps[:3] == [("redo", 4, ""), ("undo", 3, ""), (None, 2, "too far")]
    assert all(one["author"] for one in redone["decisions"])


def test_a_proposal_is_published_for_the_couriers_named(world: World) -> None:
    """All of them: then it says what the proposal says, as a version of its own."""
    version = propose(world)
    everybody = [courier["id"] for courier in day_of(world)["couriers"]]

    answer = world.ask(
        "dispatcher",
        "POST",
        f"/v1/days/{world.day}/plans/{version}/publish-for",
        {"if_version": 1, "couriers": everybody, "reason": "all agreed"},
    )

    assert answer.json() == {"day": world.day, "version": version + 1, "state": "published"}
    assert day_of(world)["proposal"] is None


def test_a_move_that_breaks_a_rule_lists_it(world: World) -> None:
    """An order for which nobody is on shift, to anybody: 409, every broken rule in words."""
    left = day_of(world)["plan"]["unassigned"][0]["order_id"]

    answers = [move(world, left, courier) for courier in world.home.couriers]

    assert {answer.status_code for answer in answers} == {409}
    for answer in answers:
        assert answer.json()["code"] == "violates_rules"
        assert answer.json()["violations"]
        assert all(one["message"].endswith(".") for one in answer.json()["violations"])
    assert day_of(world)["plan"]["version"] == 1


def test_a_move_in_a_plan_that_is_not_the_newest_is_stale(world: World) -> None:
    """Somebody else was faster."""
    order = world.orders_of("courier")[-1]

    answer = move(world, order, None, if_version=7)

    assert answer.status_code == 409
    assert answer.json()["code"] == "stale_version"


def test_a_pin_holds_until_it_is_taken_back(world: World) -> None:
    """It stands in the day with author and reason."""
    order, courier = world.orders_of("courier")[0], world.home.couriers[1]
    path = f"/v1/days/{world.day}/pins"

    pinned = world.ask("dispatcher", "POST", path, {"order_id": order, "courier_id": courier})
    shown = day_of(world)["pins"]
    gone = world.ask("dispatcher", "DELETE", f"{path}/{order}")
    again = world.ask("dispatcher", "DELETE", f"{path}/{order}")

    assert pinned.status_code == 201
    assert [(pin["order_id"], pin["courier_id"]) for pin in shown] == [(order, courier)]
    assert gone.status_code == 204
    assert again.status_code == 404


def test_an_order_of_another_day_is_not_moved_by_mistake(world: World) -> None:
    """The path names the day; an order that is not of it does not exist there."""
    order = world.orders_of("courier")[0]
    body = {"order_id": order, "courier_id": world.home.couriers[0]}

    assert world.ask("dispatcher", "POST", "/v1/days/2026-06-10/pins", body).status_code == 404


def test_couriers_see_measures_and_their_own_row_only(world: World) -> None:
    """The dispatcher sees everybody; a courier nobody else; members the measures alone."""
    path = f"/v1/days/{world.day}/fairness"

    whole = world.ask("dispatcher", "GET", path).json()
    own = world.ask("courier", "GET", path).json()
    member = world.ask("member", "GET", path).json()

    assert len(whole["couriers"]) == len(world.home.couriers)
    assert [row["courier_id"] for row in own["couriers"]] == [world.home.couriers[0]]
    assert member["couriers"] == []
    assert whole["with_fairness"] == own["with_fairness"] == member["with_fairness"]
    assert 0 <= whole["with_fairness"]["gini"] <= 1


def test_a_day_without_anything_is_an_empty_day(world: World) -> None:
    """No plan, no orders, no couriers: no error either."""
    answer = world.ask("dispatcher", "GET", "/v1/days/2027-01-01").json()

    assert answer["plan"] is None
    assert answer["orders"] == answer["couriers"] == []
    assert answer["counts"] == {"orders": 0, "unassigned": 0, "late_soon": 0, "delivered": 0}


def test_a_door_is_pointed_at_and_remembered(world: World) -> None:
    """The order goes there, and the next one to that address does so from the start."""
    order_id = world.orders_of("dispatcher")[0]
    before = world.ask("dispatcher", "GET", f"/v1/orders/{order_id}").json()
    address = before["delivery"]["address"]
    location = {"lat": 60.1712, "lon": 24.9433}

    moved = world.ask("dispatcher", "POST", f"/v1/orders/{order_id}/door", {"location": location})
    found = world.ask("dispatcher", "GET", f"/v1/places?q={quote(address)}").json()["places"]
    far = world.ask(
        "dispatcher",
        "POST",
        f"/v1/orders/{order_id}/door",
        {"stop": "delivery", "location": {"lat": 24.9433, "lon": 60.1712}},
    )

    assert moved.status_code == 200
    assert moved.json()["delivery"]["location"] == location
    assert moved.json()["delivery"]["address"] == address
    assert found[0]["location"] == location
    assert found[0]["needs_pin"] is False
    assert (far.status_code, far.json()["code"]) == (422, "point_unreachable")
