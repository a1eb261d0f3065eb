"""From a spreadsheet to orders, on the built page and the real API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.real_coop import run_coop
from tests.browser.test_accessibility import broken_rules
from tests.browser.test_tracking import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser.real_coop import RealCoop

pytestmark = pytest.mark.browser

FILE = "ref,where,kilos\nA1,{street} 3,2.5\nA2,nowhere at all,1\nA1,{street} 5,1\n"


@pytest.fixture(scope="module")
def coop(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealCoop]:
    """Return a served co-op."""
    assert dist.is_dir()
    with run_coop(tmp_path_factory) as served:
        yield served


@pytest.fixture(scope="module")
def signed_in(browser: Browser, coop: RealCoop) -> Page:
    """Return the storefront's page; its link works once."""
    page = opened(browser, width=1200)
    page.goto(coop.address + coop.sign_in)
    page.get_by_role("button").click()
    page.get_by_role("button", name="From a file").wait_for()
    return page


@pytest.fixture
def sheet(signed_in: Page) -> Page:
    """Return the page with the sheet for files open."""
    signed_in.reload()
    signed_in.get_by_role("button", name="From a file").click()
    return signed_in


def file_of(coop: RealCoop, text: str) -> dict[str, object]:
    """Make a file with a street of the city in it."""
    city = coop.installation.city
    label = city.find("elm", 1, zone=None, memory=None)[0].label
    content = text.format(street=label.rsplit(" ", maxsplit=1)[0])
    return {"name": "monday.csv", "mimeType": "text/csv", "buffer": content.encode()}


def test_columns_are_set_right_looked_at_booked_and_the_rest_comes_back(
    sheet: Page, coop: RealCoop, tmp_path: Path
) -> None:
    """Two columns are told; the next file of the shop knows them. No state breaks a rule of axe."""
    found = broken_rules(sheet)
    sheet.get_by_label("CSV or XLSX file").set_input_files(file_of(coop, FILE))  # type: ignore[arg-type]  # a file in memory
    sheet.get_by_label("What “where” holds").select_option("address")
    sheet.get_by_label("What “kilos” holds").select_option("weight_kg")
    sheet.get_by_role("button", name="Show what would be booked").click()
    expect(sheet.get_by_role("region", name="The first rows")).to_contain_text("not booked")
    found += broken_rules(sheet)
    sheet.get_by_role("button", name="Book 3 rows").click()

    expect(sheet.get_by_role("dialog")).to_contain_text("1 order booked")
    expect(sheet.get_by_role("dialog")).to_contain_text("1 row had an order already")
    expect(sheet.get_by_role("dialog")).to_contain_text("We do not find this address")
    found += broken_rules(sheet)
    with sheet.expect_download() as downloading:
        sheet.get_by_role("button", name="Download those rows").click()
    downloading.value.save_as(tmp_path / "back.csv")
    back = (tmp_path / "back.csv").read_text("utf-8-sig")
    assert downloading.value.suggested_filename == "monday-refused.csv"
    assert back.splitlines()[0] == "ref,where,kilos,Why not"
    assert found == []
    sheet.get_by_role("button", name="Another file").click()
    again = file_of(coop, FILE)
    sheet.get_by_label("CSV or XLSX file").set_input_files(again)  # type: ignore[arg-type]  # a file in memory
    expect(sheet.get_by_label("What “where” holds")).to_have_value("address")
    expect(sheet.get_by_role("button", name="Book 3 rows")).to_be_visible()
    sheet.get_by_role("button", name="Another file").click()
    other = {"name": "w.csv", "mimeType": "text/csv", "buffer": b"Wine,Year\nRioja,2019\n"}
    sheet.get_by_label("CSV or XLSX file").set_input_files(other)  # type: ignore[arg-type]  # a file in memory
    expect(sheet.get_by_role("button", name="Show what would be booked")).to_be_visible()
    expect(sheet.get_by_role("region", name="The first rows")).to_have_count(0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("%PDF-1.7", "This file cannot be read as a table"),
        ("Wine,Year\n", "one order in each row below"),
    ],
)
def test_a_file_of_another_shape_is_refused_plainly(sheet: Page, text: str, said: str) -> None:
    """What is wrong and what to do, where the file was chosen."""
    file = {"name": "wines.csv", "mimeType": "text/csv", "buffer": text.encode()}

    sheet.get_by_label("CSV or XLSX file").set_input_files(file)  # type: ignore[arg-type]  # a file in memory

    sentence = "We read CSV and XLSX" if "PDF" in text else said
    expect(sheet.locator(".notice.breaks")).to_contain_text(sentence)


def test_the_sheet_fits_a_narrow_phone_in_the_dark(
    browser: Browser, signed_in: Page, coop: RealCoop
) -> None:
    """320 px: tables scroll inside their own frame, the document does not; no rule is broken."""
    cookies = signed_in.context.cookies()
    page = opened(browser, width=320, theme="dark")
    page.context.add_cookies(cookies)  # type: ignore[arg-type]  # what the other page has
    page.goto(f"{coop.address}/storefront")
    page.get_by_role("button", name="From a file").click()
    page.get_by_label("CSV or XLSX file").set_input_files(file_of(coop, FILE))  # type: ignore[arg-type]  # a file in memory
    page.get_by_role("heading", name="What the columns hold").wait_for()

    assert broken_rules(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
