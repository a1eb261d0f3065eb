"""Fees that pay the work: from the labor of a quote to what the storefront pays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from fairness.money import ceil_div
from fairness.pay import drop_pay_minor, floor_pay_minor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fairness.policy import Policy


PERCENT = 100
PERMILLE = 1000


class PartnerClass(StrEnum):
    """How close a storefront is to the co-op; it decides the co-op's share of a fee alone."""

    MEMBER = "member"
    """Owns the co-op with the others."""
    ALLY = "ally"
    """Works for the same ends: another co-op, a non-profit, a small producer."""
    MARKET = "market"
    """Everybody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeBreakdown:
    """A fee and where it goes; the four parts add up to the total.

    Attributes
    ----------
    policy_version
        Version of the policy it follows.
    currency
        ISO 4217 code.
    labor_minor
        What the courier gets: drop pay or the floor for the time, whichever is more.
    on_cost_minor
        Employer's cost on top of it.
    coop_minor
        What is left for the co-op.
    total_minor
        The fee, tax included.
    tax_minor
        Tax on the rest of the fee.
    partner
        Class of the storefront that pays it.
    """

    policy_version: int
    currency: str
    labor_minor: int
    on_cost_minor: int
    coop_minor: int
    total_minor: int
    tax_minor: int = 0
    partner: PartnerClass = PartnerClass.MARKET

    @property
    def labor_cost_minor(self) -> int:
        """Fair labor cost, on-cost included: the least that a fee must cover."""
        return self.labor_minor + self.on_cost_minor

    def shortfall_minor(self, offered_minor: int) -> int:
        """Tell how much of the labor cost an offered fee leaves unpaid.

        Parameters
        ----------
        offered_minor
            Fee before tax that somebody offers.

        Returns
        -------
        int
            Minor units missing; 0 when the work is paid.
        """
        return max(0, self.labor_cost_minor - offered_minor)


def fee(
    policy: Policy, *, seconds: int, meters: int, partner: PartnerClass = PartnerClass.MARKET
) -> FeeBreakdown:
    """Compute the fee for the marginal work of a delivery.

    Parameters
    ----------
    policy
        Rules in force.
    seconds
        Courier's time that it takes, travel and service, >= 0.
    meters
        Paid distance, >= 0.
    partner
        Class of the storefront. A clause of the policy says which part of the co-op's usual
        share a class pays; pay and on-cost are the same for all.

    Returns
    -------
    FeeBreakdown
        Every step is rounded up, but the tax, which is rounded to the nearest.

    Raises
    ------
    ValueError
        When time or distance is negative.
    """
    if seconds < 0 or meters < 0:
        msg = f"Expected seconds and metres >= 0, got {seconds}, {meters}."
        raise ValueError(msg)
    labor = max(drop_pay_minor(policy, meters), floor_pay_minor(policy, seconds))
    cost = ceil_div(labor * (PERMILLE + policy.on_cost_permille), PERMILLE)
    usual = ceil_div(cost * PERMILLE, policy.labor_share_permille) - cost
    percent: int = getattr(policy, f"{partner}_share_percent")
    coop = ceil_div(usual * percent, PERCENT)
    tax = (2 * (cost + coop) * policy.tax_permille + PERMILLE) // (2 * PERMILLE)
    return FeeBreakdown(
        policy_version=policy.version,
        currency=policy.currency,
        labor_minor=labor,
        on_cost_minor=cost - labor,
        coop_minor=coop,
        total_minor=cost + coop + tax,
        tax_minor=tax,
        partner=partner,
    )


def total_fee(fees: Sequence[FeeBreakdown]) -> FeeBreakdown:
    """Add up the fees of shipments that are bought at once, part by part.

    Parameters
    ----------
    fees
        At least one, all of one currency and class. Days may have different policies; the
        sum names the newest.

    Returns
    -------
    FeeBreakdown
        In minor units.

    Raises
    ------
    ValueError
        When there are none, or of different kinds.
    """
    kinds = {(one.currency, one.partner) for one in fees}
    if len(kinds) != 1:
        msg = f"Expected fees of one currency and class, got {sorted(kinds)}."
        raise ValueError(msg)
    return replace(
        fees[0],
        policy_version=max(one.policy_version for one in fees),
        labor_minor=sum(one.labor_minor for one in fees),
        on_cost_minor=sum(one.on_cost_minor for one in fees),
        coop_minor=sum(one.coop_minor for one in fees),
        tax_minor=sum(one.tax_minor for one in fees),
        total_minor=sum(one.total_minor for one in fees),
    )
