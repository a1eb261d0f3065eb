"""Whatever the problem: plans keep the rules, searches repeat, insertions are the cheapest."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.check import Rule, check
from routing.cost import plan_cost, route_cost
from routing.draft import blank_draft, ground_of
from routing.evenness import amounts_of, leximin_rates
from routing.finish import solution_of, solution_of_draft
from routing.insertion import insertions
from routing.problem import Budget
from routing.rests import with_breaks
from routing.schedule import schedule
from routing.solution import Entry, Solution, StopKind
from routing.solve import solve
from routing.solvers.construct import fill
from routing.track import lay
from tests.routing_problems import problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.draft import Draft
    from routing.problem import Problem

FEW = settings(max_examples=25, deadline=None)
MANY = settings(max_examples=100, deadline=None)


@FEW
@given(problem=problems(), seed=st.integers(0, 99))
def test_a_solved_problem_breaks_no_rule(problem: Problem, seed: int) -> None:
    """Every feature of the model at once; the checker shares no code with the solver."""
    solution = solve(problem, Budget(iterations=15), seed=seed)

    assert check(problem, solution) == ()


@FEW
@given(problem=problems(), seed=st.integers(0, 99))
def test_the_same_seed_and_iterations_give_the_same_plan(problem: Problem, seed: int) -> None:
    """No clock, no order of a set, no address decides anything."""
    first = solve(problem, Budget(iterations=15), seed=seed)
    second = solve(problem, Budget(iterations=15), seed=seed)

    assert first == second


@settings(max_examples=15, deadline=None)
@given(problem=problems(has_balance=True), seed=st.integers(0, 9))
def test_a_balanced_plan_is_no_worse_than_its_start(problem: Problem, seed: int) -> None:
    """Leximin of the rates never falls, and the cost keeps to the slack."""
    balance = problem.balance
    assert balance is not None
    start = solution_of_draft(filled(problem))

    fair = solve(problem, Budget(iterations=25), seed=seed, start=start)

    assert check(problem, fair) == ()
    assert fair.cost * 1000 <= start.cost * (1000 + balance.slack_permille)
    if {u.shipment for u in fair.unassigned} == {u.shipment for u in start.unassigned}:
        before = leximin_rates(balance, amounts_of(problem, start.routes))
        after = leximin_rates(balance, amounts_of(problem, fair.routes))
        assert after >= before


@MANY
@given(problem=problems())
def test_every_insertion_keeps_the_rules_and_states_its_cost(problem: Problem) -> None:
    """The plan with the inserted shipment is checked as if a solver had made it."""
    draft = filled(problem, leave=1)
    routes = solution_of_draft(draft).routes
    before = {route.vehicle: route for route in routes}

    for shipment in sorted(draft.absent):
        for one in insertions(problem, routes, shipment):
            others = [(v, r.entries) for v, r in before.items() if v != one.vehicle]
            after = solution_of(problem, [*others, (one.vehicle, one.entries)])
            old = route_cost(problem, one.vehicle, before.get(one.vehicle))
            new = route_cost(problem, one.vehicle, one.route)

            assert check(problem, after) == ()
            assert one.added_cost == new - old


@MANY
@given(problem=problems(max_shipments=4))
def test_an_insertion_is_the_cheapest_of_all_positions(problem: Problem) -> None:
    """All pairs of positions are laid out one by one and compared."""
    draft = filled(problem, leave=1)
    ground = draft.ground

    for shipment, track in product(sorted(draft.absent), draft.tracks):
        if track is None:
            continue
        ways = (
            longer.cost + longer.lateness - track.cost - track.lateness
            for entries in every_way(problem, track.entries, shipment)
            if (
                longer := lay(problem, ground.legs[track.vehicle], track.vehicle, entries)
            ).is_feasible
        )
        best = min(ways, default=None)
        fit = ground.fit(track, shipment)

        assert (None if fit is None else fit.cost) == best


@MANY
@given(problem=problems(), data=st.data())
def test_the_checker_agrees_with_the_schedule(problem: Problem, data: st.DataObject) -> None:
    """Any order of stops, sound or not: stated times, loads and places are never wrong."""
    entries = [
        Entry(kind=kind, index=index)
        for index, asked in enumerate(problem.shipments)
        for kind, end in ((StopKind.PICKUP, asked.pickup), (StopKind.DELIVERY, asked.delivery))
        if end is not None
    ]
    entries += [Entry(kind=StopKind.BREAK, index=i) for i in range(len(problem.vehicles[0].breaks))]
    order = data.draw(st.permutations(entries))
    route = schedule(problem, 0, order)
    solution = Solution(routes=(route,), unassigned=(), cost=plan_cost(problem, [route]))

    codes = {violation.code for violation in check(problem, solution)}

    stated = {Rule.TIMES, Rule.DISTANCE, Rule.LOAD, Rule.LOCATION, Rule.COST, Rule.SHAPE}
    assert not codes & stated


@MANY
@given(problem=problems(), data=st.data())
def test_breaks_are_placed_when_any_position_works(problem: Problem, data: st.DataObject) -> None:
    """All positions of the breaks in their order are tried one by one."""
    ground = ground_of(problem)
    draft = filled(problem)
    tracks = [track for track in draft.tracks if track is not None]
    if not tracks:
        return
    track = data.draw(st.sampled_from(tracks))
    stops = [entry for entry in track.entries if entry.kind is not StopKind.BREAK]
    rests = [entry for entry in track.entries if entry.kind is StopKind.BREAK]

    placed = with_breaks(problem, ground.legs[track.vehicle], track.vehicle, stops)

    assert placed is not None
    ends = [
        schedule(problem, track.vehicle, way).stops[-1].arrival
        for way in merges(stops, rests)
        if lay(problem, ground.legs[track.vehicle], track.vehicle, way).is_feasible
    ]
    assert schedule(problem, track.vehicle, placed).stops[-1].arrival == min(ends)


@settings(max_examples=15, deadline=None)
@given(problem=problems(max_vehicles=2, max_shipments=3, has_balance=True))
def test_rates_are_not_below_what_re_assigning_routes_reaches(problem: Problem) -> None:
    """Both ways of giving two routes to two vehicles are tried by hand; one is the best."""
    balance = problem.balance
    assert balance is not None
    start = solution_of_draft(filled(problem))
    has_breaks = any(resource.breaks for resource in problem.vehicles)
    if has_breaks or len(start.routes) < 2:
        return
    first, second = start.routes
    swapped = solution_of(problem, [(1, first.entries), (0, second.entries)])
    limit = start.cost * (1000 + balance.slack_permille)
    is_open = not check(problem, swapped) and swapped.cost * 1000 <= min(start.cost * 1000, limit)

    fair = solve(problem, Budget(iterations=10), seed=1, start=start)

    if is_open and fair.cost >= start.cost:
        best = leximin_rates(balance, amounts_of(problem, swapped.routes))
        assert leximin_rates(balance, amounts_of(problem, fair.routes)) >= best


def filled(problem: Problem, *, leave: int = 0) -> Draft:
    """Return a plan by insertion of all shipments but the last few."""
    draft = blank_draft(ground_of(problem))
    kept = set(range(len(problem.shipments) - leave, len(problem.shipments)))
    draft.absent -= kept
    fill(draft)
    draft.absent |= kept
    return draft


def every_way(problem: Problem, entries: Sequence[Entry], shipment: int) -> Iterator[list[Entry]]:
    """Yield the entries with a shipment at every pair of positions."""
    asked = problem.shipments[shipment]
    taken = Entry(kind=StopKind.PICKUP, index=shipment)
    given_ = Entry(kind=StopKind.DELIVERY, index=shipment)
    for i in range(len(entries) + 1):
        if asked.pickup is None or asked.delivery is None:
            only = given_ if asked.pickup is None else taken
            yield [*entries[:i], only, *entries[i:]]
            continue
        for j in range(i, len(entries) + 1):
            yield [*entries[:i], taken, *entries[i:j], given_, *entries[j:]]


def merges(stops: Sequence[Entry], rests: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Yield all ways of putting breaks among stops that keep both orders."""
    if not stops or not rests:
        yield [*stops, *rests]
        return
    for tail in merges(stops[1:], rests):
        yield [stops[0], *tail]
    for tail in merges(stops, rests[1:]):
        yield [rests[0], *tail]
