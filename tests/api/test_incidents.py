"""What went wrong, and a vehicle that broke, over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.api_world import World

JPEG = b"\xff\xd8\xff\xda\x00\x02 jar \xff\xd9"


def test_a_courier_writes_an_incident_down_and_a_dispatcher_reads_it(world: World) -> None:
    """With a picture of a raw body, which only the desk sees again."""
    order = world.orders_of("courier")[0]
    made = world.ask("courier", "POST", "/v1/incidents", {"text": "It fell.", "order_id": order})
    path = f"/v1/incidents/{made.json()['id']}/photos"
    sent = {**world.bearer("courier"), "content-type": "application/octet-stream"}

    added = world.client.post(path, content=JPEG, headers=sent)
    refused = world.client.post(path, content=b"GIF89a", headers=sent)
    digest = added.json()["sha256"]
    listed = world.ask("dispatcher", "GET", f"/v1/days/{world.day}/incidents").json()["incidents"]
    shown = world.ask("dispatcher", "GET", f"{path}/{digest}")

    assert (made.status_code, added.status_code, refused.status_code) == (201, 201, 422)
    assert [(one["text"], one["photos"]) for one in listed] == [("It fell.", [digest])]
    assert listed[0]["courier_id"] == world.home.couriers[0]
    assert (shown.content, shown.headers["content-type"]) == (JPEG, "image/jpeg")
    assert world.ask("courier", "GET", f"{path}/{digest}").status_code == 403


def test_a_vehicle_breaks_down(world: World) -> None:
    """A trial changes nothing; then the shift goes on by foot in the day's answer."""
    courier = world.home.couriers[0]
    path = f"/v1/days/{world.day}/couriers/{courier}/breakdown"
    wanted = {"profile": "foot", "capacity_g": 8000, "capacity_cm3": 30_000}

    trial = world.ask("dispatcher", "POST", path, {**wanted, "dry_run": True})
    done = world.ask("dispatcher", "POST", path, wanted)
    unknown = world.ask("dispatcher", "POST", path, {**wanted, "profile": "boat"})

    assert (trial.status_code, done.status_code, unknown.status_code) == (200, 200, 422)
    assert trial.json() == done.json()
    day = world.ask("dispatcher", "GET", f"/v1/days/{world.day}").json()
    (mine,) = (one for one in day["couriers"] if one["id"] == courier)
    assert (mine["profile"], mine["capacity"]) == ("foot", [8000, 30_000])
