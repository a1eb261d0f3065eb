"""How a search goes is told now and then, and that it is over."""

from __future__ import annotations

from fractions import Fraction

from dispatch.plan_progress import PlanProgress, ProgressTeller
from routing.solvers.protocol import Progress
from tests.dispatch_world import DAY


def found(cost: int, *, spread: Fraction | None = None) -> Progress:
    """Return where a search stands that leaves one shipment out, at a penalty of 1000."""
    return Progress(
        stage="improve",
        iterations=1,
        cost=1000 + cost,
        num_routes=1,
        num_unassigned=1,
        penalty=1000,
        spread=spread,
    )


def test_it_is_told_at_most_twice_a_second() -> None:
    """At 0.0, 0.4, 0.5 and 0.9 s: the second and the fourth come too soon."""
    told: list[PlanProgress] = []
    times = iter([0.0, 0.4, 0.5, 0.9])
    teller = ProgressTeller(day=DAY, tell=told.append, seconds=lambda: next(times))

    for cost in (70, 60, 50, 40):
        teller(found(cost))

    assert [one.cost_s for one in told] == [70, 50]


def test_the_spread_is_per_hour_and_stays_while_the_next_slice_begins() -> None:
    """A hundredth of a cent per second is 36 cents per hour; the next search has none yet."""
    told: list[PlanProgress] = []
    times = iter([0.0, 1.0])
    teller = ProgressTeller(day=DAY, tell=told.append, seconds=lambda: next(times))

    teller(found(70, spread=Fraction(1, 100)))
    teller(found(60))

    assert [one.spread_minor for one in told] == [36, 36]


def test_the_end_is_told_with_the_last_numbers_if_anything_was_told() -> None:
    """A day that needed no search is not announced as planned."""
    told: list[PlanProgress] = []
    teller = ProgressTeller(day=DAY, tell=told.append, seconds=lambda: 5.0)

    teller.end()
    teller(found(70))
    teller.end()

    assert [(one.is_done, one.cost_s, one.num_unassigned) for one in told] == [
        (False, 70, 1),
        (True, 70, 1),
    ]
