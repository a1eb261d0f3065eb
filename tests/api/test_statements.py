"""Statements that a courier can keep: JSON, page, PDF, table; and the co-op's payroll."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from dispatch import closing, correcting
from dispatch.model import CourierId, Period
from tests.api.test_courier import event, first_order, report

if TYPE_CHECKING:
    from datetime import date

    from tests.api_world import World


@pytest.fixture
def week(world: World) -> Period:
    """Return a closed week in which the courier delivered one order, with one line added."""
    order, start = first_order(world)
    world.moment[0] = start + timedelta(hours=2)
    report(
        world,
        event(1, "arrived", start, order),
        event(2, "picked_up", start + timedelta(minutes=3), order),
        event(3, "arrived", start + timedelta(minutes=15), order),
        event(4, "delivered", start + timedelta(minutes=17), order),
        event(5, "shift_ended", start + timedelta(minutes=90)),
    )
    day = world.home.coop.day_of(start)
    monday = day - timedelta(days=day.weekday())
    period = Period(first_day=monday, last_day=monday + timedelta(days=6))
    now = world.moment[0] = start + timedelta(days=8)
    actor, coop = world.home.dispatcher, world.home.coop.id
    world.store.write(coop, lambda tx: closing.close(tx, actor, period, now=now)).result()
    world.store.write(
        coop,
        lambda tx: correcting.correct(
            tx,
            actor,
            period,
            CourierId(world.home.couriers[0]),
            -100,
            clause="per_drop_minor",
            note="=HYPERLINK(<b>)",
            new_id="c1",
            now=now,
        ),
    ).result()
    return period


def path(first_day: date, ending: str = "") -> str:
    """Give the path of my statement."""
    return f"/v1/me/statements/{first_day}{ending}"


def test_my_statement_has_every_line_with_its_rule_and_records(world: World, week: Period) -> None:
    """The closed lines add up, the agreed one comes last, and the list names the week."""
    listed = world.ask("courier", "GET", "/v1/me/statements").json()["statements"]
    statement = world.ask("courier", "GET", path(week.first_day)).json()

    assert [one["first_day"] for one in listed] == [str(week.first_day)]
    assert statement["total_minor"] == sum(line["amount_minor"] for line in statement["lines"])
    assert statement["total_minor"] == listed[0]["total_minor"] - 100
    assert all(line["records"] for line in statement["lines"][:-1])
    assert statement["lines"][-1]["reason"] == "agreed"
    assert statement["lines"][0]["rule"] == "Pay per delivery"


class Texts(HTMLParser):
    """Gathers the tags and the texts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        del attrs
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text += data


def test_the_page_needs_no_script_and_says_it_in_my_language(world: World, week: Period) -> None:
    """Table headings for screen readers, no markup from a note, its own style and no other."""
    response = world.ask(
        "courier", "GET", path(week.first_day, "/statement.html"), headers={"accept-language": "de"}
    )

    page = Texts()
    page.feed(response.text)
    assert response.headers["content-type"].startswith("text/html")
    assert "script-src" not in response.headers["content-security-policy"].replace(
        "script-src 'self'", ""
    )
    assert "Lohnabrechnung" in page.text
    assert "=HYPERLINK(<b>)" in page.text
    assert not {"script", "b"} & set(page.tags)
    assert page.tags.count("table") == 2
    assert 'scope="col"' in response.text


def test_the_pdf_is_the_same_each_time(world: World, week: Period) -> None:
    """A PDF with letters of its own, to keep; not stored by anything in between."""
    first = world.ask("courier", "GET", path(week.first_day, "/statement.pdf"))
    again = world.ask("courier", "GET", path(week.first_day, "/statement.pdf"))

    assert first.headers["content-type"] == "application/pdf"
    assert first.content.startswith(b"%PDF-")
    assert b"SourceSansPro" in first.content
    assert first.content == again.content
    assert "no-store" in first.headers["cache-control"]


def test_the_table_adds_up_and_holds_no_formula(world: World, week: Period) -> None:
    """A note that begins like a formula is a text in a spreadsheet; amounts stay numbers."""
    response = world.ask("courier", "GET", path(week.first_day, "/statement.csv"))
    statement = world.ask("courier", "GET", path(week.first_day)).json()

    rows = list(csv.DictReader(StringIO(response.text)))
    assert sum(int(row["amount_minor"]) for row in rows) == statement["total_minor"]
    assert rows[-1]["note"] == "'=HYPERLINK(<b>)"
    assert rows[-1]["amount_minor"] == "-100"


