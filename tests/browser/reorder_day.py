"""A stop of the made-up day that is put elsewhere within its route."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.city_day import CityDay, Json


def reorder(day: CityDay, body: Json) -> Json:
    """Say what it does, and do it unless it is a trial or breaks a rule."""
    stop = (body["stop"], body["order_id"])
    before = body["before"] and (body["before"]["stop"], body["before"]["order_id"])
    member = day.carrier(body["order_id"])
    assert member is not None
    entries = [entry for entry in member.entries if entry != stop]
    entries.insert(len(entries) if before is None else entries.index(before), stop)
    pair = [("pickup", body["order_id"]), ("delivery", body["order_id"])]
    places = [entries.index(end) for end in pair if end in entries]
    wrong = {"code": "precedence", "message": "A delivery would come before its pickup."}
    violations = [] if places == sorted(places) else [wrong]
    if not violations and not body["dry_run"]:
        member.entries = entries
        day.version += 1
    minutes = {"minutes_before": 180, "minutes_after": 186}
    lateness = {"lateness_s_before": 0, "lateness_s_after": 60}
    balance = {"balance_minor_before": 120, "balance_minor_after": 120}
    stops = {"stops_before": 20, "stops_after": 20}
    return {
        "effects": []
        if violations
        else [{"courier_id": member.id, **stops, **minutes, **lateness, **balance}],
        "gini_before": 0.214,
        "gini_after": 0.214,
        "violations": violations,
        "plan_version": None if body["dry_run"] else day.version,
    }
