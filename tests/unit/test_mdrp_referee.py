"""The referee believes nothing: every impossible day is told apart from a possible one."""

from __future__ import annotations

import pytest

from routing.instances.mdrp import read_mdrp
from scenarios.mdrp.referee import judge
from tests.mdrp_days import files_of

# c1 begins 2 minutes from the restaurant, the door is 3 minutes from it: arriving at 8, taking
# at 10, leaving at 12, arriving at 15, giving at 17.
DAY = read_mdrp(
    files_of(
        restaurants=[(0, 0)],
        orders=[(960, 0, 3, 1, 10), (960, 320, 3, 1, 10)],
        couriers=[(0, 640, 0, 60)],
    ),
    name="small",
)
ASSIGNMENTS = "assignment_time pickup_time courier orders\n5 10 c1 o1\n"
ORDERS = "order placement_time ready_time pickup_time dropoff_time courier\no1 3 10 10 17 c1\n"
COURIERS = "courier departure_time origin destination\nc1 6 0 r1\nc1 12 r1 o1\n"


def files(
    assignments: str = ASSIGNMENTS, orders: str = ORDERS, couriers: str = COURIERS
) -> dict[str, str]:
    """Put the three tables together."""
    return {
        "solution_info_assignments.txt": assignments,
        "solution_info_orders.txt": orders,
        "solution_info_couriers.txt": couriers,
    }


def test_a_possible_day_is_measured() -> None:
    """Placed at 3 and given at 17: 14 minutes. On the way 2 + 3. One of two orders in an hour."""
    verdict = judge(DAY, files())

    assert verdict.faults == ()
    assert (verdict.num_orders, verdict.num_delivered) == (2, 1)
    assert (verdict.click_to_door, verdict.driving_minutes) == ((14,), 5)
    assert (verdict.orders_by_courier, verdict.minutes_by_courier) == ((1,), (60,))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (files(assignments=ASSIGNMENTS.replace("5 10", "2 10")), "before it was placed"),
        (files(assignments=ASSIGNMENTS.replace("5 10", "11 10")), "before it was ready or"),
        (files(assignments=ASSIGNMENTS + "5 10 c1 o1\n"), "assigned twice"),
        (files(assignments=ASSIGNMENTS.replace("c1", "c9")), "unknown name"),
        (files(assignments=ASSIGNMENTS.split("\n", maxsplit=1)[0]), "without an assignment"),
        (files(assignments=ASSIGNMENTS.replace("5 10", "5 61")), "after the duty ended"),
        (files(orders=ORDERS.replace("10 10 17", "10 11 17")), "differently in two tables"),
        (files(orders=ORDERS.replace("10 10 17", "10 10 16")), "long enough around 16"),
        (files(orders=ORDERS.replace("10 10 17", "10 10 94")), "91 minutes after placing"),
        (files(couriers=COURIERS.replace("c1 6 0", "c1 7 0")), "long enough around 10"),
        (files(couriers=COURIERS.replace("12 r1", "11 r1")), "long enough around 10"),
        (files(couriers=COURIERS.replace("12 r1", "7 r1")), "leaves at 7 but arrives only at 8"),
        (files(couriers=COURIERS.replace("r1 o1", "o2 o1")), "leaves from o2 but is at r1"),
        (files(couriers=COURIERS.replace("c1", "c9")), "unknown name c9"),
    ],
)
def test_an_impossible_day_is_found_out(changed: dict[str, str], expected: str) -> None:
    """Each change breaks one law of the day; the fault says which."""
    assert any(expected in fault for fault in judge(DAY, changed).faults)
