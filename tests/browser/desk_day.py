"""Streets, delays and couriers who fall out, as the API tells of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.browser import answers
from tests.browser.city_day import stamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.city_day import CityDay, Json

SLOWER = timedelta(minutes=7)
SETUP: dict[str, Callable[[], Json]] = {
    "/v1/storefronts": lambda: {
        "storefronts": [{"id": "s-0", "name": "Kallio Bakery", "partner": "market"}]
    },
    "/v1/tariff": lambda: {
        "examples": [
            {
                "distance_m": 1000,
                "duration_s": 660,
                "fees": [
                    {"partner": one, "total_minor": 800 + more, "courier_pay_minor": 450}
                    for one, more in (("member", 0), ("ally", 50), ("market", 100))
                ],
            }
        ],
        "rules": ["Pay for a drop: €4.00"],
    },
    "/v1/zones": lambda: {"zones": []},
    "/v1/slot-rules": lambda: {
        "rules": [
            {
                "id": "r-0",
                "weekdays": ["mon", "sat"],
                "opens": "09:00",
                "closes": "17:00",
                "length_s": 3600,
                "capacity": 4,
                "storefront_id": "s-0",
            }
        ]
    },
}


def foreseen(day: CityDay, overlays: list[Json], late_one: str) -> Json:
    """Return one delivery that will be late, and with a changed street all others, too."""
    found = []
    for route in answers.plan(day, day.version, "published")["routes"]:
        for stop in route["stops"]:
            is_coming = stop["kind"] == "delivery" and stop["state"] == "planned"
            if not is_coming or not (overlays or stop["order_id"] == late_one):
                continue
            planned = datetime.fromisoformat(stop["start"])
            late = 840 if stop["order_id"] == late_one else 0
            latest = planned + SLOWER - timedelta(seconds=late)
            found.append(
                {
                    "order_id": stop["order_id"],
                    "courier_id": route["courier_id"],
                    "planned_at": stamp(planned),
                    "expected_at": stamp(planned + SLOWER),
                    "latest": stamp(latest),
                    "lateness_s": late,
                }
            )
    found.sort(key=lambda one: -one["lateness_s"])
    return {"deliveries": found}


def change_streets(overlays: list[Json], path: str, body: Json) -> None:
    """Put something on the streets, or take it back."""
    if path == "/overlays":
        empty = {"weather": None, "is_closed": False, "time_permille": None, "ends_at": None}
        nowhere: Json = {"area": None, "streets": [], "note": "", "is_in_force": True}
        overlays.append({"id": f"v-{len(overlays)}", **empty, **nowhere, **body})
    else:
        overlays[:] = [one for one in overlays if not path.endswith(one["id"])]


def fall_out(day: CityDay, courier: str) -> Json:
    """Give what a courier still had to others; what was on board is to be fetched."""
    member = next(one for one in day.members if one.id == courier)
    done = {
        order
        for (kind, order), state in day.states.items()
        if (kind, state) == ("delivery", "done")
    }
    taken = {
        order for (kind, order), state in day.states.items() if (kind, state) == ("pickup", "done")
    }
    mine = list(dict.fromkeys(order for _, order in member.entries if order not in done))
    for order in mine:
        day.give(order, None)
    return {
        "shift_ids": [],
        "to_fetch": [order for order in mine if order in taken],
        "to_give": [order for order in mine if order not in taken],
        "location": {"lat": 60.17, "lon": 24.94},
    }
