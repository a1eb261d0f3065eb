"""Orders in parts and together, and the co-op's vehicles: the built page and the real API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dispatch import consigning, fleet
from dispatch.model import ConsignmentWish, Parcel, PlaceWish, QuoteWish
from routing.model import Location
from tests.api_world import HOME
from tests.browser.office_desk import open_office
from tests.browser.real_coop import run_coop
from tests.browser.real_keys import choose_next, press, write
from tests.browser.test_accessibility import broken_rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from dispatch.model import CoopVehicle, Order
    from tests.browser.real_coop import RealCoop

pytestmark = pytest.mark.browser

PARCELS = (Parcel(description="Bread", weight_g=2000), Parcel(description="Cake", weight_g=1000))


@pytest.fixture(scope="module")
def coop(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealCoop]:
    """Return a served co-op with two orders of one shop."""
    assert dist.is_dir()
    with run_coop(tmp_path_factory) as served:
        founded = served.installation.homes[HOME]
        facts = served.installation.city.facts
        door = PlaceWish(location=Location(lat=facts.center_lat, lon=facts.center_lon))
        wish = QuoteWish(delivery=door, parcels=PARCELS, storefront=founded.storefronts[0])
        wanted = ConsignmentWish(wishes=(wish, wish), reference="tea")
        served.store.write(
            founded.coop.id,
            lambda tx: consigning.place(
                tx,
                founded.dispatcher,
                wanted,
                streets=served.app.state.services.streets_of(founded.coop),
                now=served.installation.now,
                new_id=lambda: "tea",
            ),
        ).result()
        yield served


def orders(coop: RealCoop) -> dict[str, Order]:
    """Give the orders that were placed for this, canceled ones too, by name."""
    founded = coop.installation.homes[HOME]
    with coop.store.read(founded.coop.id) as tx:
        found = tx.orders.of_day(founded.coop.day_of(coop.installation.now))
    return {one.id: one for one in found if one.id.startswith("tea")}


def open_orders(browser: Browser, coop: RealCoop, name: str) -> Page:
    """Open the console on its orders, those for this found."""
    page = open_office(browser, coop, name=name)
    page.keyboard.press("Escape")
    press(page.locator("#tab-orders"))
    page.get_by_label("Search").press_sequentially("tea")
    return page


def test_an_order_is_split_and_put_together_again(browser: Browser, coop: RealCoop) -> None:
    """With the mouse, undone by its toast; then from the keyboard alone, undone by its button."""
    page = open_orders(browser, coop, "split")
    detail, sheet = page.locator(".detail"), page.get_by_role("dialog")
    toast = page.locator(".toast").last
    page.get_by_role("button", name="tea", exact=True).click()
    detail.get_by_role("button", name="Split …").click()
    confirm = sheet.get_by_role("button", name="Split it")
    expect(confirm).to_be_disabled()
    sheet.get_by_label("Cake").check()
    expect(sheet).to_contain_text("Stays: 1 parcel, 2 kg. Goes: 1 parcel, 1 kg.")
    found = broken_rules(page)
    confirm.click()
    expect(toast).to_contain_text("tea is in 2 parts.")
    expect(page.get_by_role("button", name="tea (2/2)").first).to_be_visible()
    toast.get_by_role("button", name="Undo").click()
    expect(toast).to_contain_text("tea is in one piece again.")

    press(detail.get_by_role("button", name="Split …"))
    press(sheet.get_by_label("Bread"), "Space")
    choose_next(sheet.get_by_label("They go with"))
    write(sheet.get_by_label("Reason"), "Two bikes.")
    press(confirm)
    expect(toast).to_contain_text("tea is in 2 parts.")
    part = next(one for one in orders(coop).values() if one.id == "tea-p3")
    assert (part.part_of, part.fee.minor) == ("tea", 0)
    found += broken_rules(page)
    press(detail.get_by_role("button", name="Put together again"))
    expect(toast).to_contain_text("tea is in one piece again.")
    press(detail.get_by_role("button", name="Close"))
    expect(page.locator(".decided")).to_contain_text("Two bikes.")
    assert found == []
    page.context.close()


def test_orders_of_one_door_are_brought_together(browser: Browser, coop: RealCoop) -> None:
    """From the keyboard alone, undone at one of them; then with the mouse, undone by the toast."""
    page = open_orders(browser, coop, "together")
    detail, sheet = page.locator(".detail"), page.get_by_role("dialog")
    toast = page.locator(".toast").last
    for name in ("tea", "tea/2"):
        press(page.get_by_label(f"Choose {name}", exact=True), "Space")
    press(detail.get_by_role("button", name="Bring together …"))
    found = broken_rules(page)
    write(sheet.get_by_label("Reason"), "One door.")
    press(sheet.get_by_role("button", name="Bring together"))
    expect(toast).to_contain_text("2 orders ride together.")
    assert {one.rides_with for one in orders(coop).values() if one.part_of is None} == {"tea"}
    press(page.get_by_role("button", name="tea/2", exact=True))
    expect(detail).to_contain_text("Rides with tea")
    press(detail.get_by_role("button", name="Let them go apart"))
    expect(toast).to_contain_text("They may go with different couriers again.")
    assert {one.rides_with for one in orders(coop).values()} == {None}
    press(detail.get_by_role("button", name="Close"))
    expect(page.locator(".decided")).to_contain_text("tea rides with others")
    assert found == []

    for name in ("tea", "tea/2"):
        page.get_by_label(f"Choose {name}", exact=True).click()
    detail.get_by_role("button", name="Bring together …").click()
    sheet.get_by_role("button", name="Bring together").click()
    expect(toast).to_contain_text("2 orders ride together.")
    toast.get_by_role("button", name="Undo").click()
    expect(toast).to_contain_text("They may go with different couriers again.")
    page.context.close()


def vehicles(coop: RealCoop) -> dict[str, CoopVehicle]:
    """Give the co-op's vehicles by name."""
    founded = coop.installation.homes[HOME]
    with coop.store.read(founded.coop.id) as tx:
        found = fleet.fleet(tx, founded.dispatcher, now=coop.installation.now)
    return {one.vehicle.name: one.vehicle for one in found}


