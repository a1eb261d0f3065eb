"""What stands in the paths and bodies of requests that try every route."""

MISSING = "nothing-of-this-name"
LETTERS = {
    "font": "regular",
    "codes": "0-255",
    "overlay_id": MISSING,
    "contestation_id": MISSING,
    "proposal_id": MISSING,
    "delegation_id": MISSING,
    "replay_id": MISSING,
    "what_if_id": MISSING,
    "incident_id": MISSING,
    "pack": "union",
    "first_day": "2026-06-01",
    "zone_id": MISSING,
    "import_id": MISSING,
    "consignment_id": MISSING,
    "standing_id": MISSING,
    "rule_id": MISSING,
    "subscription_id": MISSING,
    "notice_id": MISSING,
    "quote_id": MISSING,
    "webhook_id": MISSING,
    "key_id": "k-storefront",
    "sha256": "0" * 64,
    "shift_id": MISSING,
    "absence_id": MISSING,
    "vehicle_id": MISSING,
}
PERSON = {
    "name": "Ada",
    "initials": "A",
    "profile": "bike",
    "capacity_g": 20_000,
    "capacity_cm3": 80_000,
}
VEHICLE = {
    "name": "Long John",
    "profile": "cargo_bike",
    "capacity_g": 90_000,
    "capacity_cm3": 400_000,
}
HOURS = {"starts_at": "2026-06-20T05:00:00Z", "ends_at": "2026-06-20T09:00:00Z", "dry_run": True}
OF_AN_ORDER = ("/revise", "/skip", "/state", "/cancel", "/change", "/release", "/return", "/tips")
AMONG_COLLEAGUES = ("/v1/me/explanations/{order_id}", "/v1/me/contestations")
"""Here a courier names an order that a colleague has: why not me, and an objection to it."""
OF_ONES_TIME = (
    "/v1/me/shifts",
    "/v1/me/absences",
    "/v1/me/ride",
    "/v1/me/calendar",
    "/v1/me/position",
)
"""Here a courier names no order; see test_own_time for what they do name."""
