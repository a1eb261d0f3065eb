"""A replay of the made-up co-op: how far it is, and what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.city_day import Json

NAMES = ("Aino Kallio", "Bilal Noor", "Carme Puig", "Daniel Berg", "Eeva Salo")
PATH = "/v1/replays/replay-1"


def replay(state: str = "running", num_done: int = 9) -> Json:
    """Return a replay of two weeks under two policies."""
    return {
        "id": "replay-1",
        "state": state,
        "message": "It is running." if state == "running" else "It is done.",
        "policies": ["in_force", "pack:union"],
        "titles": ["Rules in force", "Unionized company"],
        "published_at": None,
        "num_weeks": 2,
        "num_done": num_done,
        "num_days": 28,
        "asked_at": "2026-11-23T14:00:00+02:00",
    }


def _policy(name: str, pays: tuple[int, ...], ginis: tuple[float, ...], **more: object) -> Json:
    return {
        "policy": name,
        "currency": "EUR",
        "orders": 412,
        "delivered": 410,
        "orders_per_hour": 1.7,
        "busy_percent": 61.0,
        "gini_earned": ginis[-1],
        "gini_pay": ginis[-1],
        "below_floor_percent": 20.0,
        "pay_minor": sum(pays),
        "top_up_minor": 4200,
        "travel_min_per_order": 14.4,
        "travel_change_percent": 0.0,
        "click_to_door_min": 30.6,
        "click_to_door_change_min": 0.0,
        "lateness_min": 0.8,
        "lever": "dispatch",
        "verdict": "Dispatch is the lever: 1.70 orders per hour, and 1.50 pay the floor.",
        "gini_by_day": ginis,
        "couriers": [
            {
                "courier": f"c-{number}",
                "name": who,
                "online_s": 72_000,
                "orders": 34,
                "travel_s": 30_000,
                "earned_minor": pay,
                "base_minor": pay,
                "top_up_minor": 0,
                "pay_minor": pay,
            }
            for number, (who, pay) in enumerate(zip(NAMES, pays, strict=True))
        ],
        **more,
    }


def full_replay() -> Json:
    """Return what the replay found."""
    before = (41_000, 30_200, 36_000, 33_100, 35_000)
    after = (35_600, 34_900, 35_300, 34_800, 35_200)
    return {
        "replay": replay("done", 28),
        "result": {
            "is_drawn": False,
            "policies": [
                _policy("in_force", before, (0.12, 0.08, 0.06, 0.055, 0.05)),
                _policy(
                    "pack:union",
                    after,
                    (0.06, 0.03, 0.02, 0.012, 0.008),
                    below_floor_percent=0.0,
                    travel_change_percent=1.2,
                    lever="hours",
                    verdict="Hours, not dispatch, are the lever.",
                ),
            ],
        },
    }


def packs() -> Json:
    """Return one pack."""
    about = "Hourly pay."
    return {"packs": [{"name": "union", "title": "Union agreement", "about": about}], "laws": []}
