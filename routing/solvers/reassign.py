"""Who gets which route: leximin over whole routes, no metre longer than allowed.

Routes stay as they are; only the vehicle of each may change. The rates that a route would
give each vehicle are known exactly, so leximin is a sequence of small assignment problems:
as few vehicles as possible at the lowest rate, then at the next, and so on.

References
----------
.. [1] Burkard, R. and Rendl, F. (1991). Lexicographic bottleneck problems. Operations
       Research Letters.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from routing.solution import StopKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.draft import Draft, Ground
    from routing.model import Balance
    from routing.track import Track

MOST_WORK = 0.5
"""Deterministic time of CP-SAT per step."""


def reassign_routes(draft: Draft, balance: Balance, most_cost: int) -> Draft:
    """Give whole routes to other vehicles so that the rates are leximin-best.

    Parameters
    ----------
    draft
        A plan; not changed.
    balance
        What makes the rates.
    most_cost
        Limit of the cost of all routes together.

    Returns
    -------
    Draft
        The draft itself when no exchange keeps all rules and costs.
    """
    ground = draft.ground
    routes = [track for track in draft.tracks if track is not None and track.is_used]
    vehicles = [v for v, track in enumerate(draft.tracks) if track is not None]
    laid = {
        (number, vehicle): track
        for number, route in enumerate(routes)
        for vehicle in vehicles
        if (track := _on_vehicle(ground, route, vehicle)) is not None
    }
    chosen = _leximin(draft, balance, routes, laid, most_cost)
    if chosen is None:
        return draft
    result = draft.copy()
    for vehicle in vehicles:
        result.tracks[vehicle] = ground.empty(vehicle)
    for pair in chosen:
        result.tracks[pair[1]] = laid[pair]
    return result


def _on_vehicle(ground: Ground, route: Track, vehicle: int) -> Track | None:
    """Lay out a route for another vehicle, or return ``None`` when a rule forbids it."""
    if vehicle == route.vehicle:
        return route
    if any(vehicle not in ground.carriers[shipment] for shipment in route.shipments):
        return None
    stops = [entry for entry in route.entries if entry.kind is not StopKind.BREAK]
    track = ground.lay(vehicle, stops)
    has_breaks = len(track.entries) == len(stops) + len(ground.problem.vehicles[vehicle].breaks)
    return track if track.is_feasible and has_breaks else None


def _leximin(
    draft: Draft,
    balance: Balance,
    routes: Sequence[Track],
    laid: dict[tuple[int, int], Track],
    most_cost: int,
) -> list[tuple[int, int]] | None:
    """Choose one vehicle per route; ``None`` when there is no choice within the cost."""
    ground = draft.ground
    model = cp_model.CpModel()
    takes = {pair: model.new_bool_var("") for pair in laid}
    for number in range(len(routes)):
        model.add_exactly_one(takes[pair] for pair in laid if pair[0] == number)
    rests: dict[int, Any] = {}
    for vehicle, track in enumerate(draft.tracks):
        if track is not None:
            rests[vehicle] = model.new_bool_var("")
            mine = [takes[pair] for pair in laid if pair[1] == vehicle]
            model.add_exactly_one([*mine, rests[vehicle]])
    spent = [ground.cost(track) * takes[pair] for pair, track in laid.items()]
    idle = [ground.bound_cost(vehicle, 0) * rest for vehicle, rest in rests.items()]
    model.add(sum(spent) + sum(idle) <= most_cost)
    rates = [
        (Fraction(balance.carried[v] + ground.amount(track), balance.weights[v]), takes[n, v])
        for (n, v), track in laid.items()
    ]
    rates += [(Fraction(balance.carried[v], balance.weights[v]), rest) for v, rest in rests.items()]
    for number, route in enumerate(routes):
        for pair, variable in takes.items():
            if pair[0] == number:
                model.add_hint(variable, pair[1] == route.vehicle)
    if not _fewest_at_each_rate(model, rates):
        return None
    solver = _solver()
    if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    return [pair for pair, variable in takes.items() if solver.boolean_value(variable)]


def _fewest_at_each_rate(model: cp_model.CpModel, rates: list[tuple[Fraction, Any]]) -> bool:
    """Fix the number of vehicles at each rate, lowest first, to the fewest possible.

    Rates that the last answer does not use need no solving: none is the fewest.
    """
    solver = _solver()
    if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return False
    levels: dict[Fraction, list[Any]] = {}
    for rate, variable in rates:
        levels.setdefault(rate, []).append(variable)
    chosen = {id(v): solver.boolean_value(v) for _, v in rates}
    for rate in sorted(levels):
        variables = levels[rate]
        count = sum(chosen[id(variable)] for variable in variables)
        if count:
            model.minimize(sum(variables))
            if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
                return True
            chosen = {id(v): solver.boolean_value(v) for _, v in rates}
            count = sum(chosen[id(variable)] for variable in variables)
            # OR-Tools leaves out its type.
            model.clear_objective()  # type: ignore[no-untyped-call]
        model.add(sum(variables) <= count)
    return True


def _solver() -> cp_model.CpSolver:
    """Return a solver whose result does not depend on the clock."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False  # it would take Ctrl-C from the program for good
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = MOST_WORK
    return solver
