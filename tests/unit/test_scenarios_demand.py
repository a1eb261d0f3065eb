"""Storefronts and orders that scenarios draw."""

from collections import Counter
from datetime import timedelta

import pytest

from routing.model import Location
from scenarios.crew import CAPACITY
from scenarios.demand import demand, storefronts
from scenarios.specs import Address, OrderSpec, Skill

ADDRESSES = tuple(
    Address(
        label=f"Street {row} {column}",
        location=Location(lat=60.165 + row / 500, lon=24.93 + column / 300),
    )
    for row in range(8)
    for column in range(8)
)


def draw(seed: int, num_orders: int = 160) -> tuple[OrderSpec, ...]:
    """Draw a day of the demo's size."""
    shops = storefronts(ADDRESSES, num_storefronts=12, seed=seed)
    return demand(shops, ADDRESSES, num_orders=num_orders, seed=seed)


def test_storefronts_have_different_addresses_and_kinds() -> None:
    """Twelve storefronts are twelve kinds of trade on twelve addresses."""
    shops = storefronts(ADDRESSES, num_storefronts=12, seed=5)

    assert len({shop.address for shop in shops}) == 12
    assert len({shop.kind for shop in shops}) == 12


def test_more_storefronts_than_names_get_numbers() -> None:
    """The thirteenth has the first name again, told apart by a 2."""
    shops = storefronts(ADDRESSES, num_storefronts=14, seed=5)

    assert shops[12].name == f"{shops[0].name} 2"


@pytest.mark.parametrize("seed", range(5))
def test_orders_are_sorted_by_placing_and_placed_before_they_are_ready(seed: int) -> None:
    """What is ready at eleven was ordered before; windows are 45 to 120 minutes long."""
    orders = draw(seed)

    assert len(orders) == 160
    assert [o.placed for o in orders] == sorted(o.placed for o in orders)
    assert all(o.placed < o.ready <= o.window.begins for o in orders)
    assert all(timedelta(minutes=45) <= o.window.duration <= timedelta(minutes=120) for o in orders)
    assert len({o.reference for o in orders}) == 160


def test_lunch_and_dinner_are_the_peaks_of_the_day() -> None:
    """Half of the trades peak at lunch or dinner, so those hours lie well above the day's mean.

    Of 14 hours, the one from 11:30 holds over 1.5 means, the two from 17:30 over 2.2.
    """
    begins = [o.window.begins for seed in range(5) for o in draw(seed)]

    hours = Counter(int((begin - timedelta(minutes=30)) / timedelta(hours=1)) for begin in begins)
    mean = len(begins) / 14
    assert hours[11] > 1.5 * mean
    assert hours[17] + hours[18] > 2.2 * mean


def test_four_orders_are_hard_on_purpose() -> None:
    """One needs the van, one two skills, one weighs 400 kg, one comes after the last shift."""
    orders = draw(2)

    heavier_than_cargo = [o for o in orders if o.weight_g > CAPACITY["cargo_bike"][0]]
    assert sorted(o.weight_g for o in heavier_than_cargo) == [150_000, 400_000]
    assert CAPACITY["e_van"][0] < 400_000
    assert sum(o.skills == {Skill.COLD, Skill.AGE_CHECK} for o in orders) == 1
    assert sum(o.ready > timedelta(hours=22) for o in orders) == 1


def test_the_same_seed_draws_the_same_orders() -> None:
    """Chance comes from the seed alone."""
    assert draw(7) == draw(7)
    assert draw(7) != draw(8)


def test_no_storefront_or_no_address_is_refused() -> None:
    """There is nobody to order, or nowhere to deliver."""
    shops = storefronts(ADDRESSES, num_storefronts=2, seed=1)

    with pytest.raises(ValueError, match="Expected storefronts and addresses"):
        demand((), ADDRESSES, num_orders=3, seed=1)
    with pytest.raises(ValueError, match="Expected storefronts and addresses"):
        demand(shops, (), num_orders=3, seed=1)
    with pytest.raises(ValueError, match="Expected 1 to 64 storefronts"):
        storefronts(ADDRESSES, num_storefronts=65, seed=1)
