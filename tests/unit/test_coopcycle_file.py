"""CoopCycle's files, turned into tables that are booked like any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from dispatch.errors import ColumnsMissing
from dispatch.imports.coopcycle_file import FIELDS, CoopcycleFile, read_coopcycle
from dispatch.imports.file import read_file

GOLDEN = Path(__file__).parents[1] / "golden"
DELIVERIES = (GOLDEN / "coopcycle_deliveries.csv").read_text()
TASKS = (GOLDEN / "coopcycle_tasks.csv").read_text()


def read(text: str) -> CoopcycleFile:
    """Read a file."""
    return read_coopcycle(read_file(text.encode()))


def booked(content: CoopcycleFile, organization: str = "") -> list[dict[str, str]]:
    """Give the rows of an organization by field, without what is empty."""
    names = tuple(map(str, FIELDS))
    rows = content.sheets[organization].rows
    return [{name: cell for name, cell in zip(names, row, strict=True) if cell} for row in rows]


def test_a_file_of_deliveries_keeps_all_that_it_says() -> None:
    """What has no column of its own goes into the note, or to whoever collects."""
    first, second = booked(read(DELIVERIES))

    assert first == {
        "address": "Elm Street 2",
        "contact": "Ida",
        "phone": "123",
        "note": "Buzzer 7 - Ring - #warn #heavy",
        "description": "1 small box, 2 big box - Fragile",
        "num_parcels": "3",
        "weight_kg": "5.5",
        "window": "2026-06-10 12:00 - 2026-06-10 13:00",
        "ready": "2026-06-10 10:00",
        "pickup": "Mill Lane 1",
    }
    assert second["window"] == "2026-06-10 14:00 - 2026-06-10 15:30"
    assert second["num_parcels"] == "many"  # unreadable, which is told where it is booked


def test_an_export_of_tasks_puts_the_ends_of_an_order_together() -> None:
    """By the number of the order; a drop-off without one starts at the storefront's place."""
    content = read(TASKS)

    assert booked(content, "Good Bread") == [
        {
            "reference": "AAA",
            "address": "Elm Street 2",
            "location": "60.18,24.95",
            "contact": "Ida",
            "note": "Left - Ring - #vip",
            "description": "Cold",
            "window": "2026-06-10 12:00:00 - 2026-06-10 13:00:00",
            "ready": "2026-06-10 10:00:00",
            "pickup": "Mill Lane 1",
        }
    ]
    assert [row["address"] for row in booked(content, "Other")] == ["Elm Street 7"]


def test_what_is_no_order_is_left_with_a_reason() -> None:
    """Over, on its way, more than one drop-off, and a pickup alone; each row once."""
    content = read(TASKS)

    assert {row.number: row.remark.code for row in content.left} == {
        4: "coopcycle_over",
        5: "coopcycle_over",
        6: "coopcycle_begun",
        7: "coopcycle_begun",
        8: "coopcycle_several",
        9: "coopcycle_several",
        11: "coopcycle_pickup_alone",
    }
    assert content.left[0].cells[1] == "71"


def test_an_older_template_of_tasks_is_read_too() -> None:
    """One column for a day with its time, and `address` for the street."""
    heading, row = "type,address,after,before", "DROPOFF,Elm Street 1,{0} 09:00,{0} 11:00"
    text = f"{heading}\n{row.format('10/06/2026')}\n"

    (found,) = booked(read(text))

    assert found["window"] == "2026-06-10 09:00 - 2026-06-10 11:00"


def test_another_file_is_said_to_be_another() -> None:
    """With its own columns in the sentence."""
    with pytest.raises(ColumnsMissing) as caught:
        read("name,color\nIda,red\n")

    assert caught.value.values["columns"] == "name, color"
