"""What goes wrong on the made-up day: a vehicle, a jar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.city_day import NOW, stamp

if TYPE_CHECKING:
    from tests.browser.city_day import CityDay, Json

PHOTO = "ab" * 32


def break_down(day: CityDay, courier: str, body: Json) -> Json:
    """Keep what is light enough, and leave the rest to be fetched."""
    member = next(one for one in day.members if one.id == courier)
    taken = {
        order for (kind, order), state in day.states.items() if (kind, state) == ("pickup", "done")
    }
    done = {
        order
        for (kind, order), state in day.states.items()
        if (kind, state) == ("delivery", "done")
    }
    mine = list(dict.fromkeys(order for _, order in member.entries if order not in done))
    aboard = [order for order in mine if order in taken]
    keeps = [order for order in aboard if day.rides[order].weight_g <= body["capacity_g"]]
    left = [order for order in aboard if order not in keeps]
    if not body["dry_run"]:
        member.profile = body["profile"]
        for order in left:
            day.give(order, None)
    return {
        "shift_id": f"sh-{courier}",
        "keeps": keeps,
        "to_fetch": left,
        "to_replan": [order for order in mine if order not in taken],
        "location": {"lat": 60.17, "lon": 24.94},
    }


def tell(incidents: list[Json], body: Json) -> Json:
    """Write an incident down."""
    nothing: Json = {"order_id": None, "courier_id": None, "photos": []}
    known = {"id": f"i-{len(incidents)}", "author": "m-1", "recorded_at": stamp(NOW)}
    incidents.insert(0, {**nothing, "happened_at": stamp(NOW), **body, **known})
    return incidents[0]


def add_photo(incidents: list[Json], path: str) -> Json:
    """Keep a picture of one."""
    one = next(one for one in incidents if f"/{one['id']}/" in path)
    one["photos"].append(PHOTO)
    return {"sha256": PHOTO}
