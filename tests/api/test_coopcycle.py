"""CoopCycle's storefront contract: the calls of its public clients, as a written transcript."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from dispatch import keys
from dispatch.model import KeyId
from tests.api_world import HOME

if TYPE_CHECKING:
    from httpx import Response

    from tests.api_world import World

RULE = {
    "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    "opens": "10:00",
    "closes": "16:00",
    "length_s": 7200,
    "notice_s": 3600,
    "capacity": 1,
}
FORM = "application/x-www-form-urlencoded"


def basic(world: World, name: str = "k-storefront", secret: str | None = None) -> dict[str, str]:
    """Give the header of a client that signs in with a key."""
    known = world.installation.secrets[(HOME, "storefront")]
    coded = base64.b64encode(f"{name}:{secret or known}".encode()).decode()
    return {"authorization": f"Basic {coded}", "content-type": FORM}


def sign_in(world: World, body: str = "grant_type=client_credentials&scope=deliveries") -> Response:
    """Ask for a token."""
    response: Response = world.client.post("/oauth2/token", content=body, headers=basic(world))
    return response


def point(world: World) -> list[float]:
    """Give a point of the city, latitude first."""
    facts = world.installation.city.facts
    return [facts.center_lat, facts.center_lon]


def dropoff(world: World, **fields: object) -> dict[str, Any]:
    """Describe where something is to go."""
    return {
        "dropoff": {
            "address": {"streetAddress": "Elm Street 1", "latLng": point(world)},
            "before": "tomorrow 15:00",
            **fields,
        }
    }


def post(world: World, body: object, **headers: str) -> Response:
    """Order a delivery."""
    return world.ask("storefront", "POST", "/api/deliveries", body, headers=headers)


def num_orders(world: World) -> int:
    """Count the co-op's orders of today and tomorrow."""
    day = world.home.coop.day_of(world.installation.now)
    with world.store.read(world.home.coop.id) as tx:
        return sum(len(tx.orders.of_day(day + timedelta(days=ahead))) for ahead in (0, 1))


def test_a_client_draws_a_checkout_and_orders(world: World) -> None:
    """The whole transcript: what each public client reads of each answer is there."""
    start = world.client.get("/api", headers={"accept": "*/*"})
    shown = world.client.get("/api/settings").json()
    token = sign_in(world).json()
    bearer = {"authorization": f"Bearer {token['access_token']}", "accept": "*/*"}
    me = world.client.get("/api/me", headers=bearer).json()
    store = world.client.get(me["store"], headers=bearer).json()
    slot = world.client.get(store["timeSlot"], headers=bearer).json()
    made = world.client.post(
        "/api/deliveries",
        content=(
            b'{"dropoff": {"address": {"streetAddress": "Elm Street 1", "telephone": false,'
            b' "contactName": "Ida"}, "timeSlot": "2026-06-09 17:00-18:00",'
            b' "weight": 1500, "comments": "Order 7"}}'
        ),
        headers={**bearer, "content-type": "application/ld+json"},
    )

    assert start.json()["@context"] == "/api/contexts/Entrypoint"
    assert HOME in shown["brand_name"]
    assert token["token_type"].lower() == "bearer"
    assert token["expires_in"] == 3600
    assert me["@context"] == "/api/contexts/ApiApp"
    assert me["name"]
    assert slot["interval"].endswith(("day", "days"))
    assert slot["priorNotice"]
    assert slot["openingHoursSpecification"]
    for hours in slot["openingHoursSpecification"]:
        assert hours["opens"] < hours["closes"]
        assert hours["dayOfWeek"]
    assert made.status_code == 201, made.text
    delivery = made.json()
    assert delivery["@id"] == f"/api/deliveries/{delivery['id']}"
    assert delivery["pickup"]["id"] != delivery["dropoff"]["id"]
    assert [task["type"] for task in delivery["tasks"]] == ["PICKUP", "DROPOFF"]
    assert delivery["order"]["number"]
    assert 0 <= delivery["order"]["taxTotal"] < delivery["order"]["total"]
    assert delivery["dropoff"]["weight"] == 1500
    path = delivery["trackingUrl"].removeprefix("http://127.0.0.1:8000")
    assert world.client.get(path).status_code == 200


