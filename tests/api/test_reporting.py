"""Reports over several days: what they count, and files that no spreadsheet runs."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from dispatch import paying
from dispatch.model import StopFact, StopState
from dispatch.pay_inputs import record_work
from fairness.work import WorkKind, WorkRecord
from routing.solution import StopKind

if TYPE_CHECKING:
    from dispatch.store import Transaction
    from tests.api_world import World

WEEK = "first_day=2026-06-08&last_day=2026-06-14"


def report(world: World, query: str = WEEK) -> dict[str, Any]:
    """Give a report."""
    response = world.ask("dispatcher", "GET", f"/v1/reports?{query}")
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def work(world: World) -> None:
    """Let the first courier ride two hours and 9 km, and deliver two orders, one of them late."""
    courier, now = world.home.couriers[0], world.moment[0]
    mine = world.orders_of("courier")[:2]

    def deliver(tx: Transaction) -> None:
        shift = next(one for one in tx.shifts.all() if one.courier == courier)
        made = [
            WorkRecord(
                id=f"w-{kind}",
                courier=courier,
                shift=shift.id,
                kind=kind,
                begins_at=now - timedelta(hours=2),
                ends_at=now,
                meters=meters,
            )
            for kind, meters in ((WorkKind.TRAVEL, 9_000), (WorkKind.IDLE, 0))
        ]
        record_work(tx, world.home.dispatcher, made, now=now)
        for late_s, name in zip((-60, 60), mine, strict=True):
            order = tx.orders.get(name)
            at = order.promise + timedelta(seconds=late_s)
            tx.stop_facts.put(
                StopFact(
                    order=order.id,
                    kind=StopKind.DELIVERY,
                    day=order.day,
                    courier=courier,
                    shift=shift.id,
                    state=StopState.DONE,
                    arrived_at=at,
                    served_at=at,
                )
            )

    world.write(deliver)


def test_a_week_is_what_its_days_are(world: World) -> None:
    """One of two deliveries came by its promise; pay and hours are those of the pay page."""
    before = report(world)
    work(world)

    found = report(world)

    day = next(one for one in found["days"] if one["day"] == world.day)
    assert (day["made"], day["on_time"], day["distance_m"], day["motor_m"]) == (2, 1, 9_000, 0)
    assert day["open"] == len(world.orders_of("dispatcher"))
    assert len(found["days"]) == 7
    courier = world.home.couriers[0]
    row = next(one for one in found["couriers"] if one["courier_id"] == courier)
    known = next(one for one in before["couriers"] if one["courier_id"] == courier)
    with world.store.read(world.home.coop.id) as tx:
        running = paying.pay_of(
            tx,
            world.home.dispatcher,
            world.home.coop.day_of(world.moment[0]),
            now=world.moment[0],
            courier=courier,
        )
    assert running.of_week is not None
    assert row["pay_minor"] == running.of_week.total_minor
    assert row["online_s"] - known["online_s"] == day["online_s"] == 7200
    assert row["pay_per_hour_minor"] == round(row["pay_minor"] * 3600 / row["online_s"])
    assert found["equity"]["couriers"] == len(found["couriers"])


def test_days_that_run_backwards_or_are_too_many_are_refused(quiet_world: World) -> None:
    """92 days are read, 93 are not."""
    cases = ("first_day=2026-06-08&last_day=2026-06-07", "first_day=2026-01-01&last_day=2026-04-03")
    for query in cases:
        refused = quiet_world.ask("dispatcher", "GET", f"/v1/reports?{query}")
        assert refused.json()["code"] == "bad_wish"
    assert report(quiet_world, "first_day=2026-01-01&last_day=2026-04-02")["couriers"] == []


def test_no_cell_of_a_file_is_a_formula(world: World) -> None:
    """A courier whose name begins like one comes as text, in CSV and in the workbook."""
    work(world)

    def rename(tx: Transaction) -> None:
        known = tx.couriers.get(world.home.couriers[0])
        tx.couriers.save(replace(known, name='=HYPERLINK("http://x.example")'))

    world.write(rename)
    table = world.ask("dispatcher", "GET", f"/v1/reports/couriers.csv?{WEEK}")
    days = world.ask("dispatcher", "GET", f"/v1/reports/days.csv?{WEEK}")
    book = world.ask("dispatcher", "GET", f"/v1/reports/report.xlsx?{WEEK}")

    rows = list(csv.DictReader(StringIO(table.text)))
    named = next(row for row in rows if row["courier_id"] == world.home.couriers[0])
    assert named["name"] == '\'=HYPERLINK("http://x.example")'
    assert next(csv.DictReader(StringIO(days.text)))["day"] == "2026-06-08"
    sheets = load_workbook(BytesIO(book.content))
    assert sheets.sheetnames == ["Days", "Couriers", "Measures"]
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    column = [cell.value for cell in sheets["Couriers"]["B"]]
    assert named["name"] in column
