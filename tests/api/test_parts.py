"""Orders in parts and orders that ride together, over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.api_world import World

PARCELS = [{"description": "bread", "weight_g": 1000}, {"description": "cake", "weight_g": 2000}]


def _ordered(world: World) -> dict[str, Any]:
    """Order two parcels."""
    body = {**world.wish(), "parcels": PARCELS, "reference": "1042"}
    made = world.ask("storefront", "POST", "/v1/orders", body)
    assert made.status_code == 201, made.text
    order: dict[str, Any] = made.json()
    return order


def test_a_dispatcher_splits_an_order_and_its_storefront_still_sees_one(world: World) -> None:
    """Two parts at the desk, the second without a fee; at the shop one order with both parcels."""
    order = _ordered(world)
    path = f"/v1/orders/{order['id']}"
    wish = {"parcels": [1], "if_version": order["version"], "reason": "Two doors."}

    done = world.ask("dispatcher", "POST", f"{path}/split", wish)
    late = world.ask("dispatcher", "POST", f"{path}/split", wish)

    assert done.status_code == 201
    left, part = done.json()["orders"]
    assert (left["part"]["number"], part["part"]) == (
        1,
        {"whole_id": order["id"], "number": 2, "of": 2},
    )
    assert (left["fee"], part["fee"]["total_minor"]) == (order["fee"], 0)
    assert (late.status_code, late.json()["code"]) == (409, "stale_version")
    known = world.ask("storefront", "GET", path).json()
    assert (known["parcels"], known["part"]) == (order["parcels"], None)
    assert world.ask("storefront", "GET", f"/v1/orders/{part['id']}").status_code == 404
    listed = world.ask("storefront", "GET", f"/v1/orders?day={order['day']}&limit=500").json()
    assert part["id"] not in [one["id"] for one in listed["orders"]]
    day = world.ask("dispatcher", "GET", f"/v1/days/{order['day']}").json()
    assert part["id"] in [one["id"] for one in day["orders"]]
    wish = {"if_version": left["version"]}
    again = world.ask("dispatcher", "POST", f"{path}/rejoin", wish).json()["orders"][0]
    assert (again["parcels"], again["part"]) == (order["parcels"], None)


def test_orders_of_one_shop_are_brought_together_and_let_apart(world: World) -> None:
    """The desk reads with whom each rides, its shop does not; of another day there is none."""
    orders = [_ordered(world), _ordered(world)]
    wish = {"orders": [{"order_id": o["id"], "if_version": o["version"]} for o in orders]}
    path = f"/v1/days/{orders[0]['day']}/groups"

    made = world.ask("dispatcher", "POST", path, wish)
    elsewhere = world.ask("dispatcher", "POST", "/v1/days/2031-01-01/groups", wish)
    shops = world.ask("storefront", "GET", f"/v1/orders?day={orders[0]['day']}&limit=500").json()
    shop = world.ask("storefront", "GET", f"/v1/orders/{orders[1]['id']}").json()
    apart = world.ask("dispatcher", "DELETE", f"{path}/{orders[1]['id']}")

    assert made.status_code == 201
    first = min(one["id"] for one in orders)
    assert [one["rides_with"] for one in made.json()["orders"]] == [first, first]
    assert {one["rides_with"] for one in (*shops["orders"], shop)} == {None}
    assert elsewhere.status_code == 404
    assert apart.status_code == 204
