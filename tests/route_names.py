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
    "phone_id": MISSING,
    "vehicle_id": MISSING,
}
PERSON = {
    "name": "Ada",
    "initials": "A",
    "profile": "bike",
    "capacity_g": 20_000,
    "capacity_cm3": 80_000,
}
PHONE = {
    "endpoint": "https://push.example/phone/7f3a",
    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvT"
    "BHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    "language": "en",
}
WEEK = {
    "valid_from": "2026-07-01",
    "hours": [{"weekday": "mon", "from": "09:00", "to": "14:00"}],
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
    "/v1/me/availability",
    "/v1/me/hint-key",
    "/v1/me/hints",
)
"""Here a courier names no order; see test_own_time for what they do name."""