def test_a_token_ends_within_the_hour_and_with_its_key(world: World) -> None:
    """Both an old token and one whose key was revoked are as unknown as none."""
    bearer = {"authorization": f"Bearer {sign_in(world).json()['access_token']}"}
    before = world.client.get("/api/me", headers=bearer).status_code
    world.moment[0] += timedelta(minutes=61)
    late = world.client.get("/api/me", headers=bearer).status_code
    fresh = {"authorization": f"Bearer {sign_in(world).json()['access_token']}"}

    actor = world.home.dispatcher
    world.write(lambda tx: keys.revoke(tx, actor, KeyId("k-storefront"), now=world.moment[0]))
    ended = world.client.get("/api/me", headers=fresh)

    assert (before, late, ended.status_code) == (200, 401, 401)
    assert ended.json()["@type"] == "hydra:Error"


def test_a_token_reaches_no_further_than_its_scope(world: World) -> None:
    """CoopCycle's `tasks` orders, but gives no quotes; `tasks deliveries` gives both."""
    asked = {}
    for scope in ("tasks", "tasks+deliveries"):
        body = f"grant_type=client_credentials&scope={scope}"
        bearer = {"authorization": f"Bearer {sign_in(world, body).json()['access_token']}"}
        response = world.client.post("/v1/quotes", json=world.wish(), headers=bearer)
        asked[scope] = response.status_code

    assert asked == {"tasks": 403, "tasks+deliveries": 201}


def test_static_keys_work_without_a_token(world: World) -> None:
    """As CoopCycle's own `Bearer ak_...` keys do."""
    assert world.ask("storefront", "GET", "/api/me").status_code == 200


def test_hours_are_the_slots_that_can_still_be_booked(world: World) -> None:
    """At 8:30 with an hour's notice, 10:00 is open; at 12:30 of the same Tuesday two are left."""
    world.ask("dispatcher", "POST", "/v1/slot-rules", RULE)
    path = f"/api/time_slots/{world.home.storefronts[0]}"

    morning = world.ask("storefront", "GET", path).json()
    world.moment[0] += timedelta(hours=2)
    noon = world.ask("storefront", "GET", path).json()

    def tuesday(answer: dict[str, Any]) -> list[str]:
        return [
            one["opens"]
            for one in answer["openingHoursSpecification"]
            if "Tuesday" in one["dayOfWeek"]
        ]

    assert tuesday(morning) == ["10:00", "12:00", "14:00"]
    assert tuesday(noon) == ["12:00", "14:00"]
    assert morning["priorNotice"] == "1 hour"


def test_hours_are_never_none(world: World) -> None:
    """A cut-off of more than two weeks closes every slot near; a client would loop for ever."""
    rule = {**RULE, "cut_off": "10:00", "cut_off_days": 30}
    added = world.ask("dispatcher", "POST", "/v1/slot-rules", rule)
    path = f"/api/time_slots/{world.home.storefronts[0]}"

    hours = world.ask("storefront", "GET", path).json()["openingHoursSpecification"]

    assert added.status_code == 201, added.text
    assert [one["opens"] for one in hours] == ["10:00", "12:00", "14:00"]


def test_a_slot_is_booked_until_it_is_full_and_noted_then(world: World) -> None:
    """The slot has one place: the second order is taken all the same, for a person to look at."""
    world.ask("dispatcher", "POST", "/v1/slot-rules", RULE)
    slot = {"before": None, "timeSlot": "2026-06-10 12:00-14:00"}

    first = post(world, dropoff(world, **slot, comments="a"))
    second = post(world, dropoff(world, **slot, comments="b"))

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["needsAttention"] == []
    assert second.json()["needsAttention"] == ["slot_closed"]
    order = world.ask("storefront", "GET", f"/v1/orders/{first.json()['id']}").json()
    assert order["slot_id"].endswith("20260610T1200")


