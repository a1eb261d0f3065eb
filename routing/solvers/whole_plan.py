"""The plan of a problem while its parts are planned elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.cost import route_cost
from routing.insertion import cheapest_insertion
from routing.part import part_of
from routing.schedule import schedule
from routing.solution import Solution, StopKind
from routing.solvers.protocol import Progress
from routing.solvers.ruin_recreate.engine import engine_for, entries_of, plan_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from routing.part import Part
    from routing.problem import Problem
    from routing.solution import Route


class WholePlan:
    """Routes that change part by part, and the best of them so far.

    Attributes
    ----------
    problem
        What is planned.
    routes
        Route of each used vehicle.
    best
        The same of the best plan that was remembered.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.routes: dict[int, Route] = {}
        self.best: dict[int, Route] = {}
        mandatory = problem.mandatory_penalty
        self._penalties = [
            mandatory if one.drop_penalty is None else one.drop_penalty for one in problem.shipments
        ]
        self._absent = set(range(len(problem.shipments)))
        self._cost = sum(self._penalties) + sum(
            route_cost(problem, vehicle, None) for vehicle in range(len(problem.vehicles))
        )
        self._best_cost, self._best_absent = self._cost, frozenset(self._absent)

    def begin_with(self, start: Solution) -> None:
        """Take over what keeps every rule of a plan."""
        for route in start.routes:
            if not 0 <= route.vehicle < len(self.problem.vehicles):
                continue
            wanted = {
                shipment
                for shipment in route.shipments
                if shipment in self._absent and self.problem.may_carry(route.vehicle, shipment)
            }
            if route.vehicle not in self.routes and wanted:
                part = part_of(self.problem, (route.vehicle,), wanted)
                self.take(part, _kept(part, route))
        self.remember()

    def remember(self) -> None:
        """Keep the plan as it is, if it is the best so far."""
        if not self.best or self._cost < self._best_cost:
            self.best, self._best_cost = dict(self.routes), self._cost
            self._best_absent = frozenset(self._absent)

    def finished(self) -> tuple[Route, ...]:
        """Return the best plan, with what no part had room for where it costs least now."""
        routes = dict(self.best)
        served = {shipment for route in routes.values() for shipment in route.shipments}
        for shipment in range(len(self.problem.shipments)):
            if shipment in served:
                continue
            found = cheapest_insertion(self.problem, tuple(routes.values()), shipment)
            if found is not None and found.added_cost < self._penalties[shipment]:
                routes[found.vehicle] = found.route
        return tuple(routes.values())

    def start_of(self, part: Part) -> Solution | None:
        """Give a part's plan as it is; ``None`` when it has none."""
        routes = [self.routes[vehicle] for vehicle in part.vehicles if vehicle in self.routes]
        if not routes:
            return None
        return Solution(routes=tuple(map(part.own, routes)), unassigned=(), cost=0)

    def take(self, part: Part, routes: Iterable[Route]) -> None:
        """Put the routes of a part in the place of those that it has.

        Parameters
        ----------
        part
            Has all shipments that are on its vehicles now.
        routes
            Of the part, in its own indices.
        """
        after = {route.vehicle: route for route in map(part.whole, routes)}
        before = {v: self.routes[v] for v in part.vehicles if v in self.routes}
        self._cost += self._cost_of(part, after) - self._cost_of(part, before)
        for vehicle in before:
            del self.routes[vehicle]
        self.routes.update(after)
        self._absent |= set(part.shipments)
        for route in after.values():
            self._absent.difference_update(route.shipments)

    def progress(self, stage: str, iterations: int) -> Progress:
        """Say where the search stands: with the best plan at the end of a round."""
        is_best = not self.best
        absent = self._absent if is_best else self._best_absent
        return Progress(
            stage=stage,
            iterations=iterations,
            cost=self._cost if is_best else self._best_cost,
            num_routes=len(self.routes if is_best else self.best),
            num_unassigned=len(absent),
            penalty=sum(self._penalties[shipment] for shipment in absent),
        )

    def _cost_of(self, part: Part, routes: dict[int, Route]) -> int:
        """Return what some routes cost, and what they leave out of a part."""
        absent = set(part.shipments).difference(*(route.shipments for route in routes.values()))
        return sum(
            route_cost(self.problem, vehicle, routes.get(vehicle)) for vehicle in part.vehicles
        ) + sum(self._penalties[shipment] for shipment in absent)


def _kept(part: Part, route: Route) -> list[Route]:
    """Return as much of a route as keeps every rule, as a plan of a part with its vehicle."""
    place = {index: at for at, index in enumerate(part.shipments)}
    stops = tuple(
        replace(stop, index=place[stop.index])
        for stop in route.stops
        if stop.kind in {StopKind.PICKUP, StopKind.DELIVERY} and stop.index in place
    )
    start = Solution(routes=(replace(route, vehicle=0, stops=stops),), unassigned=(), cost=0)
    plan = plan_of(engine_for(part.problem, 0), start)
    return [schedule(part.problem, v, entries) for v, entries in entries_of(part.problem, plan)]
