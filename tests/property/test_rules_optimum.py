"""Searches of tiny problems end at the least cost that any plan has, whatever the rules."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from routing.check import check
from routing.model import Break
from routing.problem import Budget, Problem
from routing.rules.promises import Promise
from routing.rules.relays import Relay
from routing.rules.sequences import SequencePin
from routing.solve import solve
from tests.every_plan import least_cost
from tests.routing_makers import give, line_matrix, shipment, stop, take, vehicle, window

if TYPE_CHECKING:
    from routing.model import Shipment, Stop


def tiny(draw: random.Random) -> Problem:
    """Draw two vehicles and three shipments on a line of 41 places."""
    return Problem(
        matrices=(line_matrix(41),),
        vehicles=(
            replace(vehicle("a", shift=window(0, 400)), start=draw.randrange(41)),
            replace(vehicle("b", shift=window(50, 500)), fixed_cost=draw.choice([0, 30])),
        ),
        shipments=tuple(
            replace(
                shipment(str(i), a_stop(draw), a_stop(draw), load=draw.randrange(1, 7)),
                drop_penalty=draw.choice([None, 60, 150]),
            )
            for i in range(3)
        ),
    )


def a_stop(draw: random.Random) -> Stop:
    """Draw a stop at one of a few places, with a window more often than not."""
    opens = draw.randrange(250)
    return stop(
        draw.choice([3, 3, 12, 25, 40]),
        draw.choice([window(0, 500), window(opens, opens + 90)]),
        service=draw.choice([0, 10]),
        setup=draw.choice([0, 15]),
    )


def with_pair_costs(problem: Problem, draw: random.Random) -> Problem:
    """Draw what some pairs cost."""
    pairs = {(s, v): draw.randrange(80) for s in range(3) for v in range(2) if draw.random() < 0.6}
    return replace(problem, pair_costs=pairs)


def with_promises(problem: Problem, draw: random.Random) -> Problem:
    """Draw promises for most ends."""
    return replace(problem, shipments=tuple(promised(s, draw) for s in problem.shipments))


def promised(asked: Shipment, draw: random.Random) -> Shipment:
    """Promise some ends of a shipment a moment, at some price."""
    taken, given = (
        end and replace(end, promise=Promise(by=draw.randrange(150), cost_per_second=price))
        for end, price in (
            (asked.pickup, draw.choice([0, 1])),
            (asked.delivery, draw.choice([1, 4])),
        )
    )
    return replace(asked, pickup=taken, delivery=given)


def with_limits_on_board(problem: Problem, draw: random.Random) -> Problem:
    """Draw how long what may be on board."""
    limits = [draw.choice([None, 10, 40, 60]) for _ in problem.shipments]
    return replace(
        problem,
        shipments=tuple(
            replace(asked, max_on_board=most)
            for asked, most in zip(problem.shipments, limits, strict=True)
        ),
    )


def with_a_break(problem: Problem, draw: random.Random) -> Problem:
    """Draw limits, promises, and a rest of the first vehicle."""
    rest = Break(windows=(window(draw.randrange(60), 120),), duration=draw.choice([20, 50]))
    rested = replace(problem.vehicles[0], breaks=(rest,))
    fewer = replace(
        problem, vehicles=(rested, problem.vehicles[1]), shipments=problem.shipments[:2]
    )
    return with_limits_on_board(with_promises(fewer, draw), draw)


def with_a_sequence(problem: Problem, draw: random.Random) -> Problem:
    """Draw an order of some stops, or of what has begun, for one of the vehicles."""
    one, two, three = draw.sample(range(3), 3)
    orders = [(take(one), take(two)), (give(one), take(two)), (take(one), give(two), take(three))]
    begun = [(take(one), give(one)), (take(one), take(two), give(one))]
    is_prefix = draw.random() < 0.5
    stops = draw.choice(begun if is_prefix else orders)
    pin = SequencePin(vehicle=draw.randrange(2), stops=stops, is_prefix=is_prefix)
    return with_promises(replace(problem, sequences=(pin,)), draw)


@pytest.mark.parametrize(
    "rule", [with_a_sequence, with_pair_costs, with_promises, with_limits_on_board, with_a_break]
)
@pytest.mark.parametrize("seed", range(12))
def test_a_search_finds_the_least_cost(rule: object, seed: int) -> None:
    """Every plan of the problem was looked at to know it."""
    draw = random.Random(seed)  # noqa: S311 - a made-up problem, no secret
    problem = tiny(draw)
    assert callable(rule)
    problem = rule(problem, draw)

    found = solve(problem, Budget(iterations=6), seed=seed)

    assert check(problem, found) == ()
    assert found.cost == least_cost(problem)


@pytest.mark.parametrize("seed", range(12))
def test_relays_meet_whatever_else_there_is(seed: int) -> None:
    """All rules at once; how cheap a plan with relays is, nobody promises."""
    draw = random.Random(seed)  # noqa: S311 - a made-up problem, no secret
    problem = with_limits_on_board(with_promises(tiny(draw), draw), draw)
    relays = (Relay(first=0, second=1, handling=draw.randrange(40)),)
    problem = replace(problem, relays=relays)

    found = solve(problem, Budget(iterations=10), seed=seed)

    assert check(problem, found) == ()
    assert solve(problem, Budget(iterations=10), seed=seed) == found
    assert solve(problem, Budget(iterations=5), seed=seed, start=found).cost <= found.cost