def test_a_vehicle_is_added_lent_and_breaks_from_the_keyboard_alone(
    browser: Browser, coop: RealCoop
) -> None:
    """Lent to a shift of today it is what breaks; whoever has it goes on with the other one."""
    page = open_office(browser, coop, name="fleet")
    press(page.get_by_role("tab", name="Vehicles"))
    form = page.get_by_role("dialog").last
    for name in ("Long John", "Short Jane"):
        press(page.get_by_role("button", name="Add a vehicle"))
        write(form.get_by_label("Name or number"), name)
        page.keyboard.press("Enter")
        expect(page.locator("tr", has_text=name)).to_be_visible()
    found = broken_rules(page)
    press(page.locator("tr", has_text="Long John").get_by_role("button"))
    choose_next(form.get_by_label("Give it to a shift"))
    who = form.get_by_label("Give it to a shift").locator("option:checked").inner_text()
    courier = who.split(" · ")[0]
    found += broken_rules(page)
    press(form.get_by_role("button", name="Give it to them"))
    expect(page.locator("tr", has_text="Long John")).to_contain_text(courier)
    expect(page.get_by_role("dialog")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    row = page.locator(".courier-row", has_text=courier)
    press(row)
    press(page.get_by_role("button", name="Vehicle is broken"))
    sheet = page.get_by_role("dialog")
    choose_next(sheet.get_by_label("A vehicle of the co-op"))
    expect(sheet).to_contain_text("not picked up yet")
    found += broken_rules(page)
    press(sheet.get_by_role("button", name="Go on like this"))
    expect(page.locator(".toast").last).to_contain_text(f"{courier} goes on")
    assert vehicles(coop)["Long John"].broken_since is not None
    assert vehicles(coop)["Short Jane"].broken_since is None
    press(page.get_by_role("button", name="Office"))
    press(page.get_by_role("tab", name="Vehicles"))
    expect(page.locator("tr", has_text="Long John")).to_contain_text("broken since")
    press(page.locator("tr", has_text="Long John").get_by_role("button"))
    press(form.get_by_role("button", name="It runs again"))
    expect(page.locator("tr", has_text="Long John")).not_to_contain_text("broken since")
    assert found == []
    page.context.close()
