"""Days of the meal delivery routing problem are read, or refused with the line at fault."""

from __future__ import annotations

import pytest

from routing.instances.instance import InstanceError
from routing.instances.mdrp import read_mdrp
from tests.mdrp_days import files_of

FILES = files_of(restaurants=[(0, 0)], orders=[(320, 330, 5, 1, 15)], couriers=[(0, 640, 0, 60)])


def test_a_day_is_read_with_its_names_and_times() -> None:
    """The one order is for restaurant r1, the first of the table, so its index is 0."""
    day = read_mdrp(FILES, name="small")

    order, courier = day.orders[0], day.couriers[0]
    assert (order.place.id, order.restaurant, order.placed, order.ready) == ("o1", 0, 5, 15)
    assert (courier.place.id, courier.on, courier.off) == ("c1", 0, 60)
    assert (day.terms.target, day.terms.limit, day.terms.pay_per_order) == (40, 90, 10)


def test_travel_is_rounded_up_to_whole_minutes() -> None:
    """640 m at 320 m per minute are 2 minutes; 460 m from r1 to o1 are begun minutes, too."""
    day = read_mdrp(FILES, name="small")

    assert day.minutes(day.restaurants[0], day.couriers[0].place) == 2
    assert day.minutes(day.restaurants[0], day.orders[0].place) == 2


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("orders.txt", "r1", "r9", "orders.txt, line 2"),
        ("orders.txt", "15\n", "4\n", "ready_time not before placement_time"),
        ("orders.txt", "320", "nan", "x from"),
        ("orders.txt", "ready_time", "ready", "column 'ready_time'"),
        ("couriers.txt", "60\n", "0\n", "off_time after on_time"),
        ("couriers.txt", "\t60\n", "\n", "5 values in couriers.txt, line 2"),
        ("couriers.txt", "c1", "r1", "every name once"),
        ("instance_parameters.txt", "320\t", "0\t", "meters_per_minute from 1"),
        ("instance_parameters.txt", "40\t90", "91\t90", "target not above"),
    ],
)
def test_a_wrong_table_is_refused_with_its_place(
    file: str, old: str, new: str, expected: str
) -> None:
    """Each change breaks one promise of the format; the message says which and where."""
    files = {**FILES, file: FILES[file].replace(old, new)}

    with pytest.raises(InstanceError, match=expected):
        read_mdrp(files, name="broken")


def test_a_missing_table_is_named() -> None:
    """Without couriers there is no day."""
    files = {name: text for name, text in FILES.items() if name != "couriers.txt"}

    with pytest.raises(InstanceError, match=r"Expected the file couriers\.txt"):
        read_mdrp(files, name="broken")
