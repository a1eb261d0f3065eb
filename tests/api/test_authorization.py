"""Who may ask what: every route, every role, and every way to name what is not one's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from api.table import routes
from dispatch.model import Role
from tests.api_world import (
    FOREIGN_COURIER,
    FOREIGN_STOREFRONT,
    HOME,
    OTHER,
    ROLES,
    SIGNED_IN,
)
from tests.route_names import (
    AMONG_COLLEAGUES,
    HOURS,
    LETTERS,
    MISSING,
    OF_AN_ORDER,
    OF_ONES_TIME,
    PERSON,
    PHONE,
    VEHICLE,
    WEEK,
)

if TYPE_CHECKING:
    from httpx import Response

    from api.admission import Declared
    from tests.api_world import World

OPERATIONS = [one for one in routes() if one.tag and one.path != "/v1/live"]
GUARDED = [one for one in OPERATIONS if not one.admission.is_public]


def name_of(declared: Declared) -> str:
    """Name a case."""
    return f"{declared.method} {declared.path}"


def is_admitted(role: str, declared: Declared) -> bool:
    """Tell what the table says."""
    return Role(role.removeprefix("other_")) in declared.admission.roles


def own_body(world: World, declared: Declared, role: str) -> dict[str, Any] | None:
    """Give a body of the role's own things for a route that takes one."""
    order = world.orders_of(role)[-1]
    courier = world.home.couriers[0]
    report = {"sequence": 1, "kind": "arrived", "order_id": order, "at": "2026-06-09T05:20:00Z"}
    shipment = {**world.wish(), "storefront_id": world.home.storefronts[0]}
    standing = {
        **{
            name: part
            for name, part in shipment.items()
            if name not in {"deliver_between", "ready_at"}
        },
        "rule": "FREQ=DAILY",
        "starts_on": "2026-06-10",
        "from": "10:00",
        "to": "12:00",
    }
    one_place = {"car": {"durations": [[0]]}}
    bodies: dict[str, dict[str, Any]] = {
        "/v1/quotes": {**world.wish(), "storefront_id": world.home.storefronts[0]},
        "/v1/orders": {**world.wish(), "storefront_id": world.home.storefronts[0]},
        "/v1/consignments": {"shipments": [shipment]},
        "/v1/standing-orders": standing,
        "/v1/standing-orders/{standing_id}/revise": standing,
        "/v1/standing-orders/{standing_id}/skip": {"day": "2026-06-10"},
        "/v1/standing-orders/{standing_id}/state": {"state": "paused"},
        "/v1/consignments/quotes": {"shipments": [shipment]},
        "/v1/consignments/{consignment_id}/change": {"note": "Back door", "dry_run": True},
        "/v1/me/events": {"device": "phone", "events": [report]},
        "/v1/me/declines": {"order_id": order},
        "/v1/me/shifts": {
            "starts_at": "2026-06-20T05:00:00Z",
            "ends_at": "2026-06-20T09:00:00Z",
        },
        "/v1/me/shifts/{shift_id}/care": {"care": []},
        "/v1/me/shifts/{shift_id}/offer": {"is_offered": True},
        "/v1/me/absences": {"first_day": "2026-08-03", "last_day": "2026-08-14"},
        "/v1/me/position": {"lat": 60.17, "lon": 24.94},
        "/v1/me/hints": PHONE,
        "/v1/me/availability": WEEK,
        "/v1/me/ride": {"profile": "bike", "capacity_g": 20_000, "capacity_cm3": 80_000},
        "/v1/me/contestations": {"order_id": order, "objection": "I was nearer."},
        "/v1/contestations/{contestation_id}/answer": {"outcome": "upheld", "answer": "No."},
        "/v1/doubts": {"courier_id": courier, "device": "a", "sequence": 1, "reason": "No."},
        "/v1/payroll/{first_day}/corrections": {
            "courier_id": courier,
            "amount_minor": 1,
            "clause": "rain_percent",
            "note": "Rain.",
        },
        "/v1/replays": {"policies": ["in_force", "pack:union"], "num_weeks": 1},
        "/v1/days/{day}/couriers/{courier_id}/breakdown": {
            "profile": "foot",
            "capacity_g": 8000,
            "capacity_cm3": 30_000,
            "dry_run": True,
        },
        "/v1/incidents": {"text": "A jar broke.", "order_id": order},
        "/v1/orders/{order_id}/split": {"parcels": [9], "if_version": 1},
        "/v1/orders/{order_id}/rejoin": {"if_version": 1},
        "/v1/days/{day}/groups": {
            "orders": [{"order_id": order, "if_version": 1}, {"order_id": "a", "if_version": 1}]
        },
        "/v1/days/{day}/what-ifs": {"fewer": [courier]},
        "/v1/proposals": {"changes": {"lambda_s": 61}, "reason": "Fairer."},
        "/v1/proposals/{proposal_id}/ballots": {"vote": "yes"},
        "/v1/delegations": {"to": "other_courier-member"},
        "/v1/days/{day}/moves": {
            "order_id": order,
            "to_courier_id": courier,
            "if_version": 1,
            "dry_run": True,
        },
        "/v1/days/{day}/reorder": {
            "order_id": order,
            "stop": "delivery",
            "before": None,
            "if_version": 1,
            "dry_run": True,
        },
        "/v1/days/{day}/pins": {"order_id": order, "courier_id": courier},
        "/v1/days/{day}/undo": {"if_version": 1},
        "/v1/days/{day}/redo": {"if_version": 1},
        "/v1/days/{day}/plans/{version}/publish-for": {"if_version": 1, "couriers": [courier]},
        "/v1/orders/{order_id}/door": {"location": {"lat": 60.172, "lon": 24.945}},
        "/v1/couriers": PERSON,
        "/v1/couriers/{courier_id}/change": PERSON,
        "/v1/couriers/{courier_id}/time": {"time_permille": 1100},
        "/v1/couriers/{courier_id}/absences": {
            "first_day": "2026-08-03",
            "last_day": "2026-08-14",
        },
        "/v1/vehicles": VEHICLE,
        "/v1/vehicles/{vehicle_id}/change": VEHICLE,
        "/v1/vehicles/{vehicle_id}/state": {"state": "runs"},
        "/v1/vehicles/{vehicle_id}/shifts": {"shift_id": "nothing"},
        "/v1/shifts": {**HOURS, "courier_id": courier},
        "/v1/shifts/{shift_id}/change": HOURS,
        "/v1/shifts/{shift_id}/end": {"at": "2026-06-09T05:20:00Z"},
        "/v1/shifts/{shift_id}/hand-over": {"courier_id": courier},
        "/v1/orders/{order_id}/change": {"note": "Back door", "dry_run": True},
        "/v1/zones": {
            "name": "All",
            "area": {"type": "Polygon", "coordinates": [[[0, 0], [90, 0], [90, 80], [0, 0]]]},
        },
        "/v1/slot-rules": {
            "weekdays": ["mon"],
            "opens": "09:00",
            "closes": "17:00",
            "length_s": 3600,
            "capacity": 2,
        },
        "/v1/storefronts/{storefront_id}/partner": {"partner": "ally"},
        "/v1/storefronts/{storefront_id}/keys": {"name": "Web shop"},
        "/v1/storefronts/{storefront_id}/keys/{key_id}/secret": {"overlap_s": 0},
        "/v1/subscriptions": {
            "url": "https://shop.example/hook",
            "storefront_id": world.home.storefronts[1 if role.startswith("other_") else 0],
        },
        "/v1/overlays": {"streets": ["Elm Street"], "is_closed": True},
        "/v1/widget/quotes": world.wish(),
        "/v1/widget/orders": {"quote_id": MISSING},
        "/v1/imports/{import_id}/preview": {"fields": ["address"]},
        "/v1/imports/{import_id}/start": {"fields": ["address"]},
        **{
            path: {"vehicles": [{"id": 1, "start_index": 0}], "jobs": [], "matrices": one_place}
            for path in ("/compat/vroom", "/compat/vroom/")
        },
        **{
            path: {"dropoff": {"address": {"latLng": [60.172, 24.945]}}}
            for path in (
                "/api/deliveries",
                "/api/deliveries/assert",
                "/api/deliveries/quotes",
                "/api/retail_prices/calculate",
            )
        },
        "/api/deliveries/{order_id}": {"dropoff": {"comments": "Back door"}},
        "/api/webhooks": {"url": "https://shop.example/hook", "event": "delivery.completed"},
        "/v1/orders/{order_id}/tips": {"amount_minor": 100},
    }
    return bodies.get(declared.path) if declared.method in {"POST", "PUT"} else None


