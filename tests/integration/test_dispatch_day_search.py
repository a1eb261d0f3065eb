"""A day's search puts new orders in at once, goes on from there, and stops when it should."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dispatch import planning, review, rostering
from dispatch.day_search import DaySearch, slices_of
from dispatch.model import PlanState, ShiftId
from dispatch.worker import Outcome, Worker
from routing.problem import Budget
from tests.dispatch_world import COOP, DAY, DISPATCHER, MORNING, Plain, World, opened_world

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dispatch.day_search import PlanDraft
    from dispatch.model import Plan
    from routing.model import Location, Matrix
    from routing.streets.profiles import Profile

SLICE = Budget(iterations=5)


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return three couriers with a published plan of nine orders around the shop."""
    with opened_world(sqlite_url, "ada", "ben", "cem", auto_publish=True, stability_s=900) as world:
        for number in range(9):
            world.order(4000 + 1000 * (number % 3), 4000 + 1000 * (number // 3))
        _land(world, _drafted(_search(world)))
        yield world


def _search(world: World) -> DaySearch:
    with world.store.read(COOP) as tx:
        state = planning.prepare(tx, DAY, MORNING)
    return DaySearch(state, world.streets, seed=1)


def _drafted(search: DaySearch) -> PlanDraft:
    made = search.improve(SLICE)
    assert made is not None
    return made


def _land(world: World, made: PlanDraft) -> Plan:
    plan = world.do(lambda tx: planning.adopt(tx, DISPATCHER, made, now=MORNING))
    return world.do(lambda tx: review.publish(tx, DISPATCHER, DAY, plan.version, now=MORNING))


def _holders(plan: PlanDraft | Plan) -> dict[str, str]:
    return {str(order): str(route.courier) for route in plan.routes for order in route.orders}


def _published(world: World) -> Plan:
    with world.store.read(COOP) as tx:
        plan = tx.plans.newest(DAY, PlanState.PUBLISHED)
    assert plan is not None
    return plan


def test_a_new_order_is_put_in_at_once_and_all_others_stay(world: World) -> None:
    """The draft has one order more; who has the others, and in which order, is as before."""
    before = _published(world)
    order = world.order(5500, 5500)

    made = _search(world).at_once()

    assert made is not None
    assert str(order.id) in _holders(made)
    assert made.violations == ()
    told = {route.courier: route.orders for route in before.routes}
    for route in made.routes:
        kept = tuple(one for one in route.orders if one != order.id)
        assert kept == told.get(route.courier, ())


def test_nothing_is_put_in_when_nothing_is_missing(world: World) -> None:
    """Every order has a route: there is nothing to do at once."""
    assert _search(world).at_once() is None


def test_only_orders_of_a_courier_who_fell_out_change_hands(world: World) -> None:
    """Moving an order that somebody was told of costs 900 s, more than any detour here saves.

    So at once, and after the search as well, exactly those change hands that have to.
    """
    before = _holders(_published(world))
    gone = next(iter(before.values()))
    shift = ShiftId(f"shift-{gone}")
    world.do(lambda tx: rostering.cancel_shift(tx, DISPATCHER, shift, now=MORNING))
    search = _search(world)

    at_once = search.at_once()
    assert at_once is not None
    search.landed(_land(world, at_once))
    after = search.improve(SLICE)

    assert after is not None
    orphans = {order for order, holder in before.items() if holder == gone}
    for made in (at_once, after):
        now = _holders(made)
        assert {order for order in before if now[order] != before[order]} == orphans


def test_a_later_slice_gives_a_draft_only_if_it_is_better(world: World) -> None:
    """Nine orders are planned as well as can be after some slices: no draft comes any more."""
    search = _search(world)

    drafts = [search.improve(SLICE) for _ in range(6)]

    assert drafts[0] is not None
    assert drafts[-1] is None


def test_a_budget_is_cut_into_seconds_and_iterations_alone_are_not() -> None:
    """2.5 s make three slices; what depends on no clock stays one search."""
    assert len(slices_of(Budget(seconds=2.5))) == 3
    assert sum(one.seconds or 0 for one in slices_of(Budget(seconds=2.5))) == pytest.approx(2.5)
    assert slices_of(Budget(iterations=40)) == (Budget(iterations=40),)


class BusyPlain(Plain):
    """Streets that let an order come in while travel times are computed, once."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.is_done = False

    def matrix(self, points: Sequence[Location], profile: Profile) -> Matrix:
        """Place an order first."""
        if not self.is_done:
            self.is_done = True
            self.world.order(5600, 5600)
        return super().matrix(points, profile)


@pytest.mark.parametrize(("is_busy", "slices"), [(True, 0), (False, 3)])
def test_a_worker_stops_its_slices_when_something_has_happened(
    world: World, monkeypatch: pytest.MonkeyPatch, slices: int, *, is_busy: bool
) -> None:
    """An order is put in at once; another one has come meanwhile, so no slice is searched."""
    world.order(5500, 5500)
    improve = DaySearch.improve
    searched: list[Budget] = []

    def counted(search: DaySearch, budget: Budget) -> PlanDraft | None:
        searched.append(budget)
        return improve(search, replace(budget, seconds=None))

    monkeypatch.setattr(DaySearch, "improve", counted)
    worker = Worker(
        world.store,
        lambda _coop: BusyPlain(world) if is_busy else world.streets,
        clock=lambda: MORNING,
        budget=Budget(seconds=3, iterations=9),
        seed=1,
    )

    (deed,) = worker.run_once()

    assert deed.outcome is Outcome.PUBLISHED
    assert len(searched) == slices


def _versions(world: World) -> list[Plan]:
    with world.store.read(COOP) as tx:
        return [tx.plans.get(DAY, one + 1) for one in range(tx.plans.newest_version(DAY))]


def _work(world: World, monkeypatch: pytest.MonkeyPatch, drafts: int) -> None:
    """Let a worker look once; what each of its slices finds counts as better, and saves an hour."""
    improve = DaySearch.improve

    def found(search: DaySearch, budget: Budget) -> PlanDraft | None:
        made = improve(search, replace(budget, seconds=None))
        known = search.best
        if known is None or made is not None:
            return made
        figures = known.figures
        faster = replace(figures, travel_s=figures.travel_s - 3600)
        backwards = tuple(
            replace(route, stops=tuple(reversed(route.stops))) for route in known.routes
        )
        return replace(known, figures=faster, routes=backwards)

    monkeypatch.setattr(DaySearch, "improve", found)
    Worker(
        world.store,
        lambda _coop: world.streets,
        clock=lambda: MORNING,
        budget=Budget(seconds=drafts, iterations=10 * drafts),
        seed=1,
    ).run_once()


def test_one_need_makes_two_versions_however_often_the_plan_gets_better(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One order comes: one version has it at once, the best of six slices is the other."""
    before = len(_versions(world))
    world.order(5500, 5500)

    _work(world, monkeypatch, 6)

    made = _versions(world)[before:]
    assert len(made) == 2
    assert made[1].figures.travel_s <= made[0].figures.travel_s - 3600


def test_what_fairness_costs_is_unknown_until_it_was_searched_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once nobody has looked for the cheapest plan; the store gives back that nobody has."""
    before = len(_versions(world))
    world.order(5500, 5500)

    _work(world, monkeypatch, 2)

    at_once, later = _versions(world)[before:]
    assert (at_once.free_figures, at_once.price_of_fairness) == (None, None)
    assert later.price_of_fairness is not None


def test_a_need_that_changes_nothing_makes_no_version(world: World) -> None:
    """A dispatcher asks for a plan of a day that is planned as well as can be.

    The one in force has seen that now, so nothing is planned again.
    """
    worker = Worker(
        world.store, lambda _coop: world.streets, clock=lambda: MORNING, budget=SLICE, seed=1
    )
    for _ in range(3):
        world.do(lambda tx: planning.request(tx, DISPATCHER, DAY, now=MORNING))
        worker.run_once()
    before = _published(world)
    world.do(lambda tx: planning.request(tx, DISPATCHER, DAY, now=MORNING))

    (deed,) = worker.run_once()

    assert (deed.outcome, deed.version) == (Outcome.PUBLISHED, before.version)
    after = _published(world)
    assert after.version == before.version
    assert after.based_on_event > before.based_on_event
    with world.store.read(COOP) as tx:
        assert not planning.needs_plan(tx, DAY, MORNING)
