"""What people would notice in a new plan, and what is worth their attention."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from dispatch.model import (
    CourierId,
    OrderId,
    PlanFigures,
    PlannedRoute,
    PlannedStop,
    Remark,
    ShiftId,
    StopState,
    UnassignedOrder,
)
from dispatch.plan_changes import is_urgent, is_worth_telling, says_the_same
from routing.solution import StopKind
from tests.dispatch_world import MORNING

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """As much of a plan as matters here."""

    routes: tuple[PlannedRoute, ...]
    unassigned: tuple[UnassignedOrder, ...]
    figures: PlanFigures


def stop(order: str, minute: int, state: StopState = StopState.PLANNED) -> PlannedStop:
    """Return a delivery some minutes after the morning began."""
    moment = MORNING + minute * MINUTE
    return PlannedStop(
        kind=StopKind.DELIVERY,
        order=OrderId(order),
        place=None,
        location=None,
        window=None,
        arrival=moment,
        start=moment,
        departure=moment + MINUTE,
        travel_s=60,
        distance_m=100,
        state=state,
    )


def sketch(*stops: PlannedStop, left_out: int = 0, **figures: float) -> Sketch:
    """Return Ada's route with some stops, and orders that nobody has."""
    route = PlannedRoute(shift=ShiftId("s"), courier=CourierId("ada"), stops=stops)
    usual = PlanFigures(
        travel_s=600,
        distance_m=1000,
        lateness_s=0,
        gini=0.2,
        lowest_pay_per_hour_minor=1000,
        num_unassigned=left_out,
        couriers=(),
    )
    return Sketch(
        routes=(route,),
        unassigned=tuple(
            UnassignedOrder(order=OrderId(f"u{i}"), reason=Remark(code="late", values={}))
            for i in range(left_out)
        ),
        figures=replace(usual, **figures),  # type: ignore[arg-type]  # numbers by name
    )


KNOWN = sketch(stop("a", 10), stop("b", 20))


@pytest.mark.parametrize(
    ("made", "is_same"),
    [
        (sketch(stop("a", 12), stop("b", 18)), True),
        (sketch(stop("a", 10), stop("b", 23)), False),
        (sketch(stop("b", 10), stop("a", 20)), False),
        (sketch(replace(stop("a", 10), travel_s=120), stop("b", 20)), False),
        (sketch(stop("a", 10)), False),
        (sketch(stop("a", 10), stop("b", 20), left_out=1), False),
        (sketch(stop("a", 40, StopState.DONE), stop("b", 20)), True),
    ],
    ids=[
        "two minutes",
        "three minutes",
        "order",
        "a longer way",
        "stop less",
        "left out",
        "what is done",
    ],
)
def test_the_same_is_the_same_stops_in_order_at_about_the_same_time(
    made: Sketch, *, is_same: bool
) -> None:
    """Two minutes are nothing to people; when something was done does not change any more."""
    assert says_the_same(KNOWN, made) == is_same


@pytest.mark.parametrize(
    ("figures", "is_worth"),
    [
        ({}, False),
        ({"travel_s": 541}, False),
        ({"travel_s": 540}, True),
        ({"gini": 0.1995}, False),
        ({"gini": 0.19}, True),
        ({"lowest_pay_per_hour_minor": 1001}, True),
    ],
)
def test_only_a_gain_that_somebody_would_notice_is_worth_telling(
    figures: dict[str, float], *, is_worth: bool
) -> None:
    """A minute of travel is, 59 s are not; the routes differ in all of these."""
    assert (
        is_worth_telling(KNOWN, sketch(stop("b", 10), stop("a", 20), left_out=0, **figures))
        == is_worth
    )


def test_a_gain_without_another_route_is_not_worth_telling() -> None:
    """Everybody would read what they know already."""
    assert not is_worth_telling(KNOWN, sketch(stop("a", 10), stop("b", 20), travel_s=0))


def test_only_an_order_more_with_a_route_cannot_wait() -> None:
    """An hour less travel can."""
    left = sketch(stop("a", 10), left_out=1)

    assert is_urgent(left, KNOWN)
    assert not is_urgent(KNOWN, sketch(stop("a", 10), stop("b", 20), travel_s=0))
