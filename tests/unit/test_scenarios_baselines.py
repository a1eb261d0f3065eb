"""Rules that work through the orders one after the other."""

import numpy as np
import pytest

from routing.check import check
from routing.model import Matrix, Shipment, Stop, TimeWindow, Vehicle
from routing.problem import Problem
from routing.solution import StopKind
from scenarios.baselines import Baseline, run_baseline

ALL_DAY = TimeWindow(earliest=0, latest=10_000)


def line(num_locations: int) -> Matrix:
    """Put locations on a line, a minute and a hundred metres from one to the next."""
    places = np.arange(num_locations)
    steps = np.abs(places[:, None] - places[None, :]).astype(np.int32)
    return Matrix(
        durations=60 * steps,
        distances=100 * steps,
        reachable=np.ones_like(steps, dtype=np.bool_),
    )


def shipment(name: str, pickup: int, delivery: int, *, load: int = 1) -> Shipment:
    """Make a shipment that can be served all day, two minutes at either end."""
    return Shipment(
        id=name,
        pickup=Stop(location=pickup, windows=(ALL_DAY,), service_duration=120),
        delivery=Stop(location=delivery, windows=(ALL_DAY,), service_duration=120),
        load=(load,),
    )


def problem(*shipments: Shipment, starts: tuple[int, ...] = (0, 9)) -> Problem:
    """Give each vehicle a start on the line and room for three."""
    return Problem(
        matrices=(line(10),),
        vehicles=tuple(
            Vehicle(id=f"v{place}", shift=ALL_DAY, start=place, capacity=(3,)) for place in starts
        ),
        shipments=shipments,
    )


def test_the_nearest_courier_gets_the_order() -> None:
    """Pickup at 7 is 2 from vehicle 1's start at 9 and 7 from vehicle 0's."""
    asked = problem(shipment("a", 7, 3))

    solution = run_baseline(Baseline.NEAREST_COURIER, asked, sequence=[0])

    assert [route.vehicle for route in solution.routes] == [1]
    assert check(asked, solution) == ()


def test_first_come_first_served_prefers_who_is_done_sooner() -> None:
    """The second order is nearer to vehicle 1, which is busy first; vehicle 0 is sooner there.

    Vehicle 1 hands over `a` (9 -> 8, service, back to 9, service) after 360 s; the cheapest
    place for `b` on its route is behind that. Vehicle 0 needs 5 minutes to the pickup at 5,
    two of service and one to 4: delivery begins at 480 s.
    """
    asked = problem(shipment("a", 8, 9), shipment("b", 5, 4))

    served = run_baseline(Baseline.FIRST_COME_FIRST_SERVED, asked, sequence=[0, 1])

    by_vehicle = {route.vehicle: route for route in served.routes}
    delivery = next(s for s in by_vehicle[0].stops if s.kind is StopKind.DELIVERY and s.index == 1)
    assert by_vehicle[1].shipments == (0,)
    assert delivery.start == 480
    assert check(asked, served) == ()


@pytest.mark.parametrize("baseline", Baseline)
def test_what_nobody_can_carry_stays_unassigned_with_a_reason(baseline: Baseline) -> None:
    """A load of 4 does not fit where 3 fit; the order after it is served all the same."""
    asked = problem(shipment("heavy", 2, 4, load=4), shipment("light", 2, 4))

    solution = run_baseline(baseline, asked, sequence=[0, 1])

    assert [left.shipment for left in solution.unassigned] == [0]
    assert solution.unassigned[0].reason.code
    assert [route.shipments for route in solution.routes] == [(1,)]
    assert check(asked, solution) == ()


def test_a_sequence_that_forgets_a_shipment_is_refused() -> None:
    """Every order was placed once."""
    asked = problem(shipment("a", 1, 2), shipment("b", 2, 3))

    with pytest.raises(ValueError, match="each of 2 shipments once"):
        run_baseline(Baseline.NEAREST_COURIER, asked, sequence=[0])
