"""What the courier's page is told about the made-up day: the API's answers as JSON."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.browser.city_day import (
    DAY,
    NOW,
    STOREFRONTS,
    line_of,
    stamp,
    stops_of,
)

if TYPE_CHECKING:
    from tests.browser.city_day import CityDay, Json, Member, Ride


def my_route(day: CityDay, member: Member) -> Json:
    """Return a courier's route."""
    stops = []
    for index, stop in enumerate(stops_of(day, member)):
        ride = day.rides.get(stop["order_id"] or "")
        is_pickup = stop["kind"] == "pickup"
        shop = STOREFRONTS[ride.storefront] if ride and is_pickup else ""
        own = {
            "id": f"{member.id}-{index}",
            "note": "Back door, ring twice" if ride and not is_pickup else "",
            "contact": shop,
            "phone": "+358 40 123 4567" if ride else "",
            "parcels": [{"description": "", "weight_g": ride.weight_g}] if ride else [],
            "weight_g": ride.weight_g if ride else 0,
            "proof": "none" if not ride or is_pickup else day.proofs.get(ride.id, "none"),
        }
        stops.append({**stop, **own})
    return {
        "day": DAY,
        "version": day.version,
        "courier": {"id": member.id, "name": member.name, "initials": member.initials},
        "shift": {
            "id": f"sh-{member.id}",
            "starts_at": stamp(member.starts_at),
            "ends_at": stamp(member.ends_at),
        },
        "stops": stops,
        "back": [_back(day.rides[order], is_canceled) for order, is_canceled in day.back],
        "ends_at": stops[-1]["arrival"],
        "geometry": line_of(day, member),
    }


def my_directions(day: CityDay, member: Member) -> Json:
    """Return what to do along a courier's route: the same two steps to each stop."""
    steps = [
        {"text": "Turn left into Runeberginkatu", "distance": "400 m"},
        {"text": "You are there", "distance": "0 m"},
    ]
    stops = my_route(day, member)["stops"]
    legs = [{"stop_id": stop["id"], "climb_m": 12, "directions": steps} for stop in stops]
    return {"day": DAY, "version": day.version, "legs": legs}


def my_time(member: Member) -> Json:
    """Return when a courier works and how."""
    begins, ends = member.starts_at + timedelta(days=1), member.ends_at + timedelta(days=1)
    noon = begins.replace(hour=12)
    shift = {
        "id": "sh-1",
        "starts_at": stamp(begins),
        "ends_at": stamp(ends),
        "state": "agreed",
        "profile": member.profile,
        "care": [{"begins_at": stamp(noon), "ends_at": stamp(noon + timedelta(minutes=45))}],
        "is_offered": False,
    }
    later = timedelta(days=2)
    return {
        "shifts": [shift],
        "offered": [
            {
                "id": "sh-2",
                "starts_at": stamp(begins + later),
                "ends_at": stamp(ends + later),
                "courier": "Aino Kallio",
            }
        ],
        "availability": [
            {
                "valid_from": "2026-11-02",
                "hours": [
                    {"weekday": "mon", "from": "09:00", "to": "17:00"},
                    {"weekday": "fri", "from": "18:00", "to": "01:00"},
                ],
            }
        ],
        "absences": [{"id": "a-1", "first_day": "2026-12-21", "last_day": "2026-12-27"}],
        "ride": {
            "profile": member.profile,
            "capacity_g": 40_000,
            "capacity_cm3": 160_000,
            "max_climb_m": None,
            "has_heights": False,
        },
    }


def my_statements() -> Json:
    """Return a courier's closed periods."""
    week = {"first_day": "2026-11-16", "last_day": "2026-11-22", "total_minor": 41_260}
    return {"currency": "EUR", "statements": [{**week, "online_s": 25 * 3600}]}


def _back(ride: Ride, is_canceled: bool) -> Json:  # noqa: FBT001 - a part of the answer
    return {
        "order_id": ride.id,
        "is_canceled": is_canceled,
        "address": ride.pickup.address,
        "contact": STOREFRONTS[ride.storefront],
        "location": ride.pickup.location(),
        "recipient": ride.delivery.address,
    }


def my_pay() -> Json:
    """Return a courier's pay."""
    records = [
        {
            "kind": "travel",
            "begins_at": f"{DAY}T10:02:00+02:00",
            "ends_at": f"{DAY}T10:14:00+02:00",
            "metres": 3400,
        },
        {
            "kind": "waiting",
            "begins_at": f"{DAY}T10:14:00+02:00",
            "ends_at": f"{DAY}T10:19:00+02:00",
            "metres": 0,
        },
    ]
    lines = [
        {
            "clause": clause,
            "rule": rule,
            "label": label,
            "amount_minor": amount,
            "records": number,
            "behind": records,
        }
        for clause, rule, label, amount, number in (
            ("hourly_floor", "Guaranteed pay per hour online", "Hours online", 6120, 41),
            ("per_drop", "Pay per delivery", "Drops and distance", 1010, 12),
            ("waiting", "Premium for waiting", "Waiting at storefronts", 290, 3),
        )
    ]
    day = {
        "online_s": 4 * 3600 + 600,
        "drops": 12,
        "lines": lines,
        "floor_minor": 6250,
        "top_up_minor": 0,
        "premiums_minor": 290,
        "tips_minor": 0,
        "total_minor": 7420,
    }
    period = {**day, "online_s": 20 * 3600, "drops": 57, "total_minor": 33_180, "lines": []}
    return {
        "day": day,
        "period": period,
        "balance_minor": 950,
        "balance_s": 2280,
        "policy_version": 3,
        "added": [
            {
                "at": stamp(NOW),
                "first_day": "2026-11-22",
                "last_day": "2026-11-22",
                "amount_minor": 750,
                "reason": "decided",
                "message": "decided by a person",
                "note": "She worked through the break.",
                "is_posted": False,
            }
        ],
    }
