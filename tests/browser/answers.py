"""What the pages are told about the made-up day: the API's answers as JSON."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import TYPE_CHECKING

from routing.streets.tiles.style import Theme, map_style
from tests.browser.city_day import (
    DAY,
    NOW,
    REASONS,
    STOREFRONTS,
    STREETS,
    UNPLANNED,
    Corner,
    at,
    line_of,
    stamp,
    stops_of,
    window_of,
)
from tests.browser.drawn_city import ATTRIBUTION

if TYPE_CHECKING:
    from tests.browser.city_day import CityDay, Json, Member, Ride

FEE = {
    "total_minor": 890,
    "currency": "EUR",
    "courier_pay_minor": 575,
    "on_cost_minor": 130,
    "coop_share_minor": 185,
    "tax_minor": 0,
    "labor_cost_minor": 705,
    "partner": "market",
}
DESK = {
    "console": ("dispatcher", "Aino Kallio", None, None),
    "courier": ("courier", "Carme Puig", "c-2", None),
    "colleague": ("courier", "Daniel Berg", "c-3", None),
    "storefront": ("storefront", "Kallio Bakery", None, "s-0"),
}


def me(role: str) -> Json:
    """Return who asks."""
    name, person, courier, storefront = DESK[role]
    return {
        "coop": {
            "id": "coop-1",
            "name": "Sisu Couriers",
            "time_zone": "Europe/Helsinki",
            "currency": "EUR",
            "language": "en",
            "city": "helsinki",
        },
        "member": f"m-{role}",
        "role": name,
        "name": person,
        "language": "",
        "courier_id": courier,
        "storefront_id": storefront,
        "day": DAY,
        "now": stamp(NOW),
        "speed": 1.0,
    }


def order(day: CityDay, ride: Ride) -> Json:
    """Return one order."""
    member = day.carrier(ride.id)
    number = ride.id.removeprefix("o-")
    place = {"note": "", "window": None}
    who = {"id": member.id, "name": member.name, "initials": member.initials} if member else None
    return {
        "id": ride.id,
        "reference": f"#{int(number) + 400}",
        "day": DAY,
        "storefront": {"id": f"s-{ride.storefront}", "name": STOREFRONTS[ride.storefront]},
        "state": ride.state,
        "pickup": {
            **place,
            "address": ride.pickup.address,
            "location": ride.pickup.location(),
        },
        "delivery": {
            **place,
            "address": ride.delivery.address,
            "location": ride.delivery.location(),
            "window": window_of(ride),
        },
        "parcels": [{"description": "", "weight_g": ride.weight_g, "volume_cm3": 0}],
        "weight_g": ride.weight_g,
        "fee": {"total_minor": 890, "currency": "EUR"},
        "promise": window_of(ride),
        "placed_at": stamp(ride.promise - timedelta(hours=2, seconds=int(number))),
        "courier": who,
        "eta": stamp(ride.promise - timedelta(minutes=9)) if member else None,
        "needs_attention": [],
    }


def plan(day: CityDay, version: int, state: str) -> Json:
    """Return the plan in force with figures that fit its routes."""
    routes = [
        {
            "courier_id": member.id,
            "shift_id": f"sh-{member.id}",
            "stops": stops_of(day, member),
            "geometry": line_of(day, member),
        }
        for member in day.members
    ]
    fair = [_row(day, member) for member in day.members]
    free = copy.deepcopy(fair)
    for index, row in enumerate(free):
        swing = (index % 5 - 2) * 24
        row["minutes"] += swing
        row["pay_minor"] += swing * 25
    return {
        "version": version,
        "state": state,
        "created_at": stamp(NOW - timedelta(minutes=3)),
        "author": "planner",
        "reason": "",
        "policy_version": 3,
        "routes": routes,
        "unassigned": [
            {
                "order_id": name,
                "reason": {
                    "code": code,
                    "message": REASONS[code][0],
                    "remedies": [{"code": "help", "message": REASONS[code][1]}],
                },
            }
            for name, code in UNPLANNED.items()
            if day.carrier(name) is None
        ],
        "figures": _figures(fair, gini=0.214, lowest=1480),
        "free_figures": _figures(free, gini=0.302, lowest=1192),
        "price_of_fairness": {"travel": 0.013, "lateness": 0.0},
    }


def _row(day: CityDay, member: Member) -> Json:
    stops = stops_of(day, member)
    served = [stop for stop in stops if stop["order_id"]]
    travel = sum(stop["travel_s"] for stop in stops)
    minutes = round((travel + sum(150 for _ in served)) / 60)
    pay = minutes * 27
    return {
        "courier_id": member.id,
        "stops": len(served),
        "minutes": minutes,
        "distance_m": sum(stop["distance_m"] for stop in stops),
        "pay_minor": pay,
        "top_up_minor": max(0, 6 * 1500 - pay),
        "balance_minor": member.balance_s * 25 // 60,
        "online_s": 6 * 3600,
        "period_pay_minor": pay * 4,
        "period_online_s": 24 * 3600,
    }


def _figures(rows: list[Json], *, gini: float, lowest: int) -> Json:
    return {
        "travel_s": sum(row["minutes"] for row in rows) * 40,
        "distance_m": sum(row["distance_m"] for row in rows),
        "lateness_s": 720,
        "gini": gini,
        "lowest_pay_per_hour_minor": lowest,
        "unassigned": len(UNPLANNED),
        "couriers": rows,
    }


def whole_day(day: CityDay) -> Json:
    """Return what the console shows."""
    orders = [order(day, ride) for ride in day.rides.values()]
    proposal = None
    if day.proposal is not None:
        other = copy.deepcopy(day)
        other.give(*day.proposal)
        proposal = plan(other, day.version + 1, "proposed")
    return {
        "day": DAY,
        "now": stamp(NOW),
        "plan": plan(day, day.version, "published"),
        "proposal": proposal,
        "orders": orders,
        "couriers": [_courier(member) for member in day.members],
        "counts": {
            "orders": len(orders),
            "unassigned": sum(day.carrier(name) is None for name in day.rides),
            "late_soon": 2,
            "delivered": sum(ride.state == "delivered" for ride in day.rides.values()),
        },
        "storefronts": [
            {"id": f"s-{index}", "name": STOREFRONTS[index], "location": shop.location()}
            for index, shop in enumerate(day.shops)
        ],
        "pins": [
            {"order_id": name, "courier_id": who, "reason": "knows the door", "author": "m-1"}
            for name, who in day.pins.items()
        ],
    }


def history(day: CityDay) -> Json:
    """Return one decision of the morning, and whether there are steps to take."""
    decision = {
        "seq": 40,
        "at": stamp(NOW - timedelta(hours=1)),
        "author": "c-4",
        "kind": "plan.published",
        "step": None,
        "version": 7,
        "order_id": None,
        "courier_id": None,
        "reason": "rain stops at noon",
    }
    steps = {"can_undo": bool(day.done), "can_redo": bool(day.undone)}
    return {"decisions": [decision], **steps}


def _courier(member: Member) -> Json:
    online = max(0, min((NOW - member.starts_at).total_seconds(), 6 * 3600))
    care = []
    if member.id == "c-4":
        starts = member.starts_at + timedelta(hours=3)
        care = [{"begins_at": stamp(starts), "ends_at": stamp(starts + timedelta(minutes=40))}]
    return {
        "id": member.id,
        "name": member.name,
        "initials": member.initials,
        "profile": member.profile,
        "color": member.color,
        "shift": {
            "id": f"sh-{member.id}",
            "starts_at": stamp(member.starts_at),
            "ends_at": stamp(member.ends_at),
            "breaks": [],
            "care": care,
        },
        "pay_minor": round(online / 60) * 26,
        "online_s": round(online),
        "balance_minor": member.balance_s * 25 // 60,
        "balance_s": member.balance_s,
    }


def quote(body: Json) -> Json:
    """Return a quote; more than 60 kg is more than anybody carries."""
    weight = sum(parcel["weight_g"] for parcel in body["parcels"])
    is_feasible = weight <= 60_000
    asked = body.get("deliver_between")
    promise = {"from": stamp(NOW + timedelta(minutes=35)), "to": stamp(NOW + timedelta(minutes=65))}
    later = [
        {"from": stamp(NOW + timedelta(hours=h)), "to": stamp(NOW + timedelta(hours=h, minutes=30))}
        for h in (2, 3)
    ]
    remedies = [{"code": "split", "message": "Split it into parcels of 40 kg."}]
    message = f"{weight // 1000} kg is more than any courier on shift can carry."
    return {
        "id": "q-1",
        "fee": FEE,
        "is_feasible": is_feasible,
        "promise": (asked or promise) if is_feasible else None,
        "held_until": stamp(NOW + timedelta(minutes=10)),
        "alternatives": later if is_feasible else [],
        "reason": None
        if is_feasible
        else {"code": "too_heavy", "message": message, "remedies": remedies},
        "minutes": 23,
        "distance_m": 3400,
        "needs_attention": [],
    }


def places(text: str) -> Json:
    """Return addresses that begin with a text."""
    sure = {"kind": "address", "needs_pin": False}
    names = [name for name in STREETS if name.lower().startswith(text.lower())]
    found = [
        {"label": f"{name} {number}", "location": at(number, 3), **sure}
        for name in names
        for number in (3, 12, 28)
    ]
    return {"places": found}


def city() -> Json:
    """Return the city's facts."""
    middle = Corner(0, 0, "").location()
    return {
        "name": "Helsinki",
        "attribution": ATTRIBUTION,
        "bbox": [24.85, 60.13, 25.03, 60.21],
        "center": [middle["lon"], middle["lat"]],
    }


def style(theme: str) -> Json:
    """Return the map's look."""
    return map_style(
        Theme(theme),
        tiles="pmtiles:///v1/city/tiles.pmtiles",
        glyphs="/v1/city/glyphs/{fontstack}/{range}.pbf",
        attribution=ATTRIBUTION,
    )
