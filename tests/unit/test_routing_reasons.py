"""Each reason for having no route is told apart, with what would help."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from routing.model import Matrix, Pin
from routing.problem import Problem
from routing.reasons import Code, Remedy, explain_unassigned
from routing.schedule import schedule
from tests.routing_makers import give, line_matrix, shipment, stop, take, vehicle, window

PLAIN = Problem(
    matrices=(line_matrix(),),
    vehicles=(vehicle("a", shift=window(0, 1000)), vehicle("b", shift=window(0, 1000))),
    shipments=(shipment("s", stop(10), stop(20), load=5),),
)


def cut_off(place: int) -> Matrix:
    """Return the line without any way to or from a place."""
    line = line_matrix()
    reachable = line.reachable.copy()
    reachable[place, :] = False
    reachable[:, place] = False
    return Matrix(durations=line.durations, distances=line.distances, reachable=reachable)


def asking(**change: object) -> Problem:
    """Return the plain problem with another shipment."""
    changed = replace(PLAIN.shipments[0], **change)  # type: ignore[arg-type]  # any field
    return replace(PLAIN, shipments=(changed,))


ALONE = [
    (replace(PLAIN, vehicles=()), Code.NO_VEHICLES, Remedy.MORE_COURIERS),
    (asking(skills=frozenset({"cold"})), Code.NO_VEHICLE_HAS_SKILL, Remedy.COURIER_WITH_SKILL),
    (asking(load=(11,)), Code.TOO_HEAVY, Remedy.LIGHTER_PARCELS),
    (
        replace(PLAIN, forbidden=frozenset({(0, 0), (0, 1)})),
        Code.FORBIDDEN_EVERYWHERE,
        Remedy.ALLOW_COURIER,
    ),
    (
        replace(
            asking(skills=frozenset({"cold"})),
            vehicles=(
                replace(vehicle("a", capacity=(1,)), skills=frozenset({"cold"})),
                vehicle("b"),
            ),
        ),
        Code.NO_VEHICLE_SUITS,
        Remedy.MORE_COURIERS,
    ),
    (replace(PLAIN, matrices=(cut_off(20),)), Code.UNREACHABLE, Remedy.NEARER_ADDRESS),
    (
        asking(pickup=stop(10, window(500, 600)), delivery=stop(20, window(0, 505))),
        Code.WINDOWS_EXCLUDE_EACH_OTHER,
        Remedy.LATER_WINDOW,
    ),
    (
        asking(delivery=stop(20, window(2000, 3000))),
        Code.OUTSIDE_SHIFTS,
        Remedy.LONGER_SHIFT,
    ),
    (
        asking(delivery=stop(20, window(990, 3000))),
        Code.SHIFT_TOO_SHORT,
        Remedy.WIDER_WINDOW,
    ),
    (
        replace(asking(load=(11,)), pins=(Pin(shipment=0, vehicle=1),)),
        Code.PINNED_VEHICLE_CANNOT,
        Remedy.UNPIN,
    ),
    (asking(drop_penalty=39), Code.DROP_CHEAPER, Remedy.HIGHER_PENALTY),
    (
        replace(asking(drop_penalty=41), pair_costs={(0, 0): 1, (0, 1): 2}),
        Code.PAIRS_TOO_DEAR,
        Remedy.LOWER_PAIR_COST,
    ),
    (
        replace(asking(drop_penalty=39), pair_costs={(0, 0): 1, (0, 1): 2}),
        Code.DROP_CHEAPER,
        Remedy.HIGHER_PENALTY,
    ),
    (PLAIN, Code.SEARCH_ENDED, Remedy.LONGER_SEARCH),
]


@pytest.mark.parametrize(
    ("problem", "code", "remedy"), ALONE, ids=[code.value for _, code, _ in ALONE]
)
def test_a_shipment_alone_has_its_reason(problem: Problem, code: Code, remedy: Remedy) -> None:
    """With no other shipment the reason lies in it and the vehicles; the way is 40 s long."""
    reason = explain_unassigned(problem, (), 0)

    assert reason.code == code
    assert reason.remedies[0] == remedy


def test_the_reason_names_numbers() -> None:
    """Load 11 against a capacity of 10; the direct ride arrives 5 s after the window."""
    heavy = explain_unassigned(ALONE[2][0], (), 0)
    excluded = explain_unassigned(ALONE[6][0], (), 0)

    assert heavy.values == {"dimension": 0, "load": 11, "most": 10}
    assert excluded.values == {"missing_s": 5}


def crowded(*, load: int, latest: int, **limits: Any) -> Problem:  # noqa: ANN401 - fields of a vehicle
    """Return two equal shipments, which climb 20 m each, for one vehicle."""
    one = shipment("x", stop(10, window(0, latest)), stop(20, window(0, latest + 10)), load=load)
    one = replace(one, climb=20)
    return Problem(
        matrices=(line_matrix(),),
        vehicles=(replace(vehicle(), **limits),),
        shipments=(one, replace(one, id="y")),
    )


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (crowded(load=6, latest=15), Code.NO_CAPACITY_LEFT),
        (crowded(load=1, latest=15, max_stops=3), Code.LIMITS_REACHED),
        (crowded(load=1, latest=15, max_climb=39), Code.NO_CLIMB_LEFT),
    ],
)
def test_what_others_leave_no_room_for_has_its_reason(problem: Problem, code: Code) -> None:
    """The other shipment takes 6 of 10, 2 of 3 stops, or 20 of 39 m; alone there is room."""
    route = schedule(problem, 0, [take(0), give(0)])

    reason = explain_unassigned(problem, (route,), 1)

    assert reason.code == code


def test_what_nobody_may_climb_says_how_much_is_left() -> None:
    """It climbs 20 m; of the two vehicles one may climb 5 m from now on and the other 19 m."""
    problem = crowded(load=1, latest=15, max_climb=5)
    problem = replace(problem, vehicles=(*problem.vehicles, replace(vehicle("b"), max_climb=19)))

    reason = explain_unassigned(problem, (), 0)

    assert reason.code == Code.TOO_STEEP
    assert reason.values == {"climb_m": 20, "most_m": 19}
    assert reason.remedies[:2] == (Remedy.MORE_COURIERS, Remedy.HIGHER_CLIMB)


def test_no_time_left_when_only_time_is_short() -> None:
    """The only vehicle is at place 90 at 90 and cannot be at place 1 within 10 s as well."""
    problem = Problem(
        matrices=(line_matrix(),),
        vehicles=(vehicle(),),
        shipments=(
            shipment("far", stop(90, window(90, 91)), stop(91, window(91, 95))),
            shipment("near", stop(1, window(80, 100)), stop(2, window(80, 110))),
        ),
    )
    route = schedule(problem, 0, [take(0), give(0)])

    reason = explain_unassigned(problem, (route,), 1)

    assert reason.code == Code.NO_TIME_LEFT
