"""Live insertions against the plain core, for shipments known and new."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.check import check
from routing.draft import blank_draft, ground_of
from routing.finish import solution_of, solution_of_draft
from routing.insertion import insertions
from routing.model import Matrix
from routing.problem import Problem
from routing.solution import StopKind
from routing.solvers.construct import fill
from routing.solvers.ruin_recreate.known_insertion import insertion_among
from routing.solvers.ruin_recreate.live import insertion_of, live_routes
from routing.solvers.ruin_recreate.new_insertion import Kept, new_route, with_new
from routing.solvers.ruin_recreate.new_places import NewTravel
from routing.solvers.ruin_recreate.outlook import outlook_of
from tests.routing_makers import give, line_matrix, shipment, stop, take, vehicle
from tests.routing_problems import problems

if TYPE_CHECKING:
    from routing.model import Shipment, Stop
    from routing.solution import Route

SOME = settings(max_examples=40, deadline=None)


@SOME
@given(problem=problems(max_vehicles=4))
def test_live_offers_are_the_insertions_of_the_plain_core(problem: Problem) -> None:
    """Vehicle by vehicle at the same cost; with breaks, which move here, or bounds never dearer."""
    routes, wanted = filled(problem, leave=1), len(problem.shipments) - 1
    live = live_routes(problem, routes)

    offers = {offer.vehicle: offer for offer in live.offers(wanted)}

    used = {route.vehicle: route for route in routes}
    plain = {one.vehicle: one for one in insertions(problem, routes, wanted)}
    assert [o.added_cost for o in offers.values()] == sorted(o.added_cost for o in offers.values())
    assert set(plain) <= set(offers)
    for who, offer in offers.items():
        insertion = insertion_of(problem, used.get(who), offer)
        others = [(r.vehicle, r.entries) for r in routes if r.vehicle != who]
        assert insertion.added_cost == offer.added_cost
        assert not check(problem, solution_of(problem, [*others, (who, insertion.entries)]))
        if problem.vehicles[who].breaks or who not in used:
            continue
        assert insertion.entries == plain[who].entries
        assert insertion == plain[who]


@SOME
@given(problem=problems(max_vehicles=4), data=st.data())
def test_an_insertion_among_some_is_the_one_of_the_plain_core(
    problem: Problem, data: st.DataObject
) -> None:
    """Cost, times and positions are the same; with breaks, which move here, it is never dearer."""
    routes, wanted = filled(problem, leave=1), len(problem.shipments) - 1
    everybody = range(len(problem.vehicles))
    some = data.draw(st.sets(st.sampled_from(everybody)))
    some |= {problem.pinned[wanted]} if wanted in problem.pinned else set()

    found = insertion_among(problem, routes, some, wanted)

    plain = [one for one in insertions(problem, routes, wanted) if one.vehicle in some]
    if found is None:
        assert plain == []
        return
    others = [(r.vehicle, r.entries) for r in routes if r.vehicle != found.vehicle]
    assert found.vehicle in some
    assert not check(problem, solution_of(problem, [*others, (found.vehicle, found.entries)]))
    assert all(found.added_cost <= one.added_cost for one in plain)
    used = {route.vehicle for route in routes}
    if plain and some <= used and not any(problem.vehicles[v].breaks for v in some):
        assert found == plain[0]


@SOME
@given(problem=problems(max_vehicles=4))
def test_taking_an_offer_is_laying_out_its_route(problem: Problem) -> None:
    """What is offered next is what a plan laid out anew with that route offers."""
    routes, wanted = filled(problem, leave=2), len(problem.shipments) - 1
    live = live_routes(problem, routes)
    first = next(iter(live.offers(wanted)), None)
    if first is None:
        return
    used = {route.vehicle: route for route in routes}
    used[first.vehicle] = insertion_of(problem, used.get(first.vehicle), first).route

    live = live.taking(first)

    again = live_routes(problem, tuple(used.values()))
    for one in range(len(problem.shipments)):
        assert live.offers(one) == again.offers(one)


@SOME
@given(problem=problems(max_vehicles=4))
def test_a_shipment_on_a_route_is_taken_off_before_it_is_offered(problem: Problem) -> None:
    """Offers are the same as those of a plan that never had it, and the plan is as before."""
    routes = filled(problem)
    live = live_routes(problem, routes)

    for route in routes:
        taken_off = route.shipments[0]
        entries = [e for e in route.entries if e not in (take(taken_off), give(taken_off))]
        others = [(r.vehicle, r.entries) for r in routes if r.vehicle != route.vehicle]
        has_more = len(route.shipments) > 1
        without = solution_of(problem, [*others, *([(route.vehicle, entries)] * has_more)]).routes

        again = live_routes(problem, without).offers(taken_off)
        assert live.offers(taken_off) == again


@SOME
@given(problem=problems(max_vehicles=4, max_shipments=5))
def test_offers_for_a_new_shipment_are_those_of_the_problem_that_has_it(problem: Problem) -> None:
    """The last shipment moves to new places with the travel of its old ones."""
    known, larger = without_last(problem), with_new_places(problem)
    size, moved = problem.matrices[0].num_locations, larger.shipments[-1]
    routes = filled(known)
    travel = [travel_of(matrix, size) for matrix in larger.matrices]

    offers = live_routes(known, routes).offers_for(moved, travel)

    assert offers == live_routes(larger, routes).offers(len(known.shipments))


@SOME
@given(problem=problems(max_vehicles=4, max_shipments=5), data=st.data())
def test_a_price_of_a_vehicle_is_on_top_of_what_it_offers(
    problem: Problem, data: st.DataObject
) -> None:
    """The same routes are offered, each dearer by the price of its vehicle."""
    known, larger = without_last(problem), with_new_places(problem)
    size, moved = problem.matrices[0].num_locations, larger.shipments[-1]
    travel = [travel_of(matrix, size) for matrix in larger.matrices]
    number = len(known.vehicles)
    prices = data.draw(st.lists(st.integers(0, 1000), min_size=number, max_size=number))
    live = live_routes(known, filled(known))

    plain = {offer.vehicle: offer for offer in live.offers_for(moved, travel)}
    priced = live.offers_for(moved, travel, prices)

    assert {offer.vehicle: offer.added_cost - prices[offer.vehicle] for offer in priced} == {
        vehicle: offer.added_cost for vehicle, offer in plain.items()
    }
    assert [o.added_cost for o in priced] == sorted(o.added_cost for o in priced)


@SOME
@given(problem=problems(max_vehicles=4, max_shipments=5))
def test_a_new_route_is_that_of_the_problem_that_has_the_shipment(problem: Problem) -> None:
    """Times and travel are the same although only one route was made a problem."""
    known, larger = without_last(problem), with_new_places(problem)
    size, moved = problem.matrices[0].num_locations, larger.shipments[-1]
    routes = filled(known)
    travel = [travel_of(matrix, size) for matrix in larger.matrices]
    used = {route.vehicle: route for route in routes}

    live = live_routes(known, routes)
    for offer in live.offers_for(moved, travel):
        whole = insertion_of(larger, used.get(offer.vehicle), offer)

        assert new_route(known, offer, moved, travel) == whole.route
        outlook = outlook_of(live, offer)
        assert outlook.added_s == outlook.added_alone_s == whole.added_travel
        assert outlook.begins == begin_of_last(larger, whole.route)
        assert with_new(known, moved, travel).shipments == larger.shipments


@SOME
@given(problem=problems(max_vehicles=3, max_shipments=6), data=st.data())
def test_what_is_kept_counts_like_what_is_in_the_plan(
    problem: Problem, data: st.DataObject
) -> None:
    """Offers beside a kept shipment are those of a problem that has it on its routes.

    With one slot both have the same indices. Without what is kept the plan is what it was.
    """
    if len(problem.shipments) < 2:
        return
    base = without_last(without_last(problem))
    routes, used = filled(base), {route.vehicle: route for route in filled(base)}
    kept, beside = newly_asked(problem, -2), newly_asked(problem, -1)
    live = live_routes(base, routes, room=1)
    never = live.offers_for(*beside)
    first = live.offers_for(*kept)
    if not first:
        return
    taken = data.draw(st.sampled_from(first))

    live = live.keeping(taken, 0)
    offers = live.offers_for(*beside)

    known = [Kept(slot=0, asked=kept[0], travel=kept[1])]
    larger = with_both(base, problem)
    ordered = len(base.shipments)
    codes = tuple(2 * ordered + c % 2 if c // 2 == ordered + 1 else c for c in taken.codes)
    longer = insertion_of(larger, used.get(taken.vehicle), replace(taken, codes=codes)).route
    then = {**used, taken.vehicle: longer}
    assert offers == live_routes(larger, tuple(then.values())).offers(ordered + 1)
    for offer in offers:
        whole = insertion_of(larger, then.get(offer.vehicle), offer)
        assert new_route(base, offer, *beside, known, 1) == whole.route
        outlook = outlook_of(live, offer)
        assert outlook.added_s == whole.added_travel
        assert outlook.begins == begin_of_last(larger, whole.route)
    with live.bare() as bare:
        for one in range(len(base.shipments)):
            assert bare.offers(one) == live_routes(base, routes).offers(one)
    assert live.offers_for(*beside) == offers
    assert live.releasing(0).offers_for(*beside) == never


def test_what_does_not_fit_live_routes_is_refused() -> None:
    """A shipment that is not there, one dimension too many, travel of another shape."""
    problem = one_vehicle()
    live = live_routes(problem, ())
    travel = travel_of(problem.matrices[0], 1)

    with pytest.raises(ValueError, match="shipment below 1, got 1"):
        live.offers(1)
    with pytest.raises(ValueError, match="1 dimensions"):
        live.offers_for(replace(problem.shipments[0], load=(1, 1)), [travel])
    with pytest.raises(ValueError, match="Expected shapes"):
        live.offers_for(problem.shipments[0], [travel])
    with pytest.raises(ValueError, match="travel for 1 matrices"):
        live.offers_for(problem.shipments[0], [])
    with pytest.raises(ValueError, match="place below"):
        live.offers_for(far_away(problem.shipments[0]), [travel])


def begin_of_last(problem: Problem, route: Route) -> int | None:
    """Return when the last delivery begins; nothing where more than windows decides."""
    if any(problem.shipments[index].is_timed for index in route.shipments):
        return None
    wanted = len(problem.shipments) - 1
    starts = (s.start for s in route.stops if (s.kind, s.index) == (StopKind.DELIVERY, wanted))
    return next(starts, None)


def one_vehicle() -> Problem:
    """Return a vehicle and a shipment of one dimension between three places."""
    return Problem(
        matrices=(line_matrix(3),),
        vehicles=(vehicle(),),
        shipments=(shipment("s", stop(1), stop(2)),),
    )


def without_last(problem: Problem) -> Problem:
    """Return a problem without its last shipment."""
    *kept, _ = problem.shipments
    return replace(
        problem,
        shipments=tuple(kept),
        pins=tuple(pin for pin in problem.pins if pin.shipment < len(kept)),
        sequences=tuple(
            replace(one, stops=tuple(s for s in one.stops if s.index < len(kept)))
            for one in problem.sequences
        ),
        forbidden=frozenset(pair for pair in problem.forbidden if pair[0] < len(kept)),
        pair_costs={pair: cost for pair, cost in problem.pair_costs.items() if pair[0] < len(kept)},
    )


def with_new_places(problem: Problem) -> Problem:
    """Return a problem whose last shipment is at two new places that are like its old ones."""
    *kept, last = problem.shipments
    size = problem.matrices[0].num_locations
    ends = (last.pickup, last.delivery)
    at = [0 if end is None else end.location for end in ends]
    moved = replace(
        last, pickup=moved_to(last.pickup, size), delivery=moved_to(last.delivery, size + 1)
    )
    return replace(
        without_last(problem),
        matrices=tuple(enlarged(matrix, at) for matrix in problem.matrices),
        shipments=(*kept, moved),
    )


def newly_asked(problem: Problem, which: int) -> tuple[Shipment, tuple[NewTravel, ...]]:
    """Return one of the last two shipments as it is asked for beside one slot, with its travel."""
    size = problem.matrices[0].num_locations
    ends = [(one.pickup, one.delivery) for one in problem.shipments[-2:]]
    at = [0 if end is None else end.location for pair in ends for end in pair]
    places = at if which == -1 else [0, 0, *at[:2]]
    one = problem.shipments[which]
    moved = replace(
        one, pickup=moved_to(one.pickup, size + 2), delivery=moved_to(one.delivery, size + 3)
    )
    larger = [enlarged(matrix, places) for matrix in problem.matrices]
    return moved, tuple(travel_of(matrix, size + 2) for matrix in larger)


def with_both(base: Problem, problem: Problem) -> Problem:
    """Return a problem with the last two shipments at four new places."""
    size = problem.matrices[0].num_locations
    first, second = (newly_asked(problem, which)[0] for which in (-2, -1))
    ends = [(one.pickup, one.delivery) for one in problem.shipments[-2:]]
    at = [0 if end is None else end.location for pair in ends for end in pair]
    ordered = replace(
        first, pickup=moved_to(first.pickup, size), delivery=moved_to(first.delivery, size + 1)
    )
    return replace(
        base,
        matrices=tuple(enlarged(matrix, at) for matrix in problem.matrices),
        shipments=(*base.shipments, ordered, second),
    )


def far_away(asked: Shipment) -> Shipment:
    """Return a shipment whose delivery is at a place that nobody knows."""
    return replace(asked, delivery=moved_to(asked.delivery, 99))


def filled(problem: Problem, *, leave: int = 0) -> tuple[Route, ...]:
    """Return the routes of a plan by insertion of all shipments but the last few."""
    draft = blank_draft(ground_of(problem))
    draft.absent -= set(range(len(problem.shipments) - leave, len(problem.shipments)))
    fill(draft)
    return solution_of_draft(draft).routes


def moved_to(stop: Stop | None, location: int) -> Stop | None:
    """Return a stop at another location."""
    return None if stop is None else replace(stop, location=location)


def enlarged(matrix: Matrix, at: list[int]) -> Matrix:
    """Return a matrix with copies of some places as new ones."""
    order = [*range(matrix.num_locations), *at]
    grid = np.ix_(order, order)
    return Matrix(matrix.durations[grid], matrix.distances[grid], matrix.reachable[grid])


def travel_of(matrix: Matrix, size: int) -> NewTravel:
    """Return travel of the places after the first `size` ones."""
    return NewTravel(
        seconds_from=matrix.durations[size:],
        metres_from=matrix.distances[size:],
        is_reached_from=matrix.reachable[size:],
        seconds_to=matrix.durations[:size, size:],
        metres_to=matrix.distances[:size, size:],
        is_reached_to=matrix.reachable[:size, size:],
    )
