"""The parts of the compiled search, one by one, on problems small enough to do by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from routing.finish import solution_of
from routing.model import Break, Matrix, Measure, SoftBound
from routing.problem import Problem
from routing.rules.promises import Promise
from routing.solution import StopKind
from routing.solvers.ruin_recreate.arrays import (
    AMOUNT,
    GROUP,
    ORIGIN,
    PENALTY,
    PLACE,
    arrays_of,
)
from routing.solvers.ruin_recreate.chance import chance, choose, random_state
from routing.solvers.ruin_recreate.engine import engine_for, entries_of, plan_of
from routing.solvers.ruin_recreate.insert import fit
from routing.solvers.ruin_recreate.kept import empty_kept, keep, kept_for, kept_routes
from routing.solvers.ruin_recreate.ranges import LARGEST, LATEST
from routing.solvers.ruin_recreate.routes import LENGTH, POSITION, ROUTE_COST, VEHICLE
from routing.solvers.ruin_recreate.ruin import ruin
from tests.routing_makers import line_matrix, shipment, stop, vehicle, window


def a_problem(number: int = 3, vehicles: int = 2) -> Problem:
    """Return shipments from places 10, 20, ... to places 5 farther on a line."""
    return Problem(
        matrices=(line_matrix(),),
        vehicles=tuple(vehicle(str(i)) for i in range(vehicles)),
        shipments=tuple(
            shipment(str(i), stop(10 * i), stop(10 * i + 5)) for i in range(1, number + 1)
        ),
    )


def test_codes_number_both_ends_of_every_shipment() -> None:
    """Shipment 1 goes from place 20 to 25; without a pickup its code stays, placeless."""
    first, second, _ = a_problem().shipments
    problem = replace(a_problem(), shipments=(replace(first, pickup=None), second))

    arrays = arrays_of(problem)

    assert arrays.stop[:4, PLACE].tolist() == [-1, 15, 20, 25]
    assert arrays.num_codes == 4
    assert arrays.near[1].tolist() == [1, 2, 3]


def test_an_open_start_is_nowhere() -> None:
    """The place after the last; every leg from it costs nothing."""
    problem = a_problem()
    drifter = replace(problem.vehicles[0], start=None)

    arrays = arrays_of(replace(problem, vehicles=(drifter, problem.vehicles[1])))

    assert arrays.vehicle[:, ORIGIN].tolist() == [101, 0]
    assert not arrays.legs[0, 101].any()


def test_vehicles_with_the_same_rules_are_one_group() -> None:
    """A bound on one of three sets it apart; names and useless skills do not."""
    problem = a_problem(vehicles=3)
    skilled = replace(problem.vehicles[2], skills=frozenset({"cold"}))
    bound = SoftBound(vehicle=1, measure=Measure.AMOUNT, upper=5)

    arrays = arrays_of(
        replace(problem, vehicles=(*problem.vehicles[:2], skilled), soft_bounds=(bound,))
    )

    assert arrays.vehicle[:, GROUP].tolist() == [0, 1, 0]


def test_a_mandatory_shipment_has_the_penalty_of_the_problem() -> None:
    """An optional one has its own."""
    problem = a_problem(2)
    optional = replace(problem.shipments[0], drop_penalty=7, amount=3)
    problem = replace(problem, shipments=(optional, problem.shipments[1]))

    arrays = arrays_of(problem)

    assert arrays.shipment[:, PENALTY].tolist() == [7, problem.mandatory_penalty]
    assert arrays.shipment[:, AMOUNT].tolist() == [3, 1]


@pytest.mark.parametrize("part", ["shift", "window", "price", "load", "bound", "break", "promise"])
def test_numbers_that_could_leave_64_bits_are_refused(part: str) -> None:
    """The message says where; no kernel ever sees them."""
    problem = a_problem()
    first, *others = problem.vehicles
    if part == "shift":
        problem = replace(problem, vehicles=(replace(first, shift=window(0, LATEST)), *others))
    elif part == "window":
        late = shipment("late", stop(1), stop(2, window(0, LATEST)))
        problem = replace(problem, shipments=(late,))
    elif part == "price":
        problem = replace(problem, vehicles=(replace(first, cost_per_metre=LATEST), *others))
    elif part == "load":
        heavy = replace(problem.shipments[0], load=(LARGEST,))
        problem = replace(problem, shipments=(heavy,))
    elif part == "bound":
        bound = SoftBound(vehicle=0, measure=Measure.AMOUNT, upper=1, cost_per_unit=LARGEST)
        problem = replace(problem, soft_bounds=(bound,))
    elif part == "break":
        rest = Break(windows=(window(),), duration=LATEST)
        problem = replace(problem, vehicles=(replace(first, breaks=(rest,)), *others))
    else:
        promise = Promise(by=0, cost_per_second=10**9)
        urgent = replace(stop(2, window(0, LATEST - 1)), promise=promise)
        problem = replace(problem, shipments=(shipment("urgent", stop(1), urgent),))

    with pytest.raises(ValueError, match="Expected"):
        arrays_of(problem)


def test_a_stream_repeats_from_its_seed_and_stays_in_range() -> None:
    """Means of 2,000 draws of 0 to 1 lie near a half: 0.5 +- 5 * 0.29 / sqrt(2000)."""
    first, second = random_state(4), random_state(4)

    drawn = [chance(first) for _ in range(2000)]
    again = [chance(second) for _ in range(2000)]
    numbers = {choose(first, 3) for _ in range(100)}

    assert drawn == again
    assert min(drawn) >= 0
    assert max(drawn) < 1
    assert abs(sum(drawn) / 2000 - 0.5) < 0.033
    assert numbers == {0, 1, 2}


def test_a_round_trip_through_the_engine_keeps_a_plan() -> None:
    """Codes 0 and 1 are the ends of shipment 0: to place 15 and back are 30 metres."""
    engine = engine_for(a_problem(), 1)

    engine.load({1: (0, 1)}, [1, 2])

    assert engine.plan() == {1: (0, 1)}
    assert engine.absent() == [1, 2]
    assert engine.current.total[:, ROUTE_COST].tolist() == [0, 30]
    assert engine.costs[0] == 30 + 2 * engine.problem.mandatory_penalty


def test_a_ruin_takes_both_ends_and_says_which_routes_changed() -> None:
    """Whatever it draws: what is left is whole, and everybody else is listed as off."""
    for seed in range(30):
        engine = engine_for(a_problem(6), seed)
        engine.load({0: (0, 2, 1, 3, 4, 5), 1: (6, 7, 8, 10, 9, 11)}, [])

        ruin(engine.arrays, engine.trial, engine.memory, 0)

        num_off, num_changed = engine.memory.counter[2:4].tolist()
        off = set(engine.memory.shipment[:num_off, 0].tolist())
        left = engine.trial.entry[:, :, 0]
        kept = [
            code
            for v in range(2)
            for code in left[v, 1 : engine.trial.total[v, LENGTH] - 1].tolist()
        ]
        assert off
        assert 1 <= num_changed <= 2
        assert sorted(kept) == [c for c in range(12) if c // 2 not in off]
        for code in range(12):
            found, position = engine.trial.where[code].tolist()
            assert (found < 0) == (code // 2 in off)
            if found >= 0:
                assert engine.trial.entry[found, position, 0] == code
        assert (VEHICLE, POSITION) == (0, 1)


def test_kept_routes_are_told_by_their_shipments_and_the_cheaper_one_stays() -> None:
    """Serving 10-15-20-25 in order is 50 metres, back and forth 70: one set, one route."""
    engine = engine_for(a_problem(), 1)
    kept = kept_for(2, 100)

    for plan in ({0: (0, 2, 1, 3)}, {1: (0, 1, 2, 3)}, {0: (0, 3, 1, 2)}, {0: (4, 5)}):
        engine.load(plan, [])
        keep(engine.arrays, kept, engine.current, next(iter(plan)))
    full = kept_routes(kept)
    engine.load({0: (0, 1)}, [])
    keep(engine.arrays, kept, engine.current, 0)

    assert full == [(1, (0, 1, 2, 3)), (0, (4, 5))]
    assert kept_routes(kept) == full
    empty_kept(kept)
    assert kept_routes(kept) == []


def test_breaks_move_when_a_stop_needs_their_place() -> None:
    """A rest of 50 at 0 to 100 taken at the start would miss place 10 open until 20 only."""
    problem = a_problem(1, vehicles=1)
    rested = replace(problem.vehicles[0], breaks=(Break(windows=(window(0, 100),), duration=50),))
    urgent = shipment("u", stop(10, window(0, 20)), stop(15))
    problem = replace(problem, vehicles=(rested,), shipments=(urgent,))
    engine = engine_for(problem, 1)

    cost, first, last = fit(engine.arrays, engine.current, 0, 0, engine.memory.scratch)

    assert (cost, first, last) == (30, 0, 0)
    kinds = [entry.kind for entry in entries_of(problem, {0: (0, 1)})[0][1]]
    assert kinds[0] is StopKind.PICKUP


def test_a_plan_that_breaks_rules_loses_its_last_shipments() -> None:
    """The vehicle holds 10; 1 + 1 fit, 1 + 1 + 9 together do not, so the last goes."""
    problem = a_problem()
    heavy = replace(problem.shipments[2], load=(9,))
    problem = replace(problem, shipments=(*problem.shipments[:2], heavy))
    lax = replace(problem, vehicles=tuple(replace(v, capacity=(20,)) for v in problem.vehicles))
    other = engine_for(lax, 1)
    other.load({0: (0, 2, 4, 1, 3, 5)}, [])

    start = solution_of(lax, entries_of(lax, other.plan()))

    plan = plan_of(engine_for(problem, 1), start)

    assert plan == {0: (0, 2, 1, 3)}


def test_unreachable_places_are_never_ridden_to() -> None:
    """No path from 0 to 10: instead of first, for nothing, it goes after place 25, for 10."""
    matrix = line_matrix()
    reachable = np.ones_like(matrix.reachable)
    reachable[0, 10] = False
    problem = replace(
        a_problem(2, vehicles=1),
        matrices=(Matrix(matrix.durations, matrix.distances, reachable),),
    )
    engine = engine_for(problem, 1)
    engine.load({0: (2, 3)}, [0])

    cost, first, last = fit(engine.arrays, engine.current, 0, 0, engine.memory.scratch)

    assert (cost, first, last) == (10, 2, 2)
