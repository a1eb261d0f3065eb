"""`commonwheel pay`: a week is closed, corrected, written out, from the command line alone."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from tests.faults.week import found_week
from tests.integration.test_cli_coop import call

if TYPE_CHECKING:
    from pathlib import Path

WEEK = ("2026-03-02", "2026-03-08")


@pytest.fixture
def store(tmp_path: Path) -> tuple[str, str]:
    """Return the option that names a store with a week of work of Ada, Ben and Cleo."""
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    found_week(url)
    return ("--store", url)


def ask(*arguments: str) -> dict[str, list[dict[str, object]]]:
    """Run a command that succeeds and prints JSON."""
    code, out, err = call("pay", *arguments, "--json")
    assert (code, err) == (0, "")
    answer: dict[str, list[dict[str, object]]] = json.loads(out)
    return answer


def test_a_week_is_closed_corrected_and_written_out(tmp_path: Path, store: tuple[str, str]) -> None:
    """Close twice, add a line, share a surplus: statement and payroll agree, audit is content."""
    closed = ask("close", "wheel", *WEEK, *store)
    again = ask("close", "wheel", *WEEK, *store)
    agreed = ("--amount", "250", "--clause", "rain_percent", "--note", "Rain on Tuesday")
    ask("correct", "wheel", "ada", *WEEK, *agreed, *store)
    nothing = ask("reconcile", "wheel", *WEEK, *store)
    shared = ask("surplus", "wheel", *WEEK, "--amount", "10000", *store)
    payroll = call("pay", "payroll", "wheel", WEEK[0], *store)
    rows = ask("payroll", "wheel", WEEK[0], *store)["couriers"]
    statement = json.loads(call("pay", "statement", "wheel", "ada", WEEK[0], *store)[1])
    pdf = tmp_path / "ada.pdf"
    page, table = tmp_path / "ada.html", tmp_path / "ada.csv"
    for form, file in (("pdf", pdf), ("html", page), ("csv", table)):
        options = ("--format", form, "--to", str(file), "--language", "ca")
        assert call("pay", "statement", "wheel", "ada", WEEK[0], *options, *store)[0] == 0

    assert closed == again
    assert nothing == {"corrections": []}
    assert sum(int(str(one["amount_minor"])) for one in shared["corrections"]) == 8000
    (ada,) = [row for row in csv.DictReader(StringIO(payroll[1])) if row["courier_id"] == "ada"]
    assert int(ada["total_minor"]) == statement["total_minor"]
    (told,) = [row for row in rows if row["courier_id"] == "ada"]
    assert {name: str(value) for name, value in told.items()} == ada
    assert (told["total_minor"], told["first_day"]) == (statement["total_minor"], WEEK[0])
    assert statement["added_minor"] > 250
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert '<html lang="ca">' in page.read_text()
    assert len(table.read_text().splitlines()) == 1 + len(statement["lines"])
    assert call("audit", "verify", *store)[0] == 0


def test_rain_and_contracts_are_written_down(store: tuple[str, str]) -> None:
    """Rain on Monday is paid; a form that the policy lacks is refused with its clause."""
    rain = ("--from", "2026-03-02T09:00Z", "--until", "2026-03-02T10:00Z", "--name", "r1")
    ask("rain", "wheel", *rain, *store)
    ask("rain", "wheel", *rain, *store)
    refused = call(
        *("pay", "contract", "wheel", "ada", "--form", "hourly", "--from", "2027-03-02"), *store
    )
    agreed = call(
        *("pay", "contract", "wheel", "ada", "--form", "per_drop", "--from", "2027-03-02"), *store
    )
    ask("close", "wheel", *WEEK, *store)

    statement = json.loads(call("pay", "statement", "wheel", "ada", WEEK[0], *store)[1])
    assert "rain" in {line["key"] for line in statement["lines"]}
    assert refused[0] == 2
    assert "pay_forms" in refused[2]
    assert agreed[0] == 0


def test_invisible_work_is_written_down_once_and_paid(store: tuple[str, str]) -> None:
    """Two hours of repair of Ada: 7200 s more than her 20 h; the same id again is refused."""
    repair = ("--from", "2026-03-08T10:00Z", "--until", "2026-03-08T12:00Z", "--name", "repair")
    ask("work", "wheel", "ada", *repair, *store)
    again = call("pay", "work", "wheel", "ada", *repair, *store)
    closed = ask("close", "wheel", *WEEK, *store)
    late = call(
        *("pay", "work", "wheel", "ada", "--from", "2026-03-08T13:00Z"),
        *("--until", "2026-03-08T14:00Z", *store),
    )

    assert again[0] == 2
    assert closed["statements"][0]["online_s"] == 22 * 3600
    assert late[0] == 2
    assert "closed" in late[2]


@pytest.mark.parametrize(
    "arguments",
    [
        ("close", "wheel", "2026-03-08", "2026-03-02"),
        ("close", "wheel", "soon", "2026-03-02"),
        ("close", "wheel", "2026-03-02", "2026-04-02"),
        ("close", "wheel", "0001-01-01", "0001-01-07"),
        ("close", "wheel", "9999-12-25", "9999-12-31"),
        ("close", "spokes", *WEEK),
        ("reconcile", "wheel", *WEEK),
        ("statement", "wheel", "ada", "2026-03-02"),
        ("statement", "wheel", "ada", "2026-03-02", "--format", "pdf"),
        ("statement", "wheel", "nobody", "2026-03-02"),
        ("payroll", "wheel", "2026-03-02"),
        ("surplus", "wheel", *WEEK, "--amount", "-5"),
        ("contract", "wheel", "ada", "--form", "per_drop", "--from", "9999-12-31"),
        (
            "work",
            "wheel",
            "ada",
            "--from",
            "0001-01-01T00:00+14:00",
            "--until",
            "2026-03-02T10:00Z",
        ),
        ("rain", "wheel", "--from", "now", "--until", "2026-03-02T10:00Z"),
        ("rain", "wheel", "--from", "2026-03-02T11:00Z", "--until", "2026-03-02T10:00Z"),
        ("tip", "wheel", "nothing", "--amount", "5"),
        ("tip", "wheel", "nothing", "--amount", "9" * 30),
    ],
)
def test_wrong_input_is_one_line_and_code_2(
    store: tuple[str, str], arguments: tuple[str, ...]
) -> None:
    """Days that are none or of no century, periods too long or not closed, strangers, amounts."""
    code, out, err = call("pay", *arguments, *store)

    assert (code, out) == (2, "")
    assert err.startswith("commonwheel: ")
    assert err.count("\n") == 1