@pytest.mark.parametrize("name", ["key", "number", "body"])
def test_an_order_that_is_sent_twice_is_one_order(world: World, name: str) -> None:
    """By its Idempotency-Key, by the shop's number though the text differs, or by its body."""
    fields = {"metadata": {"order_number": "7"}} if name == "number" else {}
    headers = {"idempotency-key": "abc"} if name == "key" else {}
    before = num_orders(world)

    first = post(world, dropoff(world, **fields), **headers)
    again = dropoff(world, **fields, **({"comments": "again"} if name == "number" else {}))
    second = post(world, again, **headers)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] == second.json()["id"]
    assert num_orders(world) == before + 1


def test_the_same_body_much_later_is_another_order(world: World) -> None:
    """Eleven minutes later somebody has bought the same again."""
    first = post(world, dropoff(world))
    world.moment[0] += timedelta(minutes=11)
    second = post(world, dropoff(world))

    assert first.json()["id"] != second.json()["id"]


def test_a_key_with_another_body_is_refused(world: World) -> None:
    """400, as the client knows no 409."""
    post(world, dropoff(world), **{"idempotency-key": "abc"})
    refused = post(world, dropoff(world, weight=5), **{"idempotency-key": "abc"})

    assert refused.status_code == 400
    assert refused.json()["code"] == "idempotency_conflict"
    assert refused.json()["@type"] == "hydra:Error"


def test_a_point_in_the_sea_falls_back_to_the_address(world: World) -> None:
    """The street is known, so the order is taken, and somebody looks at the door."""
    address = {"streetAddress": "Elm Street 1", "latLng": [10.0, -30.0]}

    made = post(world, dropoff(world, address=address))

    assert made.status_code == 201
    assert "address_unsure" in made.json()["needsAttention"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"address": "Zzyzx Boulevard 99999"}, "address_unknown"),
        ({"before": "2020-01-01 10:00"}, "window_impossible"),
        ({"weight": 900_000}, "too_heavy"),
    ],
)
def test_what_cannot_be_put_right_is_a_hydra_error(
    world: World, fields: dict[str, Any], code: str
) -> None:
    """One client shows text only for this type; the members of RFC 9457 are there, too."""
    refused = post(world, dropoff(world, **fields))

    assert refused.status_code == 400
    said = refused.json()
    assert said["@context"] == "/api/contexts/Error"
    assert said["@type"] == "hydra:Error"
    assert said["hydra:title"] == said["title"]
    assert said["hydra:description"] == said["detail"]
    assert said["code"] == code


def test_what_cannot_be_read_is_a_list_of_violations(world: World) -> None:
    """With the place in the body, in the language of the client."""
    headers = {"accept-language": "fr"}
    refused = post(world, dropoff(world, before="someday"), **headers)

    said = refused.json()
    assert refused.status_code == 400
    assert said["@type"] == "ConstraintViolationList"
    assert [one["propertyPath"] for one in said["violations"]] == ["dropoff.before"]
    assert "attendue" in said["hydra:description"]


def test_other_roles_are_refused_in_hydra(quiet_world: World) -> None:
    """A dispatcher's key has no storefront."""
    refused = quiet_world.ask("dispatcher", "POST", "/api/deliveries", {})

    assert refused.status_code == 403
    assert refused.json()["@type"] == "hydra:Error"


def test_an_unknown_path_is_said_in_hydra_even_to_browsers(quiet_world: World) -> None:
    """Clients that accept HTML read JSON all the same."""
    missing = quiet_world.client.get("/api/nothing", headers={"accept": "text/html"})

    assert missing.status_code == 404
    assert missing.json()["@type"] == "hydra:Error"
