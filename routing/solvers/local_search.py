"""Guided local search of OR-Tools on a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from routing.draft import draft_of
from routing.finish import routes_of
from routing.solvers.construct import fill
from routing.solvers.ortools_model import build, from_assignment, to_indices

if TYPE_CHECKING:
    import random

    from routing.draft import Draft
    from routing.effort import Effort

CHECKS_PER_STEP = 500
"""Looks of OR-Tools at its limit that count as one iteration."""

DAY = 86_400
"""Seconds of a limit that only keeps OR-Tools from warning that it has none."""


def improve(draft: Draft, effort: Effort, stream: random.Random) -> Draft:
    """Search from a draft with OR-Tools; return the better of both."""
    ground = draft.ground
    vehicles = _worth_using(draft)
    if not vehicles or not ground.problem.shipments or effort.is_spent:
        return draft
    model = build(ground, vehicles)
    parameters = _parameters(effort)
    model.routing.CloseModelWithParameters(parameters)
    model.routing.solver().ReSeed(stream.randrange(2**31))
    checks = [0]
    most = None if effort.iterations_left is None else effort.iterations_left * CHECKS_PER_STEP

    def is_over() -> bool:
        checks[0] += 1
        return most is not None and checks[0] > most

    model.routing.AddSearchMonitor(model.routing.solver().CustomLimit(is_over))
    start = model.routing.ReadAssignmentFromRoutes(to_indices(model, routes_of(draft)), True)  # noqa: FBT003 - OR-Tools takes no names
    if start is None:
        found = model.routing.SolveWithParameters(parameters)
    else:
        found = model.routing.SolveFromAssignmentWithParameters(start, parameters)
    effort.step(-(-checks[0] // CHECKS_PER_STEP))
    if found is None:
        return draft
    better = draft_of(ground, from_assignment(model, found))
    fill(better)
    return better if better.cost() < draft.cost() else draft


def _worth_using(draft: Draft) -> list[int]:
    """Return used vehicles, and one more of each kind unless it could never pay."""
    ground = draft.ground
    travel = sum(t.cost for t in draft.tracks if t is not None and t.is_used)
    vehicles = []
    spare: set[int] = set()
    for vehicle, track in enumerate(draft.tracks):
        if track is None:
            continue
        if not track.is_used:
            fixed = ground.problem.vehicles[vehicle].fixed_cost
            if ground.alike[vehicle] in spare or (fixed > travel and not draft.absent):
                continue
            spare.add(ground.alike[vehicle])
        vehicles.append(vehicle)
    return vehicles


def _parameters(effort: Effort) -> pywrapcp.RoutingModel:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    parameters.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    seconds = effort.seconds_left
    parameters.time_limit.FromMilliseconds(
        DAY * 1000 if seconds is None else max(1, round(seconds * 1000))
    )
    parameters.lns_time_limit.FromSeconds(DAY)
    return parameters
