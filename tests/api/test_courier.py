"""A courier's day on the phone: route, reports, declining, pay, explanations."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from routing.streets.places_memory import DoorMemory, memory_file
from tests.api_world import OTHER

if TYPE_CHECKING:
    from tests.api_world import World


def route_of(world: World, role: str = "courier") -> Any:  # noqa: ANN401 - JSON
    """Give a courier's route."""
    return world.ask(role, "GET", "/v1/me/route").json()


def first_order(world: World, role: str = "courier") -> tuple[str, datetime]:
    """Give the first order of a courier's route, and when it is picked up."""
    stop = next(stop for stop in route_of(world, role)["stops"] if stop["kind"] == "pickup")
    return stop["order_id"], datetime.fromisoformat(stop["start"])


def report(world: World, *events: dict[str, Any], device: str = "phone") -> list[dict[str, Any]]:
    """Send reports; give what became of them."""
    body = {"device": device, "events": list(events)}
    response = world.ask("courier", "POST", "/v1/me/events", body)
    assert response.status_code == 200, response.text
    results: list[dict[str, Any]] = response.json()["results"]
    return results


def event(sequence: int, kind: str, at: datetime, order: str | None = None) -> dict[str, Any]:
    """Write a report."""
    written = {"sequence": sequence, "kind": kind, "at": at.isoformat()}
    return written if order is None else {**written, "order_id": order}


def test_the_route_has_what_is_needed_at_the_door(world: World) -> None:
    """Pickups before deliveries, each with address, parcels and weight."""
    route = route_of(world)

    assert route["version"] == 1
    assert route["courier"]["id"] == world.home.couriers[0]
    assert route["shift"]["id"].endswith(world.home.couriers[0])
    assert len({stop["id"] for stop in route["stops"]}) == len(route["stops"])
    seen = set()
    for stop in route["stops"]:
        if stop["kind"] == "pickup":
            seen.add(stop["order_id"])
        if stop["kind"] == "delivery":
            assert stop["order_id"] in seen
            assert stop["address"]
            assert stop["weight_g"] == sum(parcel["weight_g"] for parcel in stop["parcels"]) > 0


def test_a_day_off_has_no_shift_and_no_stops(world: World) -> None:
    """And is no error."""
    route = world.ask("courier", "GET", "/v1/me/route?day=2026-07-01").json()

    assert route["shift"] is None
    assert route["version"] is None
    assert route["stops"] == []


def test_reports_move_an_order_through_its_day(world: World) -> None:
    """Picked up, delivered: the order says so, and the pay has one drop."""
    order, start = first_order(world)
    world.moment[0] = start + timedelta(hours=2)

    results = report(
        world,
        event(1, "arrived", start, order),
        event(2, "picked_up", start + timedelta(minutes=3), order),
        event(3, "arrived", start + timedelta(minutes=15), order),
        event(4, "delivered", start + timedelta(minutes=17), order),
    )

    assert [result["result"] for result in results] == ["applied"] * 4
    assert world.ask("dispatcher", "GET", f"/v1/orders/{order}").json()["state"] == "delivered"
    pay = world.ask("courier", "GET", "/v1/me/pay").json()
    day, week = pay["day"], pay["period"]
    assert day["drops"] == 1
    assert day["total_minor"] == sum(line["amount_minor"] for line in day["lines"]) > 0
    assert week["total_minor"] >= week["floor_minor"] > 0
    labels = {line["clause"]: line["label"] for line in day["lines"]}
    assert labels["per_drop_minor"] == "Per delivery"
    drop = next(line for line in day["lines"] if line["clause"] == "per_drop_minor")
    assert drop["rule"] == "Pay per delivery"
    assert [one["kind"] for one in drop["behind"]] == ["service at stops"]
    assert all(len(line["behind"]) == line["records"] for line in day["lines"])
    assert not any(line["behind"] for line in week["lines"])
    states = [s["state"] for s in route_of(world)["stops"] if s["order_id"] == order]
    assert states == ["done", "done"]


