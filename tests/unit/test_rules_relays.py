"""Two legs over a hub: the second waits for the first, and neither goes alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.check import Rule, check
from routing.cost import plan_cost
from routing.insertion import insertions
from routing.model import Balance
from routing.problem import Budget, Problem
from routing.reasons import Code, Remedy
from routing.rules.relays import Relay
from routing.schedule import schedule
from routing.solution import Solution, StopKind
from routing.solve import solve
from routing.solvers.ortools_vrp import OrtoolsSolver
from routing.solvers.ruin_recreate.engine import engine_for
from routing.solvers.ruin_recreate.live import live_routes
from tests.routing_makers import give, line_matrix, shipment, stop, take, vehicle, window

HUB = 50


def problem_of(relay: Relay | None = None) -> Problem:
    """Return two legs over place 50, and vehicles at both ends that cannot do both."""
    west = replace(vehicle("west", shift=window(0, 300)), max_travel=110)
    east = replace(vehicle("east", shift=window(0, 300)), start=100, end=100, max_travel=110)
    return Problem(
        matrices=(line_matrix(),),
        vehicles=(west, east),
        shipments=(
            shipment("to", stop(10), stop(HUB, service=5)),
            shipment("from", stop(HUB, service=5), stop(90)),
        ),
        relays=(relay or Relay(first=0, second=1, handling=20),),
    )


@pytest.mark.parametrize("solver", [None, OrtoolsSolver()])
def test_the_second_leg_is_picked_up_once_the_first_is_there(solver: OrtoolsSolver | None) -> None:
    """The first is delivered at 50 and handled from 55 to 75; each vehicle rides 100."""
    problem = problem_of()

    found = solve(problem, Budget(iterations=20), seed=1, solver=solver)

    stops = {(s.kind, s.index): s for route in found.routes for s in route.stops}
    assert found.cost == 200
    assert stops[StopKind.DELIVERY, 0].departure + 20 <= stops[StopKind.PICKUP, 1].start
    assert check(problem, found) == ()


def test_a_hand_over_that_is_too_early_and_a_lone_leg_are_found() -> None:
    """Without waiting the second is picked up at 50, 25 before it is handled at 75."""
    problem = problem_of()
    west, east = schedule(problem, 0, (take(0), give(0))), schedule(problem, 1, (take(1), give(1)))

    early = check(problem, Solution(routes=(west, east), unassigned=(), cost=200))
    lone = check(problem, Solution(routes=(west,), unassigned=(), cost=plan_cost(problem, [west])))

    assert [(one.code, one.shipment, one.amount) for one in early] == [(Rule.RELAY, 1, 25)]
    assert (Rule.RELAY, 0) in {(one.code, one.shipment) for one in lone}


def test_a_leg_whose_other_leg_nobody_can_carry_stays_as_well() -> None:
    """Nobody holds 11, so the first leg is of no use."""
    problem = problem_of()
    heavy = replace(problem.shipments[1], load=(11,))
    problem = replace(problem, shipments=(problem.shipments[0], heavy))

    found = solve(problem, Budget(iterations=10), seed=1)

    assert [one.reason.code for one in found.unassigned] == [
        Code.OTHER_LEG_UNASSIGNED,
        Code.TOO_HEAVY,
    ]
    assert found.unassigned[0].reason.values == {"other": "from"}
    assert found.routes == ()
    assert check(problem, found) == ()


def test_legs_that_cannot_meet_have_a_reason() -> None:
    """The hub closes at 60 for pickups; what is there at 55 is not handled before 75."""
    problem = problem_of()
    early = replace(problem.shipments[1], pickup=stop(HUB, window(0, 60)))
    problem = replace(problem, shipments=(problem.shipments[0], early))

    found = solve(problem, Budget(iterations=10), seed=1)

    assert [one.reason.code for one in found.unassigned] == [Code.RELAY_TOO_TIGHT] * 2
    assert found.unassigned[0].reason.remedies[0] == Remedy.LATER_WINDOW


def test_a_tight_meeting_is_found_from_a_loose_one() -> None:
    """The second delivery closes at 120, which is 75 and 5 and the way of 40: one moment only."""
    problem = problem_of()
    urgent = replace(problem.shipments[1], delivery=stop(90, window(0, 120)))
    problem = replace(problem, shipments=(problem.shipments[0], urgent))

    found = solve(problem, Budget(iterations=10), seed=1)

    assert found.unassigned == ()
    assert check(problem, found) == ()


def test_insertions_keep_the_meetings_of_the_present_routes() -> None:
    """The second leg goes to 50 no sooner than 75; nothing may make the first one later."""
    problem = problem_of()
    west = schedule(problem, 0, (take(0), give(0)))

    (found,) = insertions(problem, [west], 1)
    (live,) = live_routes(problem, [west]).offers(1)

    assert found.vehicle == live.vehicle == 1
    assert found.route.stops[1].start == 75
    assert found.added_cost == live.added_cost == 100


def test_a_balanced_plan_keeps_its_meetings() -> None:
    """Evening out is one more search between the same moments."""
    balance = Balance(carried=(0, 0), weights=(1, 1))
    problem = replace(problem_of(), balance=balance)

    found = solve(problem, Budget(iterations=20), seed=1)

    assert found.unassigned == ()
    assert check(problem, found) == ()


def test_kernels_never_see_relays() -> None:
    """They know no meeting of two routes, so the problem is refused without moments for it."""
    with pytest.raises(ValueError, match="relays have their meetings"):
        engine_for(problem_of(), 1)


@pytest.mark.parametrize(
    ("relay", "fault"),
    [
        (Relay(first=0, second=2), "shipments below 2, got 0 and 2 in relay 0"),
        (Relay(first=0, second=1, handling=-1), "handling >= 0, got -1 in relay 0"),
        (Relay(first=0, second=0), "shipment 0 in a cycle"),
    ],
)
def test_relays_that_mean_nothing_are_refused(relay: Relay, fault: str) -> None:
    """The message names the relay."""
    with pytest.raises(ValueError, match=fault):
        problem_of(relay)


def test_relays_that_share_a_leg_or_lack_an_end_are_refused() -> None:
    """One leg before and one after is what the hub can keep apart."""
    problem = problem_of()
    relay = Relay(first=0, second=1)
    aboard = replace(problem.shipments[1], pickup=None)

    with pytest.raises(ValueError, match="one relay before and one after"):
        replace(problem, relays=(relay, relay))
    with pytest.raises(ValueError, match="a pickup of shipment 1, got none"):
        replace(problem, shipments=(problem.shipments[0], aboard))
