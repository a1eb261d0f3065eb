"""Crews that scenarios draw."""

from datetime import timedelta

import pytest

from routing.model import Location
from scenarios.crew import MOST_COURIERS, NAMES, crew
from scenarios.specs import Address, Skill

HOMES = tuple(
    Address(label=f"Alder Street {n}", location=Location(lat=60.17 + n / 1000, lon=24.94))
    for n in range(5)
)


@pytest.mark.parametrize("seed", range(6))
def test_fourteen_couriers_cover_the_day_from_eight_to_ten(seed: int) -> None:
    """Shifts lie in 8:00-22:00, take 4-8 h, and leave no quarter of an hour after 8:15 empty."""
    couriers = crew(HOMES, num_couriers=14, seed=seed)

    assert all(timedelta(hours=8) <= c.shift.begins for c in couriers)
    assert all(c.shift.ends <= timedelta(hours=22) for c in couriers)
    assert all(timedelta(hours=4) <= c.shift.duration <= timedelta(hours=8) for c in couriers)
    quarters = [timedelta(minutes=m) for m in range(8 * 60 + 15, 21 * 60 + 45, 15)]
    for quarter in quarters:
        assert any(c.shift.begins <= quarter < c.shift.ends for c in couriers), quarter


def test_the_crew_of_the_demo_rides_bikes_cargo_bikes_and_one_van() -> None:
    """The patterns say nine bikes, four cargo bikes and one e-van; names are all different."""
    couriers = crew(HOMES, num_couriers=14, seed=3)

    profiles = sorted(c.profile for c in couriers)
    assert profiles == ["bike"] * 9 + ["cargo_bike"] * 4 + ["e_van"]
    assert len({c.name for c in couriers}) == 14
    assert {skill for c in couriers for skill in c.skills} == set(Skill)


@pytest.mark.parametrize("seed", range(6))
def test_rests_and_care_windows_lie_inside_their_shifts(seed: int) -> None:
    """A rest that begins as late as allowed still ends inside the shift."""
    couriers = crew(HOMES, num_couriers=14, seed=seed)

    cares = [(c.shift, care) for c in couriers for care in c.care]
    assert len(cares) == 3
    assert all(s.begins < care.begins and care.ends < s.ends for s, care in cares)
    rests = [(c.shift, c.rest) for c in couriers if c.rest]
    assert rests
    assert all(s.begins < r.within.begins for s, r in rests)
    assert all(r.within.ends + r.duration < s.ends for s, r in rests)


def test_the_same_seed_draws_the_same_crew_and_another_seed_another() -> None:
    """Chance comes from the seed alone."""
    first = crew(HOMES, num_couriers=14, seed=1)
    again = crew(HOMES, num_couriers=14, seed=1)
    other = crew(HOMES, num_couriers=14, seed=2)

    assert first == again
    assert first != other


def test_a_large_crew_has_mixed_names_each_once() -> None:
    """The first 24 have the names as they are, whoever comes after them."""
    small = crew(HOMES, num_couriers=len(NAMES), seed=1)
    large = crew(HOMES, num_couriers=60, seed=1)

    assert {one.name for one in small} == set(NAMES)
    assert [one.name for one in large][: len(NAMES)] == [one.name for one in small]
    assert len({one.name for one in large}) == 60


@pytest.mark.parametrize(
    ("num_couriers", "homes"), [(0, HOMES), (MOST_COURIERS + 1, HOMES), (3, ())]
)
def test_a_crew_that_cannot_be_drawn_is_refused(
    num_couriers: int, homes: tuple[Address, ...]
) -> None:
    """Nobody, more than names can be mixed for, or nowhere to live: each is wrong use."""
    with pytest.raises(ValueError, match="Expected"):
        crew(homes, num_couriers=num_couriers, seed=1)
