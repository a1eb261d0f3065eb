"""The part of the table of routes by which the desk keeps the crew and its shifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.admission import DISPATCHING, for_roles
from api.routes import couriers, shifts
from api.verbs import delete, get, post

if TYPE_CHECKING:
    from api.admission import Declared


def crew_routes() -> tuple[Declared, ...]:
    """Give the routes by which the desk keeps the crew and agrees on shifts."""
    tag, plan = "dispatcher", for_roles(*DISPATCHING, scope="plans")
    one, shift = "/v1/couriers/{courier_id}", "/v1/shifts/{shift_id}"
    return (
        get("/v1/couriers", couriers.couriers, plan, tag),
        post("/v1/couriers", couriers.add, plan, tag, 201),
        post(f"{one}/change", couriers.change, plan, tag),
        post(f"{one}/time", couriers.set_time, plan, tag),
        post(f"{one}/leave", couriers.leave, plan, tag),
        post(f"{one}/return", couriers.come_back, plan, tag),
        post(f"{one}/absences", couriers.stay_away, plan, tag, 201),
        delete(f"{one}/absences/{{absence_id}}", couriers.be_there, plan, tag),
        get("/v1/shifts", shifts.shifts, plan, tag),
        post("/v1/shifts", shifts.agree, plan, tag),
        post(f"{shift}/change", shifts.change, plan, tag),
        post(f"{shift}/cancel", shifts.cancel, plan, tag),
        post(f"{shift}/hand-over", shifts.hand_over, plan, tag),
    )