def send(world: World, role: str, declared: Declared, **names: str) -> Response:
    """Ask as a role for its own things, with some names put in their place."""
    body = own_body(world, declared, role)
    text = json.dumps(body)
    for name, other in names.items():
        for slot in ("order_id", "storefront_id", "courier_id", "to_courier_id"):
            if slot == name and body is not None:
                text = text.replace(f'"{slot}": "{slot_value(body, slot)}"', f'"{slot}": "{other}"')
    path = declared.path.format(
        day=world.day,
        version=1,
        order_id=names.get("order_id", world.orders_of(role)[-1]),
        courier_id=names.get("courier_id", world.home.couriers[0]),
        storefront_id=names.get("storefront_id", world.home.storefronts[0]),
        **LETTERS,
    )
    query = "?q=elm" if path.endswith("/places") else ""
    asking = SIGNED_IN if declared.admission.is_for_sessions else role
    return world.ask(asking, declared.method, path + query, json.loads(text))


def slot_value(body: dict[str, Any], slot: str) -> object:
    """Find the value of a name in a body."""
    inner = next((body[name][0] for name in ("events", "shipments") if name in body), body)
    return inner.get(slot)


@pytest.mark.parametrize("declared", GUARDED, ids=name_of)
def test_strangers_are_asked_who_they_are(quiet_world: World, declared: Declared) -> None:
    """No key, an unknown key and a link that was not exchanged are all 401."""
    path = declared.path.format(
        day=quiet_world.day, version=1, order_id="x", courier_id="x", storefront_id="x", **LETTERS
    )

    for headers in ({}, {"authorization": "Bearer cw_unknown"}):
        response = quiet_world.client.request(declared.method, path, headers=headers)

        assert response.status_code == 401
        assert response.headers["www-authenticate"].startswith("Bearer")
        assert response.json()["code"] in {"not_signed_in", "bad_token"}


