"""Parts of problems are problems, and their plans are plans of the whole."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.check import check
from routing.draft import blank_draft, ground_of
from routing.finish import solution_of_draft
from routing.model import Pin
from routing.part import part_of
from routing.problem import Problem
from routing.solvers.construct import fill
from tests.routing_makers import line_matrix, shipment, stop, vehicle
from tests.routing_problems import problems

SOME = settings(max_examples=60, deadline=None)


@SOME
@given(problem=problems(max_vehicles=4), data=st.data())
def test_a_route_of_a_part_is_a_route_of_the_whole(problem: Problem, data: st.DataObject) -> None:
    """Vehicles and shipments are drawn; what a part plans breaks no rule of the whole."""
    chosen = data.draw(st.sets(st.sampled_from(range(len(problem.vehicles))), min_size=1))
    able = [
        i for i in range(len(problem.shipments)) if problem.pinned.get(i, min(chosen)) in chosen
    ]
    wanted = data.draw(st.sets(st.sampled_from(able))) if able else set()
    part = part_of(problem, chosen, wanted)
    draft = blank_draft(ground_of(part.problem))
    fill(draft)
    found = solution_of_draft(draft)

    routes = tuple(part.whole(route) for route in found.routes)

    broken = check(problem, replace(found, routes=routes, unassigned=()))
    assert {one.code for one in broken} <= {"not_accounted", "cost"}
    assert {route.vehicle for route in routes} <= chosen
    assert tuple(part.own(route) for route in routes) == found.routes


@SOME
@given(problem=problems(max_vehicles=4))
def test_all_of_a_problem_is_the_problem(problem: Problem) -> None:
    """Only places where nobody goes are left out; every other rule is there, new ones too."""
    part = part_of(problem, range(len(problem.vehicles)), range(len(problem.shipments)))
    draft, own = blank_draft(ground_of(problem)), blank_draft(ground_of(part.problem))
    fill(draft)
    fill(own)

    routes = tuple(part.whole(route) for route in solution_of_draft(own).routes)

    assert routes == solution_of_draft(draft).routes
    changed = {"matrices", "vehicles", "shipments", "balance"}
    for rule in fields(Problem):
        if rule.name not in changed:
            assert getattr(part.problem, rule.name) == getattr(problem, rule.name)


def test_a_pinned_shipment_is_not_parted_from_its_vehicle() -> None:
    """Nobody else may carry it, so a part with it alone could never be whole."""
    problem = Problem(
        matrices=(line_matrix(3),),
        vehicles=(vehicle(), vehicle()),
        shipments=(shipment("s", stop(1), stop(2)),),
        pins=(Pin(shipment=0, vehicle=1),),
    )

    with pytest.raises(ValueError, match="shipment 0 with its vehicle 1"):
        part_of(problem, [0], [0])
