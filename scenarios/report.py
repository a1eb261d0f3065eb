"""What a planned day looks like: a dict for programs, tables and sentences for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rich.console import RenderableType

    from dispatch.model import CourierFigures, PlanFigures, Remark

MINOR_PER_MAJOR = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineFigures:
    """What a simple rule makes of the same day.

    Attributes
    ----------
    name
        The rule.
    figures
        Measures of its plan, counted as for a plan of ours.
    """

    name: str
    figures: PlanFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReport:
    """Facts about a planned day, with names instead of ids.

    Attributes
    ----------
    title
        Co-op and day.
    currency
        Of all amounts.
    names
        Courier id to name.
    fair, free
        Measures of the plan with fairness and of the cheapest plan.
    price_of_travel
        Share of travel that evenness costs.
    violations
        Hard rules that a plan breaks; empty when all is well.
    unassigned
        Order reference and why it has no route.
    baselines
        What simple rules make of the day.
    floor_per_hour_minor
        Guaranteed pay.
    """

    title: str
    currency: str
    names: Mapping[str, str]
    fair: PlanFigures
    free: PlanFigures
    price_of_travel: float
    violations: tuple[str, ...]
    unassigned: tuple[tuple[str, Remark], ...]
    baselines: tuple[BaselineFigures, ...]
    floor_per_hour_minor: int


def as_json(report: DayReport) -> dict[str, object]:
    """Put a report into the form that ``commonwheel demo --once --json`` prints.

    Returns
    -------
    dict
        With JSON values only; the same for the same report.
    """
    return {
        "couriers": [
            {
                "name": report.names[row.courier],
                "stops": row.stops,
                "minutes": row.minutes,
                "km": round(row.distance_m / 1000, 1),
                "pay_minor": row.pay_minor,
                "top_up_minor": row.top_up_minor,
                "balance_minor": row.balance_minor,
            }
            for row in report.fair.couriers
        ],
        "fair": _measures(report.fair),
        "unfair": _measures(report.free),
        "price_of_fairness": round(report.price_of_travel, 5),
        "violations": list(report.violations),
        "unassigned": [
            {"order": reference, "reason": remark.code} for reference, remark in report.unassigned
        ],
    }


def _measures(figures: PlanFigures) -> dict[str, object]:
    return {
        "travel_s": figures.travel_s,
        "gini": round(figures.gini, 5),
        "lowest_pay_per_hour_minor": figures.lowest_pay_per_hour_minor,
        "unassigned": figures.num_unassigned,
    }


def as_tables(report: DayReport, *, say: Callable[[Remark], str]) -> Sequence[RenderableType]:
    """Put a report into tables and sentences.

    Parameters
    ----------
    report
        What to show.
    say
        Puts a coded reason into words.

    Returns
    -------
    sequence
        To be printed by rich one after the other.
    """
    shown: list[RenderableType] = [
        f"\n[bold]{report.title}[/bold]",
        _couriers(report),
        "",
        _comparison(report),
        "",
        price_in_words(report),
    ]
    if report.unassigned:
        shown += ["", f"[bold]Without a route ({len(report.unassigned)})[/bold]"]
        shown += [f"  {reference}: {say(remark)}" for reference, remark in report.unassigned]
    shown.append("")
    if report.violations:
        shown.append(f"[bold red]Broken rules: {', '.join(report.violations)}[/bold red]")
    else:
        shown.append("Every route was checked against every hard rule: no violation.")
    return shown


def price_in_words(report: DayReport) -> str:
    """Say in a sentence what evenness costs and brings."""
    share = report.price_of_travel
    cost = f"{share:.1%} more" if share > 0 else f"{-share:.1%} less" if share < 0 else "no more"
    return (
        f"Fairness costs {cost} travel. It lifts the lowest earnings per online hour from "
        f"{_money(report.free.lowest_pay_per_hour_minor, report.currency)} to "
        f"{_money(report.fair.lowest_pay_per_hour_minor, report.currency)} and takes the Gini "
        f"from {report.free.gini:.4f} to {report.fair.gini:.4f}, over three weeks and this day. "
        f"The floor of {_money(report.floor_per_hour_minor, report.currency)} per hour is paid "
        "on top, whatever the plan."
    )


def _couriers(report: DayReport) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("courier")
    for heading in ("stops", "minutes", "km", "pay", "top-up", "week balance"):
        table.add_column(heading, justify="right")
    for row in report.fair.couriers:
        table.add_row(report.names[row.courier], *_cells(row, report.currency))
    return table


def _cells(row: CourierFigures, currency: str) -> tuple[str, ...]:
    return (
        str(row.stops),
        str(row.minutes),
        f"{row.distance_m / 1000:.1f}",
        _money(row.pay_minor, currency),
        _money(row.top_up_minor, currency),
        _money(row.balance_minor, currency, is_signed=True),
    )


def _comparison(report: DayReport) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("plan")
    for heading in ("travel min", "km", "lowest pay/h", "Gini", "unassigned"):
        table.add_column(heading, justify="right")
    rows = [("with fairness", report.fair), ("without fairness", report.free)]
    rows += [(one.name.replace("_", " "), one.figures) for one in report.baselines]
    for name, figures in rows:
        table.add_row(
            name,
            f"{figures.travel_s / 60:.0f}",
            f"{figures.distance_m / 1000:.1f}",
            _money(figures.lowest_pay_per_hour_minor, report.currency),
            f"{figures.gini:.4f}",
            str(figures.num_unassigned),
        )
    return table


def _money(minor: int, currency: str, *, is_signed: bool = False) -> str:
    sign = "-" if minor < 0 else "+" if is_signed and minor > 0 else ""
    major, cents = divmod(abs(minor), MINOR_PER_MAJOR)
    return f"{sign}{major}.{cents:02d} {currency}"
