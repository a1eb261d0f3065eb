"""Weeks behind a crew."""

from datetime import timedelta

import pytest

from routing.model import Location
from scenarios.crew import crew
from scenarios.history import PastShift, history
from scenarios.specs import Address

HOME = Address(label="Alder Street 1", location=Location(lat=60.17, lon=24.94))


def draw(seed: int) -> tuple[PastShift, ...]:
    """Draw three weeks of a crew of the demo's size."""
    couriers = crew((HOME,), num_couriers=14, seed=seed)
    return history(couriers, num_weeks=3, mean_drop_m=800, seed=seed)


@pytest.mark.parametrize("seed", range(4))
def test_three_weeks_have_two_to_four_shifts_per_courier_and_week(seed: int) -> None:
    """So everybody has 6 to 12 shifts on different days, the oldest 21 days ago at most."""
    shifts = draw(seed)

    for courier in range(14):
        days = [shift.days_ago for shift in shifts if shift.courier == courier]
        assert 6 <= len(days) <= 12
        assert len(set(days)) == len(days)
        assert all(1 <= day <= 21 for day in days)


@pytest.mark.parametrize("seed", range(4))
def test_drops_lie_inside_their_shifts_and_hours_stay_lawful(seed: int) -> None:
    """A past shift takes 4 h to 8 h 30; nothing is delivered outside of it."""
    shifts = draw(seed)

    for shift in shifts:
        assert timedelta(hours=4) <= shift.span.duration <= timedelta(hours=8, minutes=30)
        assert all(shift.span.begins <= d.at <= shift.span.ends for d in shift.drops)
        assert all(drop.meters >= 100 for drop in shift.drops)


def test_earning_chances_differ_between_couriers() -> None:
    """Luck lasts: the luckiest of 14 brings at least 1.4 times the unluckiest's drops per hour."""
    for seed in range(4):
        rates = []
        for courier in range(14):
            mine = [shift for shift in draw(seed) if shift.courier == courier]
            hours = sum((s.span.duration for s in mine), timedelta()) / timedelta(hours=1)
            rates.append(sum(len(s.drops) for s in mine) / hours)

        assert max(rates) >= 1.4 * min(rates)


def test_the_same_seed_draws_the_same_weeks() -> None:
    """Chance comes from the seed alone."""
    assert draw(5) == draw(5)
    assert draw(5) != draw(6)
