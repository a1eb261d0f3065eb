"""What replayed weeks came to: tables, JSON, charts, and a sentence on what would help."""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import shorten
from typing import TYPE_CHECKING

from rich.table import Table

from fairness.pay import BY_DROP
from scenarios.line_chart import Line, line_chart
from scenarios.replay.figures import HOUR_S, Lever, change_percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scenarios.replay.figures import CourierFigures, ReplayFigures


LETTERS = "ABCD"
"""Short names of policies, in their order."""
LONGEST_LABEL = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What would change who earns what.

    Attributes
    ----------
    code
        Which sentence says it.
    values
        Numbers that the sentence names: orders per hour, hours, percent, couriers.
    """

    code: str
    values: Mapping[str, float] = field(default_factory=dict)


def as_json(runs: Sequence[ReplayFigures]) -> dict[str, list[dict[str, object]]]:
    """Put replays into the form that ``commonwheel replay --json`` prints, but for sentences."""
    return {"policies": [_policy(run, runs[0]) for run in runs]}


def _policy(run: ReplayFigures, first: ReplayFigures) -> dict[str, object]:
    return {
        "policy": run.name,
        "currency": run.policy.currency,
        "orders": run.num_orders,
        "delivered": len(run.waits_s),
        "online_s": run.online_s,
        "orders_per_hour": round(run.orders_per_hour, 3),
        "break_even_orders_per_hour": _rounded(run.break_even_per_hour),
        "hours_at_floor": _rounded(run.hours_at_floor),
        "busy_percent": round(100 * run.busy_share, 2),
        "gini_earned": round(run.gini, 4),
        "gini_pay": round(run.gini_pay, 4),
        "below_floor_percent": round(100 * run.share_below_floor, 2),
        "pay_minor": sum(one.pay_minor for one in run.couriers),
        "top_up_minor": sum(one.top_up_minor for one in run.couriers),
        "travel_min_per_order": round(run.travel_min_per_order, 3),
        "click_to_door_min": round(run.click_to_door_min, 3),
        "lateness_min": round(run.lateness_min, 3),
        "travel_change_percent": _rounded(
            change_percent(run.travel_min_per_order, first.travel_min_per_order)
        ),
        "click_to_door_change_min": round(run.click_to_door_min - first.click_to_door_min, 3),
        "lever": run.lever.value,
        "verdict": _verdict(run),
        "gini_by_day": [round(value, 4) for value in run.gini_by_day],
        "couriers": [_courier(one) for one in run.couriers],
    }


def _verdict(run: ReplayFigures) -> dict[str, object]:
    found = verdict(run)
    return {"code": found.code, "values": dict(found.values)}


def _courier(one: CourierFigures) -> dict[str, object]:
    return {
        "courier": one.courier,
        "online_s": one.online_s,
        "paid_s": one.paid_s,
        "orders": one.num_orders,
        "travel_s": one.travel_s,
        "earned_minor": one.worth_minor,
        "base_minor": one.base_minor,
        "top_up_minor": one.top_up_minor,
        "pay_minor": one.pay_minor,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def verdict(run: ReplayFigures) -> Verdict:
    """Tell what would change who earns what, as a code and what its sentence names."""
    rate, even = run.orders_per_hour, run.break_even_per_hour
    hours = [one.online_s / HOUR_S for one in run.couriers]
    match run.lever:
        case Lever.POLICY:
            return Verdict(code="policy")
        case Lever.HOURS:
            named = {"rate": rate, "at_floor": run.hours_at_floor or 0.0, "hours": sum(hours)}
            if even is None:
                return Verdict(code="hours_unpriced", values=named)
            return Verdict(code="hours", values={**named, "even": even})
        case Lever.SHIFTS:
            spread = {"fewest": min(hours), "most": max(hours)}
            return Verdict(code="shifts", values={"busy": 100 * run.busy_share, **spread})
        case Lever.DISPATCH:
            crew = sum(one.online_s > 0 for one in run.couriers)
            counts = {"below": float(_num_below(run)), "couriers": float(crew)}
            return Verdict(code="dispatch", values={"rate": rate, "even": even or 0.0, **counts})


def _num_below(run: ReplayFigures) -> int:
    return round(run.share_below_floor * sum(one.paid_s > 0 for one in run.couriers))


def summary_table(runs: Sequence[ReplayFigures]) -> Table:
    """Put policies side by side, a column each."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    for letter in LETTERS[: len(runs)]:
        table.add_column(letter, justify="right")
    first = runs[0]
    rows: dict[str, list[str]] = {
        "orders delivered": [f"{len(run.waits_s)} of {run.num_orders}" for run in runs],
        "orders per hour": [f"{run.orders_per_hour:.2f}" for run in runs],
        "time busy": [f"{run.busy_share:.1%}" for run in runs],
        "Gini of what orders earn": [f"{run.gini:.4f}" for run in runs],
        "Gini of pay": [f"{run.gini_pay:.4f}" for run in runs],
        "couriers below the floor": [f"{run.share_below_floor:.1%}" for run in runs],
        "pay": [_money(sum(one.pay_minor for one in run.couriers), run) for run in runs],
        "of it top-up": [_money(sum(c.top_up_minor for c in run.couriers), run) for run in runs],
        "travel per order, min": [
            f"{run.travel_min_per_order:.2f}"
            + _change(
                change_percent(run.travel_min_per_order, first.travel_min_per_order), run, first
            )
            for run in runs
        ],
        "click to door, min": [f"{run.click_to_door_min:.2f}" for run in runs],
        "lateness, min": [f"{run.lateness_min:.2f}" for run in runs],
    }
    for name, cells in rows.items():
        table.add_row(name, *cells)
    return table


