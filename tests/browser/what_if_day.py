"""What a change would do to the made-up day: how far the answer is, and what it is."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from tests.browser import answers
from tests.browser.city_day import NOW, stamp

if TYPE_CHECKING:
    from tests.browser.city_day import CityDay, Json

PATH = "/v1/what-ifs/what-1"


def asked(body: Json, state: str = "running", num_done: int = 0) -> Json:
    """Return a question, and how far its answer is."""
    more = [
        {
            "courier_id": f"what-if-{number}",
            "like_courier_id": one["like_courier_id"],
            "window": {"from": one["from"], "to": one["to"]},
        }
        for number, one in enumerate(body.get("more", []), start=1)
    ]
    same: Json = {"fewer": [], "windows": []}
    same |= dict.fromkeys(("eps_permille", "lambda_s", "weather", "time_permille"))
    return {
        "id": "what-1",
        "state": state,
        "message": "An answer is being looked for." if state == "running" else "It is answered.",
        "asked_at": stamp(NOW),
        "supposed": {**same, **body, "more": more},
        "num_done": num_done,
        "num_steps": 12,
    }


def answered(day: CityDay, body: Json) -> Json:
    """Give two orders of the first courier to whoever is one more, or to the next courier."""
    then = copy.deepcopy(day)
    giver = next(one for one in then.members if len(one.entries) > 8)
    orders = list(dict.fromkeys(order for _, order in giver.entries))[-2:]
    taker = copy.deepcopy(then.members[-1])
    if body.get("more"):
        taker.id, taker.entries = "what-if-1", []
        then.members.append(taker)
    for order in orders:
        then.give(order, taker.id)
    usual = answers.plan(day, 0, "proposed")["figures"]
    return {
        "what_if": asked(body, "done", 12),
        "usual": {**usual, "gini": 0.212, "unassigned": 3},
        "plan": answers.plan(then, 0, "proposed"),
    }
