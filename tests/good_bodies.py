"""A good body of each route that takes one; tests of bad bodies spoil them."""

from __future__ import annotations

from typing import Any

from tests.route_names import PHONE, WEEK

STANDING: dict[str, Any] = {
    "delivery": {"location": {"lat": 60.172, "lon": 24.945}},
    "parcels": [{"description": "a", "weight_g": 1, "volume_cm3": 1}],
    "pickup": {"address": "Elm Street 1"},
    "proof": "none",
    "rule": "FREQ=DAILY;COUNT=3",
    "starts_on": "2026-06-10",
    "ends_on": "2026-06-20",
    "from": "10:00",
    "to": "12:00",
    "ready_at": "09:00",
    "reference": "a",
}

RIDE: dict[str, Any] = {"profile": "bike", "capacity_g": 20_000, "capacity_cm3": 80_000}

PERSON: dict[str, Any] = {
    **RIDE,
    "name": "Ada",
    "initials": "A",
    "skills": ["cold"],
    "home": {"lat": 60.172, "lon": 24.945},
    "language": "en",
    "time_permille": 1100,
}

HOURS: dict[str, Any] = {
    "starts_at": "2026-06-20T05:00:00Z",
    "ends_at": "2026-06-20T09:00:00Z",
    "ride": RIDE,
    "skills": ["cold"],
    "start": {"lat": 60.172, "lon": 24.945},
    "breaks": [
        {
            "window": {"from": "2026-06-20T06:00:00Z", "to": "2026-06-20T07:00:00Z"},
            "duration_s": 900,
            "is_paid": True,
        }
    ],
    "dry_run": True,
}

VEHICLE: dict[str, Any] = {
    "name": "Long John",
    "profile": "cargo_bike",
    "capacity_g": 90_000,
    "capacity_cm3": 400_000,
    "skills": ["cold"],
}

