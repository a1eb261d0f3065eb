"""Shares, riders, relaxation and choice: the parts of evening out, each by itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from routing.cost import route_cost
from routing.effort import Effort
from routing.evenness import unevenness
from routing.model import Aim, Balance
from routing.problem import Budget, Problem
from routing.schedule import schedule
from routing.solve import solve
from routing.solvers.cheapest_choice import cheapest_choice
from routing.solvers.fair_choice import Limits, fair_choice
from routing.solvers.fair_search import begin_search
from routing.solvers.relaxation import Columns, relax
from routing.solvers.route_pool import RoutePool, pool_for
from routing.solvers.ruin_recreate.arrays import BOUND_FROM, BOUND_TO, arrays_of
from routing.solvers.ruin_recreate.bounds import amount_cost
from routing.solvers.ruin_recreate.engine import engine_for
from routing.solvers.ruin_recreate.riders import NOBODY, riding_costs
from routing.solvers.ruin_recreate.routes import CARRIED, ROUTE_COST
from routing.solvers.ruin_recreate.shares import prices_of, set_price
from tests.routing_makers import give, line_matrix, shipment, stop, take, vehicle, window


def three_shipments(aim: Aim = Aim.RAISE_LOWEST) -> Problem:
    """Return three shipments in a row, worth 10, 20 and 30, and two vehicles."""
    return Problem(
        matrices=(line_matrix(),),
        vehicles=(vehicle("a"), vehicle("b", shift=window(0, 45))),
        shipments=tuple(
            shipment(f"s{i}", stop(10 * i + 5), stop(10 * i + 10), amount=10 * i + 10)
            for i in range(3)
        ),
        balance=Balance(carried=(5, -5), weights=(2, 1), aim=aim),
    )


def balance_of(problem: Problem) -> Balance:
    """Return the balance that a problem has."""
    assert problem.balance is not None
    return problem.balance


def full_pool() -> RoutePool:
    """Return the pool of all sets of `three_shipments`, stops in the order of the line."""
    pool = pool_for(three_shipments())
    loads = [(0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)]
    pool.add(tuple(code for i in load for code in (2 * i, 2 * i + 1)) for load in loads)
    return pool


def limits(cost: int) -> Limits:
    """Return limits of a cost, with nothing left out."""
    return Limits(cost=cost, penalty=0, penalties=(1000, 1000, 1000))


@pytest.mark.parametrize(("factor", "spare"), [(0.5, 0.0), (3.25, 0.0), (3.25, 4.0)])
def test_all_prices_of_shares_are_factor_times_unevenness(factor: float, spare: float) -> None:
    """Shares are distances from near the mean rate, so with all carried both sums are one."""
    problem = three_shipments()
    balance = balance_of(problem)
    engine = engine_for(problem, 1, balance=balance)

    set_price(engine, balance, factor, spare=spare)

    for amounts in ((60, 0), (30, 30), (10, 50)):
        prices = prices_of(engine.arrays, np.array(amounts))
        expected = factor * unevenness(balance, amounts, spare=spare)
        assert int(prices.sum()) == pytest.approx(expected, rel=0.01, abs=2)


def test_rates_near_the_mean_cost_nothing() -> None:
    """30 each make 17.5 and 25, both within 6 of the mean of 20; 60 and 0 make 32.5 and -5."""
    problem = three_shipments()
    balance = balance_of(problem)
    engine = engine_for(problem, 1, balance=balance)

    set_price(engine, balance, 100.0, spare=6.0)

    assert prices_of(engine.arrays, np.array([30, 30])).tolist() == [0, 0]
    assert min(prices_of(engine.arrays, np.array([60, 0])).tolist()) > 0


@pytest.mark.parametrize("spare", [0.0, 4.0])
def test_kernels_price_shares_as_numpy_does(spare: float) -> None:
    """Both round down the same product of floats, so they agree to the unit."""
    problem = three_shipments()
    balance = balance_of(problem)
    engine = engine_for(problem, 1, balance=balance)
    set_price(engine, balance, 0.7, spare=spare)

    for amount in range(0, 70, 7):
        plain = prices_of(engine.arrays, np.array([amount, amount])).tolist()
        compiled = [
            amount_cost(engine.arrays.bound, int(row[BOUND_FROM]), int(row[BOUND_TO]), amount)
            for row in engine.arrays.vehicle
        ]
        assert compiled == plain


def test_a_new_price_is_in_the_costs_of_routes_and_plans() -> None:
    """Laying the plan anew at the price gives the same costs as pricing it anew."""
    problem = three_shipments()
    balance = balance_of(problem)
    engine = engine_for(problem, 1, balance=balance)
    engine.load({0: (0, 1, 2, 3), 1: (4, 5)}, ())

    set_price(engine, balance, 2.0)

    repriced = engine.current.total[:, ROUTE_COST].tolist()
    assert engine.costs[0] == sum(repriced)
    engine.load({0: (0, 1, 2, 3), 1: (4, 5)}, ())
    assert engine.current.total[:, ROUTE_COST].tolist() == repriced
    assert engine.current.total[:, CARRIED].tolist() == [30, 30]


def test_a_search_at_a_price_shares_what_a_cheap_one_does_not() -> None:
    """One vehicle alone rides 60 s, two ride 70 s or more; rates 32.5 and -5 are far apart."""
    problem = replace(three_shipments(), vehicles=(vehicle("a"), vehicle("b")))
    engine = engine_for(problem, 1, balance=balance_of(problem))

    engine.run(50, 1.0)
    cheap = engine.best.total[:, CARRIED].tolist()
    set_price(engine, balance_of(problem), 1.0)
    engine.run(50, 1.0)

    assert sorted(cheap) == [0, 60]
    assert min(engine.best.total[:, CARRIED].tolist()) > 0


def test_riders_cost_what_routes_cost() -> None:
    """The second vehicle is back by 45, so the place at 30 is out of its reach."""
    problem = replace(three_shipments(), forbidden=frozenset({(1, 0)}))

    costs = riding_costs(arrays_of(problem), [(0, 1), (2, 3), (4, 5)])

    plain = [
        [route_cost(problem, v, schedule(problem, v, (take(i), give(i)))) for v in range(2)]
        for i in range(3)
    ]
    assert costs.tolist() == [plain[0], [NOBODY, plain[1][1]], [plain[2][0], NOBODY]]


def test_a_pool_keeps_the_cheapest_order_of_each_set() -> None:
    """To place 20 and back is 40; any other order goes back and forth between."""
    pool = pool_for(three_shipments())

    pool.add([(2, 0, 3, 1), (0, 1, 2, 3)])
    pool.add([(0, 2, 1, 3)])

    assert pool.loads == [(0, 1)]
    assert pool.costs[0, 0] == 40
    assert pool.plan_of({0: 0}) == {0: (0, 1, 2, 3)}


def test_forgetting_keeps_orders_and_costs() -> None:
    """What is left can be found by its shipments as before."""
    pool = full_pool()
    plan = {0: (0, 1, 2, 3), 1: (4, 5)}
    before = {v: pool.costs[row].tolist() for v, row in pool.choice_of(plan).items()}

    pool.keep_only(pool.choice_of(plan).values())

    assert len(pool.loads) == 2
    assert {v: pool.costs[row].tolist() for v, row in pool.choice_of(plan).items()} == before
    assert pool.plan_of({0: pool.choice_of(plan)[0]}) == {0: plan[0]}


def test_a_search_forgets_no_set_that_came_after_the_relaxation() -> None:
    """A set that was taken in since has no reduced price yet: it stays, and nothing fails."""
    problem = three_shipments()
    start = solve(replace(problem, balance=None), Budget(iterations=5), seed=1)
    search = begin_search(problem, balance_of(problem), [start], seed=1)
    search.pool.keep_only([0])
    relaxation = search.relax(search.cheapest)
    assert relaxation is not None

    search.pool.add([(0, 1, 2, 3), (0, 1, 4, 5), (2, 3, 4, 5)])
    before = search.pool.loads
    search.found.clear()
    search.forget(relaxation)

    assert search.pool.loads == before


def test_the_cheapest_partition_is_chosen() -> None:
    """Prices are set by hand: the first two together and the last alone cost 5, all others more."""
    loads = [(0,), (1,), (2,), (0, 1), (1, 2)]
    prices = np.array([[3.0, 9.0], [3.0, 9.0], [4.0, 2.0], [3.0, 3.0], [np.inf, 4.0]])
    columns = Columns(loads=loads, prices=prices, idle=np.zeros(2), drops=np.full(3, 50.0))

    relaxation = relax(columns, {0: 0})

    assert relaxation is not None
    assert relaxation.value == pytest.approx(5.0)
    effort = Effort(seconds=None, iterations=1)
    assert cheapest_choice(relaxation, {0: 0}, effort) == {0: 3, 1: 2}
    assert columns.price_of({0: 3, 1: 2}) == 5.0
    assert columns.price_of({0: 3}) == 53.0


def test_a_relaxation_that_begins_from_duals_is_the_same() -> None:
    """A later relaxation only begins elsewhere: value and reduced prices are what they were."""
    loads = [(0,), (1,), (2,), (0, 1), (1, 2)]
    prices = np.array([[3.0, 9.0], [3.0, 9.0], [4.0, 2.0], [3.0, 3.0], [np.inf, 4.0]])
    columns = Columns(loads=loads, prices=prices, idle=np.zeros(2), drops=np.full(3, 50.0))
    first = relax(columns, {0: 0})
    assert first is not None

    again = relax(columns, {0: 0}, first.duals)

    assert again is not None
    assert again.value == pytest.approx(first.value)
    assert np.isinf(again.root[8])
    assert again.root[np.isfinite(again.root)].min() > -1e-6


def test_a_choice_lifts_the_lowest_rate_within_the_cost() -> None:
    """Vehicle b cannot reach place 30: {0, 1} gives it 25 and a 17.5, {1} only 15."""
    pool = full_pool()
    columns = [(row, v) for row in range(7) for v in range(2)]

    chosen = fair_choice(
        pool,
        balance=balance_of(three_shipments()),
        columns=columns,
        known={0: 6},
        limits=limits(1000),
        most_steps=10,
        effort=Effort(seconds=None, iterations=1),
    )

    assert {v: pool.loads[row] for v, row in chosen.items()} == {0: (2,), 1: (0, 1)}


def test_a_choice_keeps_to_the_cost() -> None:
    """One vehicle rides 60 s; at 60 s nothing can be shared."""
    chosen = fair_choice(
        full_pool(),
        balance=balance_of(three_shipments()),
        columns=[(row, v) for row in range(7) for v in range(2)],
        known={0: 6},
        limits=limits(60),
        most_steps=10,
        effort=Effort(seconds=None, iterations=1),
    )

    assert chosen == {0: 6}


def test_a_load_is_lowered_where_it_is_highest() -> None:
    """As a load, {0, 2} and {1} make 22.5 and 15, which is less than 25 on b or 27.5 on a."""
    pool = full_pool()

    chosen = fair_choice(
        pool,
        balance=balance_of(three_shipments(Aim.LOWER_HIGHEST)),
        columns=[(row, v) for row in range(7) for v in range(2)],
        known={0: 6},
        limits=limits(1000),
        most_steps=10,
        effort=Effort(seconds=None, iterations=1),
    )

    assert {v: pool.loads[row] for v, row in chosen.items()} == {0: (0, 2), 1: (1,)}