def _money(minor: int, run: ReplayFigures) -> str:
    return f"{minor / 100:.2f} {run.policy.currency}"


def _change(percent: float | None, run: ReplayFigures, first: ReplayFigures) -> str:
    return "" if run is first or percent is None else f" ({percent:+.1f} %)"


def courier_table(run: ReplayFigures, letter: str) -> Table:
    """List what each courier would have had under a policy."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(f"courier under {letter}")
    for heading in ("hours", "orders", "orders/h", "pay", "of it top-up", "pay/h"):
        table.add_column(heading, justify="right")
    for one in run.couriers:
        hours, paid = one.online_s / HOUR_S, one.paid_s / HOUR_S
        table.add_row(
            one.courier,
            f"{hours:.1f}",
            str(one.num_orders),
            f"{one.num_orders / hours:.2f}" if hours else "-",
            f"{one.pay_minor / 100:.2f}",
            f"{one.top_up_minor / 100:.2f}",
            f"{one.pay_minor / 100 / paid:.2f}" if paid else "-",
        )
    return table


def charts(runs: Sequence[ReplayFigures]) -> Mapping[str, str]:
    """Draw how evenness grows over the days, and what an hour earns from the lowest up.

    Returns
    -------
    Mapping
        SVG by the name of its file.
    """
    labels = [
        f"{letter}: {shorten(run.name.replace(',', ', '), LONGEST_LABEL, placeholder=' …')}"
        for letter, run in zip(LETTERS, runs, strict=False)
    ]
    by_day = [
        Line(
            label=label,
            points=tuple((day + 1.0, value) for day, value in enumerate(run.gini_by_day)),
        )
        for label, run in zip(labels, runs, strict=True)
    ]
    by_courier = []
    for label, run in zip(labels, runs, strict=True):
        is_by_drop = run.policy.pay_forms[0] in BY_DROP
        hourly = sorted(
            (one.base_minor if is_by_drop else one.pay_minor) * HOUR_S / one.paid_s / 100
            for one in run.couriers
            if one.paid_s
        )
        points = tuple((rank + 1.0, value) for rank, value in enumerate(hourly))
        by_courier.append(Line(label=label, points=points))
    currencies = ", ".join(sorted({run.policy.currency for run in runs}))
    return {
        "gini_by_day.svg": line_chart(
            by_day, across="days", up="Gini of what orders earn per hour, from the first day on"
        ),
        "pay_per_hour.svg": line_chart(
            by_courier,
            across="couriers, from the lowest up",
            up=f"pay per hour before top-up, {currencies}",
        ),
    }