ADMITTED = [(one, role) for one in GUARDED for role in ROLES if is_admitted(role, one)]
REFUSED = [(one, role) for one in GUARDED for role in ROLES if not is_admitted(role, one)]


@pytest.mark.parametrize(
    ("declared", "role"),
    REFUSED,
    ids=[f"{role} {name_of(one)}" for one, role in REFUSED],
)
def test_a_role_that_is_not_admitted_gets_403(
    quiet_world: World,
    declared: Declared,
    role: str,
) -> None:
    """Whatever it names: the answer does not tell whether there is such a thing."""
    path = declared.path.format(
        day=quiet_world.day,
        version=1,
        order_id=MISSING,
        courier_id=MISSING,
        storefront_id=MISSING,
        **LETTERS,
    )

    response = quiet_world.ask(role, declared.method, path)

    assert response.status_code == 403
    assert response.json()["code"] == "not_allowed"


@pytest.mark.parametrize(
    ("declared", "role"),
    [(one, role) for one, role in ADMITTED if role != "member"],
    ids=[f"{role} {name_of(one)}" for one, role in ADMITTED if role != "member"],
)
def test_a_role_that_is_admitted_reaches_its_own(
    world: World,
    declared: Declared,
    role: str,
) -> None:
    """Asking for one's own things is never refused for who one is."""
    response = send(world, role, declared)

    assert response.status_code not in {401, 403}
    assert response.status_code < 500


