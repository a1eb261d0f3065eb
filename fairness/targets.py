"""Targets: what policy and ledger ask of a plan, in the solver's own terms."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from routing.model import Balance, Measure, SoftBound

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fairness.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Orders somebody carried, and in how long.

    Attributes
    ----------
    num_orders
        Orders.
    online_s
        Online seconds.
    """

    num_orders: int = 0
    online_s: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(
            num_orders=self.num_orders + other.num_orders, online_s=self.online_s + other.online_s
        )


def balance_for(
    policy: Policy,
    *,
    earned_minor: Sequence[int],
    online_s: Sequence[int],
    ledger_minor: Sequence[int] | None = None,
) -> Balance:
    """Ask a plan to even out pay per online hour over the period.

    A shipment's amount must then be its drop pay in minor units.

    Parameters
    ----------
    policy
        Rules in force; clause ``eps_permille``.
    earned_minor
        Earnings before top-up of each vehicle's courier in the period up to now.
    online_s
        Online seconds of each vehicle's courier in the period, today's shift included, > 0.
    ledger_minor
        Balance of each vehicle's courier in the ledger, carried over from earlier periods;
        who is ahead counts as having earned that much more.

    Returns
    -------
    Balance
        Carried amounts in minor units, weights in seconds.

    Raises
    ------
    ValueError
        When lengths differ or a courier has no online time.
    """
    ledger = (0,) * len(earned_minor) if ledger_minor is None else tuple(ledger_minor)
    if not len(earned_minor) == len(online_s) == len(ledger):
        msg = (
            "Expected one earning, time and ledger balance per vehicle, "
            f"got {len(earned_minor)}, {len(online_s)}, {len(ledger)}."
        )
        raise ValueError(msg)
    for index, seconds in enumerate(online_s):
        if seconds <= 0:
            msg = f"Expected online seconds > 0 of vehicle {index}, got {seconds}."
            raise ValueError(msg)
    return Balance(
        carried=tuple(earned + b for earned, b in zip(earned_minor, ledger, strict=True)),
        weights=tuple(online_s),
        slack_permille=policy.eps_permille,
    )


def soft_bounds_for(
    policy: Policy, *, worked_s: Sequence[int], traveled_m: Sequence[int]
) -> tuple[SoftBound, ...]:
    """Turn the soft caps of a day into bounds on what is left of it.

    Parameters
    ----------
    policy
        Rules in force; clauses ``soft_day_s``, ``soft_day_m`` and their costs.
    worked_s
        Seconds that each vehicle's courier worked today outside this plan.
    traveled_m
        Metres that each vehicle's courier traveled today outside this plan.

    Returns
    -------
    tuple of SoftBound
        None for a cap that the policy does not have or that costs nothing.

    Raises
    ------
    ValueError
        When lengths differ.
    """
    if len(worked_s) != len(traveled_m):
        msg = f"Expected as many times as distances, got {len(worked_s)}, {len(traveled_m)}."
        raise ValueError(msg)

    def bounds(
        measure: Measure, cap: int | None, cost: int, used: Sequence[int]
    ) -> Iterator[SoftBound]:
        if cap is not None and cost:
            for vehicle, amount in enumerate(used):
                left = max(0, cap - amount)
                yield SoftBound(vehicle=vehicle, measure=measure, upper=left, cost_per_unit=cost)

    return (
        *bounds(Measure.DURATION, policy.soft_day_s, policy.soft_day_cost_per_s, worked_s),
        *bounds(Measure.DISTANCE, policy.soft_day_m, policy.soft_day_cost_per_m, traveled_m),
    )


def seconds_left(policy: Policy, *, day_s: int, week_s: int) -> int | None:
    """Tell how long a courier may still work today under the hard caps.

    Parameters
    ----------
    policy
        Rules in force; clauses ``max_day_s`` and ``max_week_s``.
    day_s, week_s
        Seconds worked today and in this week, today included.

    Returns
    -------
    int or None
        Seconds >= 0; ``None`` when there is no cap.
    """
    caps = ((policy.max_day_s, day_s), (policy.max_week_s, week_s))
    left = [max(0, cap - used) for cap, used in caps if cap is not None]
    return min(left, default=None)


def capped_load(policy: Policy, capacity: tuple[int, ...]) -> tuple[int, ...]:
    """Give what a courier may have on board under the policy.

    Parameters
    ----------
    policy
        Rules in force; clause ``max_load_g``.
    capacity
        What they can carry: grams first.

    Returns
    -------
    tuple of int
        The same, with no more grams than the clause allows.
    """
    if policy.max_load_g is None or not capacity:
        return capacity
    return (min(capacity[0], policy.max_load_g), *capacity[1:])


