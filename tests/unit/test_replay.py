"""Weeks that are replayed under policies: what is drawn, paid and said."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from api.cli.policy_sources import words_in
from api.verdict_words import verdict_text
from fairness.clauses import PayForm, Settlement
from fairness.pay import pay_for_shift
from fairness.policy import starter_policy
from scenarios.live.outcome import Handled, LiveOutcome
from scenarios.replay.figures import CourierFigures, Lever, ReplayFigures, change_percent
from scenarios.replay.pay import records_of, settled
from scenarios.replay.report import charts, verdict
from scenarios.replay.weeks import LAST_ORDER_S, draw_weeks

POLICY = replace(
    starter_policy(valid_from=datetime(2026, 1, 1, tzinfo=UTC)),
    hourly_floor_minor=1500,
    per_drop_minor=1000,
    per_km_minor=0,
)


def courier(*, hours: int, orders: int) -> CourierFigures:
    """Give a courier who is paid 10 an order and tops up to 15 an hour."""
    floor, base = 1500 * hours, 1000 * orders
    return CourierFigures(
        courier=f"c{hours}-{orders}",
        online_s=3600 * hours,
        paid_s=3600 * hours,
        num_orders=orders,
        travel_s=600 * orders,
        worth_minor=base,
        base_minor=base,
        top_up_minor=max(0, floor - base),
        pay_minor=max(floor, base),
    )


def figures(*crew: CourierFigures, busy: float = 0.5) -> ReplayFigures:
    """Give replayed weeks of a crew, everything delivered in half an hour."""
    num = sum(one.num_orders for one in crew)
    return ReplayFigures(
        name="rules",
        policy=POLICY,
        couriers=crew,
        num_orders=num,
        waits_s=(1800,) * num,
        late_s=(0,) * num,
        busy_s=round(busy * sum(one.online_s for one in crew)),
        gini_by_day=(0.2, 0.1),
    )


def test_more_weeks_begin_with_the_same_days() -> None:
    """Each day has a random stream of its own, so a longer replay only adds to a shorter one."""
    short = draw_weeks(num_weeks=1, num_couriers=5, load=1.8, seed=3)
    long = draw_weeks(num_weeks=2, num_couriers=5, load=1.8, seed=3)

    assert len(long.days) == 14
    assert [day.live.orders for day in long.days[:7]] == [day.live.orders for day in short.days]
    assert [day.crew for day in long.days[:7]] == [day.crew for day in short.days]


def test_orders_come_as_often_as_the_load_says_and_while_somebody_is_online() -> None:
    """Over 4 weeks of 20 couriers (about 1700 hours) the mean is within 5 % of 1.8 an hour.

    About 3000 orders have a standard deviation of 55, which is 1.8 %.
    """
    weeks = draw_weeks(num_weeks=4, num_couriers=20, load=1.8, seed=1)

    hours = sum(c.off - c.on for day in weeks.days for c in day.live.couriers) / 3600
    orders = [(day.live, order) for day in weeks.days for order in day.live.orders]
    assert len(orders) / hours == pytest.approx(1.8, rel=0.05)
    assert all(
        any(c.on <= order.placed < c.off - LAST_ORDER_S + 300 for c in live.couriers)
        for live, order in orders
    )


@pytest.mark.parametrize(("num_weeks", "num_couriers", "load"), [(0, 1, 1), (1, 0, 1), (1, 1, 0)])
def test_weeks_without_work_are_refused(num_weeks: int, num_couriers: int, load: float) -> None:
    """Nothing could be said about them."""
    with pytest.raises(ValueError, match="Expected at least one week"):
        draw_weeks(num_weeks=num_weeks, num_couriers=num_couriers, load=load, seed=1)


def test_a_shift_is_online_until_its_last_order_is_handed_over() -> None:
    """The order is handed over 100 s after the shift; 60 s of handling follow: 160 s more."""
    day = draw_weeks(num_weeks=1, num_couriers=2, load=1.8, seed=1).days[0]
    shift = day.live.couriers[0]
    late = Handled(
        order=0,
        courier=0,
        decided=shift.off - 900,
        stay=0,
        picked=shift.off - 600,
        handed=shift.off + 100,
        quoted=None,
    )

    records = records_of(day, LiveOutcome(day=day.live, handled=(late,), legs=()))[0]

    paid = pay_for_shift(POLICY, records, zone=UTC)
    assert paid.paid_s == shift.off - shift.on + 160
    assert paid.base_minor == 1000


@pytest.mark.parametrize(("second_day", "top_up"), [(6, 0), (7, 3000)])
def test_a_weekly_floor_is_guaranteed_over_seven_days(second_day: int, top_up: int) -> None:
    """One shift without an order is 30.00 short, another is 30.00 above the floor.

    In one week they make up for each other; on the eighth day another week has begun.
    """
    day = draw_weeks(num_weeks=1, num_couriers=2, load=1.8, seed=1).days[0]
    online = records_of(day, LiveOutcome(day=day.live, handled=(), legs=()))[0][0]
    two_hours = replace(online, ends_at=online.begins_at + timedelta(hours=2))
    drops = [
        replace(two_hours, id=f"drop {n}", shift="other", order=f"o{n}", is_drop=True)
        for n in range(6)
    ]

    found = settled(
        POLICY,
        [
            (0, pay_for_shift(POLICY, [two_hours], zone=UTC)),
            (second_day, pay_for_shift(POLICY, drops, zone=UTC)),
        ],
    )

    assert sum(one.top_up_minor for one in found) == top_up
    assert sum(one.base_minor for one in found) == 6000


def test_a_monthly_contract_pays_the_hours_that_were_worked() -> None:
    """Two of 160 hours at 2800.00 a month are 35.00."""
    policy = replace(
        POLICY,
        pay_forms=(PayForm.MONTHLY,),
        settlement=Settlement.MONTH,
        hourly_rate_minor=1750,
        monthly_pay_minor=280_000,
        full_month_s=160 * 3600,
    )
    day = draw_weeks(num_weeks=1, num_couriers=2, load=1.8, seed=1).days[0]
    online = records_of(day, LiveOutcome(day=day.live, handled=(), legs=()))[0][0]
    two_hours = replace(online, ends_at=online.begins_at + timedelta(hours=2))

    found = settled(policy, [(0, pay_for_shift(policy, [two_hours], zone=UTC))])

    assert [one.total_minor for one in found] == [3500]


@pytest.mark.parametrize(
    ("run", "lever", "words"),
    [
        (
            figures(courier(hours=10, orders=14), courier(hours=10, orders=12)),
            Lever.HOURS,
            "1.30 orders per hour are under the 1.50 that pay the floor.*17 of 20 hours",
        ),
        (
            figures(courier(hours=10, orders=30), courier(hours=40, orders=120), busy=0.9),
            Lever.SHIFTS,
            "busy for 90 %.*10 to 40 hours",
        ),
        (
            figures(courier(hours=10, orders=25), courier(hours=10, orders=14)),
            Lever.DISPATCH,
            "1 of 2 couriers are below it",
        ),
    ],
)
def test_the_verdict_names_the_lever(run: ReplayFigures, lever: Lever, words: str) -> None:
    """An order pays 10 and an hour 15, so 1.5 orders an hour pay the floor.

    26 orders in 20 hours are 1.3 an hour and pay the floor for 17.3 hours. At 90 % busy nobody
    could carry more. 39 orders in 20 hours are enough for both, but one has 1.4 an hour.
    """
    found = verdict(run)
    said = verdict_text(words_in("en"), found.code, found.values)

    assert run.lever is lever
    assert re.search(words, said)


def test_pay_by_time_is_not_said_to_hang_on_dispatch() -> None:
    """By the hour everybody gets the rate, whoever carries what."""
    run = replace(
        figures(courier(hours=10, orders=1)),
        policy=replace(POLICY, pay_forms=(PayForm.HOURLY,), hourly_rate_minor=1600),
    )

    assert run.lever is Lever.POLICY
    assert run.break_even_per_hour is None
    assert verdict(run).code == "policy"


def test_a_change_against_nothing_is_not_a_number() -> None:
    """No percentage leads from zero to something."""
    assert change_percent(1.0, 0.0) is None
    assert change_percent(11.0, 10.0) == pytest.approx(10.0)


def test_charts_tell_policies_apart_without_color() -> None:
    """Each line has its own dashes and its name; names are escaped."""
    first = figures(courier(hours=10, orders=20), courier(hours=10, orders=18))

    drawn = charts([first, replace(first, name="a<b")])

    assert set(drawn) == {"gini_by_day.svg", "pay_per_hour.svg"}
    for svg in drawn.values():
        assert svg.count("<polyline") == 2
        assert "a&lt;b" in svg
        assert set(re.findall(r'<polyline.*stroke-dasharray="([^"]+)"', svg)) == {"none", "8 4"}