GOOD: dict[str, dict[str, Any]] = {
    "/v1/couriers": PERSON,
    "/v1/couriers/{courier_id}/change": {**PERSON, "if_match": "0123456789abcdef"},
    "/v1/couriers/{courier_id}/absences": {"first_day": "2026-08-03", "last_day": "2026-08-14"},
    "/v1/vehicles": VEHICLE,
    "/v1/vehicles/{vehicle_id}/change": {**VEHICLE, "if_match": "0123456789abcdef"},
    "/v1/vehicles/{vehicle_id}/state": {"state": "broken", "back_on": "2026-08-14"},
    "/v1/vehicles/{vehicle_id}/shifts": {"shift_id": "a"},
    "/v1/shifts": {**HOURS, "courier_id": "courier-1"},
    "/v1/shifts/{shift_id}/change": {**HOURS, "if_match": "0123456789abcdef"},
    "/v1/shifts/{shift_id}/cancel": {"if_match": "0123456789abcdef", "dry_run": True},
    "/v1/shifts/{shift_id}/end": {"at": "2026-06-09T10:00:00+03:00"},
    "/v1/shifts/{shift_id}/hand-over": {"courier_id": "a", "if_match": "0123456789abcdef"},
    "/v1/quotes": {
        "delivery": {"location": {"lat": 60.17, "lon": 24.94}, "note": "", "phone": "1"},
        "parcels": [{"weight_g": 1, "volume_cm3": 1, "description": ""}],
        "pickup": {"address": "Elm Street 1"},
        "ready_at": "2026-06-09T09:00:00+03:00",
        "deliver_between": {
            "from": "2026-06-09T10:00:00+03:00",
            "to": "2026-06-09T11:00:00+03:00",
        },
        "skills": ["cold"],
        "storefront_id": "x",
    },
    "/v1/orders": {"quote_id": "a", "reference": "b", "tip_minor": 100},
    "/v1/standing-orders": STANDING,
    "/v1/standing-orders/{standing_id}/revise": {**STANDING, "if_version": 1},
    "/v1/standing-orders/{standing_id}/skip": {"day": "2026-06-10"},
    "/v1/standing-orders/{standing_id}/state": {"state": "paused"},
    "/v1/consignments": {"quote_id": "a", "reference": "b", "tip_minor": 100},
    "/v1/consignments/quotes": {
        "shipments": [
            {
                "delivery": {"location": {"lat": 60.172, "lon": 24.945}},
                "parcels": [{"description": "a", "weight_g": 1, "volume_cm3": 1}],
                "reference": "b",
            }
        ],
        "by": "one",
    },
    "/v1/consignments/{consignment_id}/change": {"note": "a", "dry_run": True},
    "/v1/me/events": {
        "device": "a",
        "events": [
            {
                "sequence": 1,
                "kind": "arrived",
                "order_id": "a",
                "at": "2026-06-09T09:00:00+03:00",
                "reason": "",
                "location": {"lat": 1, "lon": 1},
            },
        ],
    },
    "/v1/me/declines": {"order_id": "a"},
    "/v1/me/shifts": {
        "starts_at": "2026-06-20T09:00:00+03:00",
        "ends_at": "2026-06-20T12:00:00+03:00",
    },
    "/v1/me/shifts/{shift_id}/care": {
        "care": [
            {
                "begins_at": "2026-06-20T09:00:00+03:00",
                "ends_at": "2026-06-20T09:30:00+03:00",
            },
        ],
    },
    "/v1/me/shifts/{shift_id}/offer": {"is_offered": True},
    "/v1/me/absences": {"first_day": "2026-08-03", "last_day": "2026-08-14"},
    "/v1/me/position": {"lat": 60.17, "lon": 24.94},
    "/v1/me/hints": PHONE,
    "/v1/me/availability": WEEK,
    "/v1/me/ride": {"profile": "bike", "capacity_g": 20_000, "capacity_cm3": 80_000},
    "/v1/days/{day}/moves": {
        "order_id": "a",
        "to_courier_id": None,
        "if_version": 1,
        "dry_run": True,
        "reason": "",
    },
    "/v1/days/{day}/pins": {"order_id": "a", "courier_id": "a", "reason": ""},
    "/v1/orders/{order_id}/door": {"stop": "pickup", "location": {"lat": 60.172, "lon": 24.945}},
    "/v1/couriers/{courier_id}/time": {"time_permille": 1100},
    "/v1/orders/{order_id}/change": {
        "deliver_between": {
            "from": "2026-06-09T10:00:00+03:00",
            "to": "2026-06-09T11:00:00+03:00",
        },
        "delivery": {"location": {"lat": 60.172, "lon": 24.945}},
        "note": "a",
        "contact": "a",
        "phone": "a",
        "parcels": [{"description": "a", "weight_g": 1, "volume_cm3": 1}],
        "reference": "a",
        "if_version": 1,
        "fee_minor": 1,
        "dry_run": True,
    },
    "/v1/zones": {
        "name": "a",
        "area": {"type": "Polygon", "coordinates": [[[24, 60], [25, 60], [25, 61], [24, 60]]]},
    },
    "/v1/slot-rules": {
        "weekdays": ["mon"],
        "opens": "09:00",
        "closes": "17:00",
        "length_s": 3600,
        "capacity": 1,
        "storefront_id": "a",
        "notice_s": 0,
        "cut_off": "09:00",
        "cut_off_days": 0,
    },
    "/v1/storefronts/{storefront_id}/partner": {"partner": "ally"},
    "/v1/storefronts/{storefront_id}/keys": {
        "name": "a",
        "scopes": ["quotes"],
        "origins": ["https://shop.example"],
    },
    "/v1/storefronts/{storefront_id}/keys/{key_id}/secret": {"overlap_s": 3600},
    "/v1/subscriptions": {
        "url": "https://shop.example/hook",
        "kinds": ["order.delivered"],
        "storefront_id": "a",
    },
    "/v1/widget/quotes": {
        "delivery": {"address": "Elm Street 1", "note": "", "contact": "", "phone": "1"},
        "parcels": [{"weight_g": 1, "volume_cm3": 1, "description": ""}],
        "deliver_between": {
            "from": "2026-06-09T10:00:00+03:00",
            "to": "2026-06-09T11:00:00+03:00",
        },
    },
    "/v1/widget/orders": {"quote_id": "a", "reference": "b"},
    "/v1/imports/{import_id}/preview": {
        "fields": ["address", None],
        "decimal_mark": ".",
        "day_order": "dmy",
        "limit": 1,
    },
    "/v1/imports/{import_id}/start": {
        "fields": ["address", None],
        "decimal_mark": ".",
        "day_order": "dmy",
    },
    "/v1/delegations": {"to": "a", "proposal_id": "a"},
    "/v1/replays": {"policies": ["in_force", "pack:union"], "num_weeks": 1},
    "/v1/days/{day}/reorder": {
        "order_id": "a",
        "stop": "pickup",
        "before": {"order_id": "b", "stop": "delivery"},
        "if_version": 1,
        "dry_run": True,
        "reason": "",
    },
    "/v1/days/{day}/couriers/{courier_id}/breakdown": {
        "profile": "foot",
        "capacity_g": 8000,
        "capacity_cm3": 30_000,
        "lost_skills": ["a"],
        "vehicle_id": "a",
        "location": {"lat": 60.17, "lon": 24.94},
        "dry_run": True,
    },
    "/v1/orders/{order_id}/split": {
        "parcels": [1],
        "if_version": 1,
        "courier_id": "a",
        "reason": "",
    },
    "/v1/orders/{order_id}/rejoin": {"if_version": 1, "reason": ""},
    "/v1/days/{day}/groups": {
        "orders": [{"order_id": "a", "if_version": 1}, {"order_id": "b", "if_version": 1}],
        "reason": "",
    },
    "/v1/incidents": {
        "text": "a",
        "happened_at": "2026-06-09T10:00:00+03:00",
        "order_id": "a",
        "courier_id": "b",
    },
    "/v1/days/{day}/what-ifs": {
        "more": [
            {
                "like_courier_id": "a",
                "from": "2026-06-09T10:00:00+03:00",
                "to": "2026-06-09T11:00:00+03:00",
            }
        ],
        "fewer": ["a"],
        "windows": [
            {
                "order_id": "a",
                "window": {
                    "from": "2026-06-09T10:00:00+03:00",
                    "to": "2026-06-09T11:00:00+03:00",
                },
            }
        ],
        "eps_permille": 1,
        "lambda_s": 1,
        "weather": "rain",
        "time_permille": 1200,
    },
    "/v1/doubts": {
        "courier_id": "a",
        "device": "a",
        "sequence": 1,
        "reason": "a",
        "amount_minor": 1,
        "clause": "a",
    },
    "/v1/payroll/{first_day}/corrections": {
        "courier_id": "a",
        "amount_minor": 1,
        "clause": "a",
        "note": "a",
    },
    "/v1/overlays": {
        "streets": ["Elm Street"],
        "area": {"type": "Polygon", "coordinates": [[[24, 60], [25, 60], [25, 61], [24, 60]]]},
        "profiles": ["bike"],
        "weather": "rain",
        "is_closed": False,
        "time_permille": 1200,
        "hours": {"from": "07:00", "to": "09:00", "weekdays": ["mon"]},
        "begins_at": "2026-06-09T10:00:00+03:00",
        "ends_at": "2026-06-09T11:00:00+03:00",
        "note": "",
    },
    "/api/deliveries": {
        "pickup": {"address": "Elm Street 1", "after": "now", "comments": ""},
        "dropoff": {
            "address": {"streetAddress": "x", "latLng": [60.17, 24.94], "telephone": False},
            "before": "tomorrow 15:00",
            "weight": 5,
            "packages": [{"type": "S", "quantity": 1}],
            "tags": ["a"],
            "metadata": {"order_number": 1},
        },
        "comments": "",
    },
    "/api/deliveries/{order_id}": {
        "pickup": {"address": "Elm Street 1"},
        "dropoff": {
            "address": {"streetAddress": "x", "latLng": [60.17, 24.94], "telephone": False},
            "timeSlot": "2026-06-10 10:00-12:00",
            "weight": 5,
            "packages": [{"type": "S", "quantity": 1}],
            "comments": "",
        },
    },
    **{
        path: {
            "pickup": {"address": "Elm Street 1", "before": "tomorrow 13:00"},
            "dropoff": {
                "address": {"streetAddress": "Elm Street 2", "latLng": [60.17, 24.94]},
                "after": "tomorrow 13:00",
                "before": "tomorrow 15:00",
                "weight": "5",
            },
        }
        for path in (
            "/api/deliveries/assert",
            "/api/deliveries/quotes",
            "/api/retail_prices/calculate",
        )
    },
    "/api/webhooks": {"url": "https://shop.example/hook", "event": ["delivery.completed"]},
    "/v1/orders/{order_id}/tips": {"amount_minor": 100, "reference": "card"},
    "/v1/days/{day}/undo": {"if_version": 99},
    "/v1/days/{day}/replan": {"order_ids": ["x"]},
    "/v1/days/{day}/couriers/{courier_id}/out": {"location": {"lat": 60.17, "lon": 24.94}},
    "/v1/days/{day}/redo": {"if_version": 99},
    "/v1/days/{day}/plans/{version}/publish-for": {"if_version": 99, "couriers": ["x"]},
    "/v1/days/{day}/plans/{version}/publish": {"if_version": 99},
    "/v1/days/{day}/plans/{version}/discard": {"reason": "x"},
}