def test_a_phone_that_says_where_it_delivered_teaches_the_door(world: World) -> None:
    """The next search for the address finds that point, surely; and nobody else's co-op does."""
    order, start = first_order(world)
    world.moment[0] = start + timedelta(hours=2)
    door = world.ask("dispatcher", "GET", f"/v1/orders/{order}").json()["delivery"]
    location = {"lat": door["location"]["lat"] + 0.0002, "lon": door["location"]["lon"]}
    query = "/v1/places?limit=1&q=" + quote(door["address"])

    report(
        world,
        event(1, "picked_up", start, order),
        {**event(2, "delivered", start + timedelta(minutes=9), order), "location": location},
    )
    (found,) = world.ask("dispatcher", "GET", query).json()["places"]
    (foreign,) = world.ask("dispatcher", "GET", query, coop=OTHER).json()["places"]

    memory = DoorMemory(
        file=memory_file(world.installation.city.directory), owner=world.home.coop.id
    )
    memory.forget(door["address"])
    assert found["location"] == pytest.approx(location)
    assert found["needs_pin"] is False
    assert foreign["location"] != pytest.approx(location)


def test_the_same_report_counts_once(world: World) -> None:
    """A phone without an answer sends again: duplicates change nothing."""
    order, start = first_order(world)
    world.moment[0] = start + timedelta(minutes=10)
    arrived = event(1, "arrived", start, order)

    first = report(world, arrived)
    again = report(world, arrived, event(2, "picked_up", start + timedelta(minutes=2), order))

    assert [result["result"] for result in first] == ["applied"]
    assert [result["result"] for result in again] == ["duplicate", "applied"]


def test_reports_wait_for_what_came_before_them(world: World) -> None:
    """Number 2 without number 1 waits; number 1 then brings both."""
    order, start = first_order(world)
    world.moment[0] = start + timedelta(minutes=10)

    early = report(world, event(2, "picked_up", start + timedelta(minutes=2), order))
    late = report(world, event(1, "arrived", start, order))

    assert early[0]["result"] == "waiting"
    assert late[0]["result"] == "applied"
    assert world.ask("dispatcher", "GET", f"/v1/orders/{order}").json()["state"] == "picked_up"


def test_a_report_that_contradicts_is_kept_and_said(world: World) -> None:
    """Delivered before it was picked up: a conflict with a code and a sentence."""
    order, start = first_order(world)
    world.moment[0] = start

    (result,) = report(world, event(1, "delivered", start, order))

    assert result["result"] == "conflict"
    assert result["code"] == "transition_refused"
    assert result["message"].endswith(".")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"order_id": None}, "#/events/0"),
        ({"kind": "teleported"}, "#/events/0/kind"),
        ({"at": "2026-06-09T09:00:00"}, "#/events/0/at"),
        ({"at": 1_780_000_000}, "#/events/0/at"),
        ({"at": "9999-12-31T23:59:59-12:00"}, "#/events/0/at"),
        ({"sequence": 0}, "#/events/0/sequence"),
        ({"location": {"lat": 91, "lon": 0}}, "#/events/0/location/lat"),
    ],
)
def test_a_report_that_says_too_little_is_refused_by_place(
    world: World,
    changes: dict[str, Any],
    pointer: str,
) -> None:
    """Nothing of the batch is applied; the pointer says which report and what."""
    order, start = first_order(world)
    body = {"device": "phone", "events": [{**event(1, "arrived", start, order), **changes}]}

    response = world.ask("courier", "POST", "/v1/me/events", body)

    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


def test_giving_an_order_back_needs_no_reason(world: World) -> None:
    """It is off the route at once, and nobody's until the next plan."""
    order, _ = first_order(world)

    answer = world.ask("courier", "POST", "/v1/me/declines", {"order_id": order})

    assert answer.status_code == 200
    assert answer.json()["order_id"] == order
    assert order not in {stop["order_id"] for stop in route_of(world)["stops"]}
    shown = world.ask("dispatcher", "GET", f"/v1/orders/{order}").json()
    assert (shown["state"], shown["courier"]) == ("placed", None)


