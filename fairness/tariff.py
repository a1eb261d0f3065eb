"""Fees that pay the work: from the labor of a quote to what the storefront pays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairness.money import ceil_div
from fairness.pay import drop_pay_minor, floor_pay_minor

if TYPE_CHECKING:
    from fairness.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeBreakdown:
    """A fee and where it goes; the three parts add up to the total.

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
        The fee.
    """

    policy_version: int
    currency: str
    labor_minor: int
    on_cost_minor: int
    coop_minor: int
    total_minor: int

    @property
    def labor_cost_minor(self) -> int:
        """Fair labor cost, on-cost included: the least that a fee must cover."""
        return self.labor_minor + self.on_cost_minor

    def shortfall_minor(self, offered_minor: int) -> int:
        """Tell how much of the labor cost an offered fee leaves unpaid.

        Parameters
        ----------
        offered_minor
            Fee that somebody offers.

        Returns
        -------
        int
            Minor units missing; 0 when the work is paid.
        """
        return max(0, self.labor_cost_minor - offered_minor)


def fee(policy: Policy, *, seconds: int, meters: int) -> FeeBreakdown:
    """Compute the fee for the marginal work of a delivery.

    Parameters
    ----------
    policy
        Rules in force.
    seconds
        Courier's time that it takes, travel and service, >= 0.
    meters
        Paid distance, >= 0.

    Returns
    -------
    FeeBreakdown
        Every step is rounded up.

    Raises
    ------
    ValueError
        When time or distance is negative.
    """
    if seconds < 0 or meters < 0:
        msg = f"Expected seconds and metres >= 0, got {seconds}, {meters}."
        raise ValueError(msg)
    labor = max(drop_pay_minor(policy, meters), floor_pay_minor(policy, seconds))
    cost = ceil_div(labor * (1000 + policy.on_cost_permille), 1000)
    total = ceil_div(cost * 1000, policy.labor_share_permille)
    return FeeBreakdown(
        policy_version=policy.version,
        currency=policy.currency,
        labor_minor=labor,
        on_cost_minor=cost - labor,
        coop_minor=total - cost,
        total_minor=total,
    )