def imbalance(num_orders: int, online_s: int, *, crew_orders: int, crew_online_s: int) -> Fraction:
    """Tell how far one more order would put a courier ahead of the crew, in orders.

    It is ``n + 1/2 - rho h``: half an order beyond their own count, less what the crew's
    orders per hour make in their hours. Putting it against delay gives the least sum of
    squared imbalance when orders come one by one.

    Parameters
    ----------
    num_orders, online_s
        Orders of the courier and their online seconds.
    crew_orders, crew_online_s
        The same of everybody together, the seconds > 0.

    Returns
    -------
    Fraction
        Orders; above zero is ahead.

    Raises
    ------
    ValueError
        When the crew has no online time.
    """
    if crew_online_s <= 0:
        msg = f"Expected online seconds of the crew > 0, got {crew_online_s}."
        raise ValueError(msg)
    return num_orders + Fraction(1, 2) - Fraction(crew_orders * online_s, crew_online_s)


def imbalance_cost_s(policy: Policy, *, day: Fraction, period: Fraction) -> int:
    """Put an imbalance in orders into seconds that we would spend to avoid it.

    Parameters
    ----------
    policy
        Rules in force; clauses ``lambda_s`` and ``ledger_mix_permille``.
    day, period
        Imbalance in orders over the day and over the period.

    Returns
    -------
    int
        Seconds, to the nearest, halves up; below zero for who is behind.
    """
    return evenness_cost_s(policy, _mixed(policy, day, period))


def evenness_cost_s(policy: Policy, orders: Fraction) -> int:
    """Put a mixed imbalance in orders into seconds that we would spend to avoid it.

    Parameters
    ----------
    policy
        Rules in force; clause ``lambda_s``.
    orders
        From `order_imbalances`.

    Returns
    -------
    int
        Seconds, to the nearest, halves up; below zero for who is behind.
    """
    return floor(policy.lambda_s * orders + Fraction(1, 2))


def order_imbalances(
    policy: Policy,
    *,
    day: Sequence[Share],
    crew_day: Share,
    period: Sequence[Share] | None = None,
    crew_period: Share | None = None,
) -> tuple[Fraction, ...]:
    """Tell how far one more order would put each candidate ahead, day and period mixed.

    Parameters
    ----------
    policy
        Rules in force; clause ``ledger_mix_permille``.
    day
        Each candidate's orders and online time of this day so far.
    crew_day
        The same of everybody together, whether a candidate or not.
    period, crew_period
        The same of the period, this day included; ``None``: as of the day.

    Returns
    -------
    tuple of Fraction
        Orders by candidate; above zero is ahead.

    Raises
    ------
    ValueError
        When numbers of candidates differ.
    """
    period = day if period is None else period
    crew_period = crew_day if crew_period is None else crew_period
    if len(period) != len(day):
        msg = f"Expected a share of the period per candidate, got {len(period)} for {len(day)}."
        raise ValueError(msg)
    return tuple(
        _mixed(policy, _ahead(today, crew_day), _ahead(whole, crew_period))
        for today, whole in zip(day, period, strict=True)
    )


def order_prices_s(
    policy: Policy,
    *,
    day: Sequence[Share],
    crew_day: Share,
    period: Sequence[Share] | None = None,
    crew_period: Share | None = None,
) -> tuple[int, ...]:
    """Price one more order for each candidate, so that work goes to who had less of it.

    Parameters
    ----------
    policy
        Rules in force; clauses ``lambda_s`` and ``ledger_mix_permille``.
    day, crew_day, period, crew_period
        As for `order_imbalances`.

    Returns
    -------
    tuple of int
        Seconds >= 0 by candidate, 0 for who is furthest behind: only differences decide.

    Raises
    ------
    ValueError
        When numbers of candidates differ.
    """
    found = order_imbalances(
        policy, day=day, crew_day=crew_day, period=period, crew_period=crew_period
    )
    prices = [evenness_cost_s(policy, orders) for orders in found]
    least = min(prices, default=0)
    return tuple(price - least for price in prices)


def _mixed(policy: Policy, day: Fraction, period: Fraction) -> Fraction:
    mix = Fraction(policy.ledger_mix_permille, 1000)
    return mix * period + (1 - mix) * day


def _ahead(share: Share, crew: Share) -> Fraction:
    """Give an imbalance in orders; before anybody was online it is that of the order alone."""
    if not crew.online_s:
        return share.num_orders + Fraction(1, 2)
    return imbalance(
        share.num_orders,
        share.online_s,
        crew_orders=crew.num_orders,
        crew_online_s=crew.online_s,
    )