def test_why_me_is_answered_without_naming_anybody(world: World) -> None:
    """Sentences in the reader's language; the numbers behind them; no other courier's name."""
    order, _ = first_order(world)

    response = world.ask("courier", "GET", f"/v1/me/explanations/{order}")
    spanish = world.ask(
        "courier",
        "GET",
        f"/v1/me/explanations/{order}",
        headers={"accept-language": "es"},
    )

    answer = response.json()
    assert answer["message"].endswith(".")
    assert answer["message"] != spanish.json()["message"]
    assert 1 <= answer["rank"] <= answer["candidates"] <= len(world.home.couriers)
    assert answer["is_first"] is (answer["rank"] == 1)
    assert not any(str(name) in response.text for name in world.home.couriers)


def test_a_pinned_order_says_that_a_person_decided(world: World) -> None:
    """That is the reason, not the ranking."""
    order, _ = first_order(world)
    body = {"order_id": order, "courier_id": world.home.couriers[0]}
    world.ask("dispatcher", "POST", f"/v1/days/{world.day}/pins", body)

    answer = world.ask("courier", "GET", f"/v1/me/explanations/{order}").json()

    assert answer["is_pinned"] is True
    assert answer["message"] == "A person decided that this order stays with you."


def test_balances_sum_to_zero_over_the_crew(world: World) -> None:
    """What one is ahead, others are behind: the ledger makes no money."""
    rows = world.ask("dispatcher", "GET", f"/v1/days/{world.day}").json()["couriers"]

    assert abs(sum(row["balance_minor"] for row in rows)) <= len(rows)


def test_a_decision_is_contested_and_answered_by_a_person(world: World) -> None:
    """The courier sees until when, the dispatcher what waits; then the courier the answer."""
    order, _ = first_order(world)
    asked = {"order_id": order, "objection": "I was nearer."}

    made = world.ask("courier", "POST", "/v1/me/contestations", asked)
    waiting = world.ask("dispatcher", "GET", "/v1/contestations").json()["contestations"]
    path = f"/v1/contestations/{made.json()['id']}/answer"
    said = {"outcome": "upheld", "answer": "The detour was 8 km."}
    answered = world.ask("dispatcher", "POST", path, said)
    mine = world.ask("courier", "GET", "/v1/me/contestations").json()["contestations"]

    assert made.status_code == 201
    assert (made.json()["state"], made.json()["is_overdue"]) == ("open", False)
    assert [one["id"] for one in waiting] == [made.json()["id"]]
    assert answered.status_code == 200
    assert [(one["state"], one["answer"]) for one in mine] == [("upheld", "The detour was 8 km.")]
    assert world.ask("dispatcher", "POST", path, said).status_code == 409


def test_why_not_me_is_asked_about_the_orders_of_others(world: World) -> None:
    """Every order of the day is listed without names; one that is not mine is explained, too."""
    listed = world.ask("courier", "GET", "/v1/me/orders")
    others = [one for one in listed.json()["orders"] if not one["is_mine"]]

    answer = world.ask("courier", "GET", f"/v1/me/explanations/{others[0]['order_id']}")

    assert answer.status_code == 200
    assert answer.json()["is_mine"] is False
    assert answer.json()["message"].endswith(".")
    assert not any(str(name) in answer.text for name in world.home.couriers)
    assert not any(str(name) in listed.text for name in world.home.couriers)


def test_a_dispatcher_sees_everybody_who_was_considered(world: World) -> None:
    """With terms, or the rule that binds; the holder's terms differ from themselves by nothing."""
    order, _ = first_order(world)

    answer = world.ask("dispatcher", "GET", f"/v1/orders/{order}/explanation").json()

    assert {one["courier_id"] for one in answer["candidates"]} <= set(world.home.couriers)
    assert [one["rank"] for one in answer["candidates"]] == list(
        range(1, len(answer["candidates"]) + 1)
    )
    assert all(
        (one["terms"] is None) == (one["blocked_by"] is not None) for one in answer["candidates"]
    )
    (held,) = [one for one in answer["candidates"] if one["courier_id"] == answer["courier_id"]]
    assert (held["extra_s"], held["extra_total_s"]) == (0, 0)