def test_the_payroll_has_a_row_per_courier(world: World, week: Period) -> None:
    """What was added is in it; on-cost of 12 % is rounded up; a courier may not read it."""
    where = f"/v1/payroll/{week.first_day}/payroll.csv"
    response = world.ask("dispatcher", "GET", where)

    rows = list(csv.DictReader(StringIO(response.text)))
    mine = next(row for row in rows if row["courier_id"] == world.home.couriers[0])
    total = int(mine["total_minor"])
    assert mine["added_minor"] == "-100"
    assert int(mine["on_cost_minor"]) == -(-total * 120 // 1000)
    assert total == sum(
        int(mine[f"{part}_minor"]) for part in ("base", "top_up", "premiums", "tips", "added")
    )
    assert world.ask("courier", "GET", where).status_code == 403


def test_a_payroll_costs_what_it_cost_when_its_period_ended(world: World, week: Period) -> None:
    """Rules of the week after ask for 50 %: the closed week stays at 12 %, with every cent."""
    where = f"/v1/payroll/{week.first_day}/payroll.csv"
    before = world.ask("dispatcher", "GET", where).text
    begins = world.home.coop.beginning(week.last_day + timedelta(days=1))
    with world.store.read(world.home.coop.id) as tx:
        rules = tx.policies.at(begins)
    dearer = replace(rules, version=rules.version + 1, valid_from=begins, on_cost_permille=500)
    world.write(lambda tx: tx.policies.add(dearer))

    assert world.ask("dispatcher", "GET", where).text == before


def test_a_week_that_is_not_closed_has_no_statement(quiet_world: World) -> None:
    """Nor has another co-op's, nor a day that begins none: all look the same."""
    for ending in ("", "/statement.html", "/statement.pdf", "/statement.csv"):
        found = quiet_world.ask("courier", "GET", f"/v1/me/statements/2026-01-05{ending}")
        assert found.status_code == 404
    missing = quiet_world.ask("dispatcher", "GET", "/v1/payroll/2026-01-05/payroll.csv")
    assert missing.status_code == 404


def test_a_tip_reaches_the_couriers_pay_once(world: World) -> None:
    """Refused before the delivery, once for a reference, then on top of the day's pay."""
    order, start = first_order(world)
    where = f"/v1/orders/{order}/tips"
    early = world.ask("dispatcher", "POST", where, {"amount_minor": 150})
    world.moment[0] = start + timedelta(hours=2)
    report(
        world,
        event(1, "picked_up", start, order),
        event(2, "delivered", start + timedelta(minutes=12), order),
    )

    given = [world.ask("dispatcher", "POST", where, {"amount_minor": 150}) for _ in range(2)]
    other = world.ask("dispatcher", "POST", where, {"amount_minor": 151})
    pay = world.ask("courier", "GET", "/v1/me/pay").json()

    assert early.status_code == 409
    assert [one.status_code for one in given] == [201, 201]
    assert given[0].json() == given[1].json()
    assert other.status_code == 409
    assert pay["day"]["tips_minor"] == pay["period"]["tips_minor"] == 150


def test_a_line_is_added_to_closed_pay_and_the_courier_reads_it(world: World, week: Period) -> None:
    """With its clause and reason; once the late facts are added, asking again adds nothing."""
    courier = world.home.couriers[0]
    base = f"/v1/payroll/{week.first_day}"
    wanted = {
        "courier_id": courier,
        "amount_minor": 450,
        "clause": "rain_percent",
        "note": "Rain that nobody noted.",
    }

    made = world.ask("dispatcher", "POST", f"{base}/corrections", wanted)
    known = world.ask("dispatcher", "POST", f"{base}/reconcile").json()
    listed = world.ask("dispatcher", "GET", "/v1/payroll").json()["periods"]
    payroll = world.ask("dispatcher", "GET", base).json()
    added = world.ask("courier", "GET", "/v1/me/pay").json()["added"]

    assert made.status_code == 201
    assert known == {"corrections": []}
    assert listed == [{"first_day": str(week.first_day), "last_day": str(week.last_day)}]
    (mine,) = [one for one in payroll["couriers"] if one["courier_id"] == courier]
    assert [one["amount_minor"] for one in mine["corrections"]] == [-100, 450]
    assert [one["note"] for one in added] == ["=HYPERLINK(<b>)", "Rain that nobody noted."]
    wrong = world.ask("dispatcher", "POST", f"{base}/corrections", {**wanted, "clause": "x"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "bad_wish")


def test_a_doubtful_report_is_decided_with_a_reason(world: World) -> None:
    """It stands beside what is recorded, in sentences; the decision is read on the phone."""
    order, start = first_order(world)
    world.moment[0] = start + timedelta(hours=1)
    report(
        world,
        event(1, "arrived", start, order),
        event(2, "picked_up", start - timedelta(minutes=3), order),
    )
    wanted = {
        "courier_id": world.home.couriers[0],
        "device": "phone",
        "sequence": 2,
        "reason": "The phone's clock was wrong.",
        "amount_minor": 250,
        "clause": "hourly_floor_minor",
    }

    (doubt,) = world.ask("dispatcher", "GET", "/v1/doubts").json()["reports"]
    decided = world.ask("dispatcher", "POST", "/v1/doubts", wanted)
    (after,) = world.ask("dispatcher", "GET", "/v1/doubts").json()["reports"]
    (added,) = world.ask("courier", "GET", "/v1/me/pay").json()["added"]

    assert (doubt["report"]["code"], doubt["decision"]) == ("runs_backwards", None)
    assert doubt["said"].endswith("picked up.")
    assert doubt["recorded"][0].endswith("arrived.")
    assert decided.status_code == 201
    assert after["decision"]["reason"] == "The phone's clock was wrong."
    assert (added["amount_minor"], added["is_posted"]) == (250, False)
    assert world.ask("dispatcher", "POST", "/v1/doubts", wanted).status_code == 409
