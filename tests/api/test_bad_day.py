"""When a day goes wrong, over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.api_world import World


def test_a_courier_falls_out_once(world: World) -> None:
    """What they had is to be given to others; the second time there is no shift left."""
    courier = world.home.couriers[0]
    path = f"/v1/days/{world.day}/couriers/{courier}/out"

    first = world.ask("dispatcher", "POST", path, {"location": {"lat": 60.172, "lon": 24.945}})
    again = world.ask("dispatcher", "POST", path)

    assert first.status_code == 200
    assert first.json()["location"] == {"lat": 60.172, "lon": 24.945}
    assert set(first.json()["to_give"]) <= set(world.orders_of("courier"))
    assert len(first.json()["shift_ids"]) == 1
    assert again.status_code == 409
    assert again.json()["code"] == "transition_refused"


def test_what_is_foreseen_names_orders_of_the_day(world: World) -> None:
    """Every delivery that is named is one of the plan in force, late ones first."""
    answer = world.ask("dispatcher", "GET", f"/v1/days/{world.day}/foreseen").json()

    late = [one["lateness_s"] for one in answer["deliveries"]]
    day = world.ask("dispatcher", "GET", f"/v1/days/{world.day}").json()
    known = {order["id"] for order in day["orders"]}
    assert late == sorted(late, reverse=True)
    assert {one["order_id"] for one in answer["deliveries"]} <= known


def test_part_of_a_day_is_asked_to_be_planned_again(world: World) -> None:
    """With orders named, without any, and as before for the whole day."""
    order = world.orders_of("courier")[-1]

    wishes: list[dict[str, list[str]] | None] = [{"order_ids": [order]}, {"order_ids": []}, None]
    for body in wishes:
        answer = world.ask("dispatcher", "POST", f"/v1/days/{world.day}/replan", body)
        assert answer.status_code == 202