SLOTS = [
    (declared, role, slot)
    for declared in GUARDED
    for role in ("dispatcher", "storefront", "courier")
    if is_admitted(role, declared)
    for slot in ("order_id", "storefront_id", "courier_id", "to_courier_id")
    if f"{{{slot}}}" in declared.path
    or (
        declared.method == "POST"
        and slot == "order_id"
        and "/me/" in declared.path
        and not declared.path.startswith(OF_ONES_TIME)
    )
    or (declared.method == "POST" and slot == "storefront_id" and declared.tag == "storefront")
    or (
        slot == "storefront_id"
        and declared.path == "/v1/subscriptions"
        and declared.method == "POST"
    )
    or (declared.path.endswith("/moves") and slot in {"order_id", "to_courier_id"})
    or (declared.path.endswith("/pins") and slot in {"order_id", "courier_id"})
    if not (declared.path.endswith(OF_AN_ORDER) and slot == "storefront_id")
    if not (declared.path.startswith("/v1/imports") and slot == "storefront_id")  # see test_imports
]


@pytest.mark.parametrize(
    ("declared", "role", "slot"),
    SLOTS,
    ids=[f"{role} {name_of(one)} {slot}" for one, role, slot in SLOTS],
)
def test_what_is_not_ones_own_looks_like_nothing(
    world: World,
    declared: Declared,
    role: str,
    slot: str,
) -> None:
    """Another courier's, storefront's or co-op's thing answers byte for byte as a missing one."""
    foreign = {
        "order_id": world.orders_of("dispatcher", OTHER)[0],
        "storefront_id": FOREIGN_STOREFRONT,
        "courier_id": FOREIGN_COURIER,
        "to_courier_id": FOREIGN_COURIER,
    }
    neighbors: dict[str, list[str]] = {"order_id": [], "storefront_id": []}
    if role != "dispatcher" and declared.path not in AMONG_COLLEAGUES:
        neighbors["order_id"] = world.orders_of(f"other_{role}")[:1]
    if role != "dispatcher":
        neighbors["storefront_id"] = [world.home.storefronts[1]]

    missing = send(world, role, declared, **{slot: MISSING})
    others = [
        send(world, role, declared, **{slot: name})
        for name in (foreign[slot], *neighbors.get(slot, ()))
    ]

    for other in others:
        if declared.path == "/v1/me/events":
            assert other.json()["results"][0]["result"] != "applied"
            continue
        assert other.status_code == missing.status_code == 404
        assert other.content == missing.content
    own = send(world, role, declared)
    if declared.method != "DELETE":
        assert own.status_code != 404, own.text


def test_a_storefront_lists_only_its_own_orders(world: World) -> None:
    """Two storefronts of one co-op share nothing; the dispatcher sees both."""
    listed = {
        role: {o["id"] for o in world.ask(role, "GET", "/v1/orders").json()["orders"]}
        for role in ("storefront", "other_storefront", "dispatcher")
    }

    assert listed["storefront"] == set(world.orders_of("storefront"))
    assert listed["storefront"].isdisjoint(listed["other_storefront"])
    assert listed["storefront"] | listed["other_storefront"] <= listed["dispatcher"]


def test_another_co_op_sees_its_own_day(world: World) -> None:
    """The same path with another co-op's key shows nothing of this one."""
    own = world.ask("dispatcher", "GET", f"/v1/days/{world.day}").text
    other = world.ask("dispatcher", "GET", f"/v1/days/{world.day}", coop=OTHER).text

    home, foreign = (world.installation.homes[name] for name in (HOME, OTHER))
    for mine, text in ((home, other), (foreign, own)):
        for order in world.orders_of("dispatcher", HOME if mine is home else OTHER):
            assert f'"{order}"' not in text
