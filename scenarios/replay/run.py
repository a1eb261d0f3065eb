"""Goes through weeks of work under a policy, day by day, and remembers who had how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairness.drops import drops_worth_minor
from fairness.targets import Share
from scenarios.live.rolling import run_day
from scenarios.replay.figures import CourierFigures, ReplayFigures, gini_of
from scenarios.replay.pay import records_of, settled, shift_statement

if TYPE_CHECKING:
    from collections.abc import Callable

    from fairness.statement import PayStatement
    from scenarios.live.outcome import LiveOutcome
    from scenarios.live.rules import LiveRules
    from scenarios.replay.weeks import Weeks


def replay(
    weeks: Weeks, rules: LiveRules, *, name: str, tell: Callable[[int, int], None]
) -> ReplayFigures:
    """Let weeks happen under a policy.

    Parameters
    ----------
    weeks
        The work.
    rules
        How to plan; the policy also says what is paid.
    name
        Of the policy.
    tell
        Called with the days that are over and all of them.

    Returns
    -------
    ReplayFigures
        The same for the same arguments.
    """
    num = len(weeks.couriers)
    had = [Share()] * num
    worth, online, travel = [0] * num, [0] * num, [0] * num
    paid: list[list[tuple[int, PayStatement]]] = [[] for _ in range(num)]
    waits: list[int] = []
    late: list[int] = []
    ginis: list[float] = []
    busy = 0
    for number, day in enumerate(weeks.days):
        outcome = run_day(day.live, rules, before=[had[who] for who in day.crew])
        records = records_of(day, outcome)
        shares = zip(outcome.num_orders, outcome.online_s, outcome.travel_s, strict=True)
        for who, mine, (orders, seconds, on_the_way) in zip(day.crew, records, shares, strict=True):
            had[who] += Share(num_orders=orders, online_s=seconds)
            statement = shift_statement(rules.policy, mine, zone=weeks.zone)
            paid[who].append((number, statement))
            worth[who] += drops_worth_minor(rules.policy, mine)
            online[who] += seconds
            travel[who] += on_the_way
        busy += sum(outcome.travel_s) + _handling_s(outcome)
        for one in outcome.handled:
            order = day.live.orders[one.order]
            waits.append(one.handed - order.placed)
            late.append(max(0, one.handed - order.target))
        ginis.append(gini_of(worth, online))
        tell(number + 1, len(weeks.days))
    couriers = []
    for index, courier in enumerate(weeks.couriers):
        statements = settled(rules.policy, paid[index])
        couriers.append(
            CourierFigures(
                courier=courier,
                online_s=online[index],
                paid_s=sum(one.paid_s for one in statements),
                num_orders=had[index].num_orders,
                travel_s=travel[index],
                worth_minor=worth[index],
                base_minor=sum(one.base_minor for one in statements),
                top_up_minor=sum(one.top_up_minor for one in statements),
                pay_minor=sum(one.total_minor for one in statements),
            )
        )
    return ReplayFigures(
        name=name,
        policy=rules.policy,
        couriers=tuple(couriers),
        num_orders=sum(len(day.live.orders) for day in weeks.days),
        waits_s=tuple(waits),
        late_s=tuple(late),
        busy_s=busy,
        gini_by_day=tuple(ginis),
    )


def _handling_s(outcome: LiveOutcome) -> int:
    """Add up the time at counters and doors."""
    day = outcome.day
    stays = len({one.stay for one in outcome.handled})
    at_counters = stays * (day.pickup.before + day.pickup.after)
    return at_counters + len(outcome.handled) * (day.delivery.before + day.delivery.after)
