"""The part of the table of routes for the office: crew, shifts and reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.admission import CSV, DISPATCHING, XLSX, for_roles
from api.routes import couriers, reporting, shifts, vehicles
from api.verbs import delete, get, post

if TYPE_CHECKING:
    from api.admission import Declared


def office_routes() -> tuple[Declared, ...]:
    """Give the routes by which the desk keeps the crew, agrees on shifts and reports."""
    tag, plan = "dispatcher", for_roles(*DISPATCHING, scope="plans")
    vehicle = "/v1/vehicles/{vehicle_id}"
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
        post(f"{shift}/end", shifts.end, plan, tag),
        get("/v1/vehicles", vehicles.vehicles, plan, tag),
        post("/v1/vehicles", vehicles.add, plan, tag, 201),
        post(f"{vehicle}/change", vehicles.change, plan, tag),
        post(f"{vehicle}/state", vehicles.set_state, plan, tag),
        post(f"{vehicle}/shifts", vehicles.lend, plan, tag, 201),
        delete(f"{vehicle}/shifts/{{shift_id}}", vehicles.take_back, plan, tag),
        get("/v1/reports", reporting.report, plan, tag),
        get("/v1/reports/couriers.csv", reporting.couriers_csv, plan, tag, CSV),
        get("/v1/reports/days.csv", reporting.days_csv, plan, tag, CSV),
        get("/v1/reports/report.xlsx", reporting.workbook, plan, tag, XLSX),
    )
