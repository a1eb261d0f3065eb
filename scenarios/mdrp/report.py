"""Measures of days that were run: from what the referee read back, never from the planner."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from rich.table import Table

from fairness.measures import gini
from fairness.pay import drop_pay_minor, floor_pay_minor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fairness.policy import Policy
    from scenarios.mdrp.referee import Verdict

MINUTE_S = 60
MEASURES = (
    "undelivered_percent",
    "click_to_door_min",
    "overage_min",
    "driving_min_per_order",
    "pay_above_bound_percent",
    "gini_orders_per_hour",
)
"""Of one way to plan, over all days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """A day as it was planned in one way.

    Attributes
    ----------
    name
        Of the day.
    num_orders, num_delivered
        Orders placed, and handed over.
    click_to_door_min, overage_min
        Mean minutes from placing to hand-over, and of those beyond the target.
    driving_min_per_order
        Minutes on the way of all couriers, over orders handed over.
    pay, top_up, bound
        What is paid; what of it fills up to the floor; the least that can be, were all
        hours alike: the larger of all orders' and all hours' pay. In the day's currency.
    gini_orders_per_hour
        Weighted by hours.
    share_without_order
        Couriers without an order.
    kept_quotes_percent
        Orders handed over no later than quoted and a quarter of an hour.
    faults
        What the referee found.
    """

    name: str
    num_orders: int
    num_delivered: int
    click_to_door_min: float
    overage_min: float
    driving_min_per_order: float
    pay: float
    top_up: float
    bound: float
    gini_orders_per_hour: float
    share_without_order: float
    kept_quotes_percent: float
    faults: tuple[str, ...]


def figures_of(
    name: str, verdict: Verdict, policy: Policy, *, target_min: int, kept_quotes_percent: float
) -> DayFigures:
    """Work out the figures of a judged day.

    Parameters
    ----------
    name
        Of the day.
    verdict
        What the referee found.
    policy
        Clauses of pay; amounts have two decimals.
    target_min
        Minutes from placing to hand-over that are aimed at.
    kept_quotes_percent
        As in `DayFigures`.
    """
    counts = verdict.orders_by_courier
    online_s = [minutes * MINUTE_S for minutes in verdict.minutes_by_courier]
    drop = drop_pay_minor(policy, 0)
    floors = [floor_pay_minor(policy, seconds) for seconds in online_s]
    pays = [max(count * drop, floor) for count, floor in zip(counts, floors, strict=True)]
    earned = sum(counts) * drop
    waits = verdict.click_to_door
    return DayFigures(
        name=name,
        num_orders=verdict.num_orders,
        num_delivered=verdict.num_delivered,
        click_to_door_min=fmean(waits) if waits else 0.0,
        overage_min=fmean(max(0, wait - target_min) for wait in waits) if waits else 0.0,
        driving_min_per_order=verdict.driving_minutes / max(1, verdict.num_delivered),
        pay=sum(pays) / 100,
        top_up=(sum(pays) - earned) / 100,
        bound=max(earned, floor_pay_minor(policy, sum(online_s))) / 100,
        gini_orders_per_hour=float(gini(counts, online_s)),
        share_without_order=counts.count(0) / max(1, len(counts)),
        kept_quotes_percent=kept_quotes_percent,
        faults=verdict.faults,
    )


def summary(days: Sequence[DayFigures]) -> dict[str, float]:
    """Sum up days: shares of totals for orders and pay, means over days for all else.

    Returns
    -------
    dict
        By `MEASURES`.
    """
    orders, bound = sum(day.num_orders for day in days), sum(day.bound for day in days)
    delivered, pay = sum(day.num_delivered for day in days), sum(day.pay for day in days)
    return {
        "undelivered_percent": round(100 * (1 - delivered / orders), 3) if orders else 0.0,
        "click_to_door_min": round(fmean(day.click_to_door_min for day in days), 3),
        "overage_min": round(fmean(day.overage_min for day in days), 3),
        "driving_min_per_order": round(fmean(day.driving_min_per_order for day in days), 3),
        "pay_above_bound_percent": round(100 * (pay / bound - 1), 3) if bound else 0.0,
        "gini_orders_per_hour": round(fmean(day.gini_orders_per_hour for day in days), 4),
    }


def as_json(fair: Sequence[DayFigures], unfair: Sequence[DayFigures]) -> dict[str, object]:
    """Put all days into the form that ``commonwheel bench mdrp --json`` prints."""
    return {
        "fair": summary(fair),
        "unfair": summary(unfair),
        "days": [
            {"day": one.name, "fair": _day(one), "unfair": _day(other)}
            for one, other in zip(fair, unfair, strict=True)
        ],
    }


def _day(figures: DayFigures) -> dict[str, object]:
    return {
        "orders": figures.num_orders,
        "delivered": figures.num_delivered,
        **summary([figures]),
        "pay": round(figures.pay, 2),
        "top_up": round(figures.top_up, 2),
        "couriers_without_order_percent": round(100 * figures.share_without_order, 2),
        "kept_quotes_percent": round(figures.kept_quotes_percent, 2),
        "faults": list(figures.faults),
    }


def as_table(fair: Sequence[DayFigures], unfair: Sequence[DayFigures]) -> Table:
    """Put all days into a table: two rows each, and two for all of them."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("day")
    table.add_column("fairness")
    for heading in ("undelivered %", "click-to-door", "overage", "driving", "pay +%", "Gini"):
        table.add_column(heading, justify="right")
    for one, other in zip(fair, unfair, strict=True):
        for word, figures in (("on", one), ("off", other)):
            table.add_row(one.name, word, *_cells([figures]))
    for word, all_days in (("on", fair), ("off", unfair)):
        table.add_row("all days", word, *_cells(all_days), style="bold")
    return table


def _cells(days: Sequence[DayFigures]) -> list[str]:
    digits = (2, 2, 2, 2, 1, 3)
    return [
        f"{value:.{places}f}" for value, places in zip(summary(days).values(), digits, strict=True)
    ]
