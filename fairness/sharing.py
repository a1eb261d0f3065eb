"""Sharing what belongs to several members: pooled tips and the surplus of a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairness.clauses import TipSharing
from fairness.money import ceil_div, split_by_weights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fairness.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class SurplusShares:
    """A surplus and where it goes; reserve and shares add up to it.

    Attributes
    ----------
    reserve_minor
        What the co-op keeps.
    shares_minor
        What each courier gets.
    """

    reserve_minor: int
    shares_minor: Mapping[str, int]


def split_by_id(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Split an amount over couriers in proportion to weights.

    Parameters
    ----------
    total
        Whole amount to split.
    weights
        Whole numbers >= 0 per courier.

    Returns
    -------
    dict
        Shares in order of ids whose sum is `total`; ties go to the lowest id. Where all
        weights are zero nobody gets anything and `total` must be 0.

    Raises
    ------
    ValueError
        When a weight is negative, or nothing could take a total that is not 0.
    """
    ids = sorted(weights)
    if total == 0 and not any(weights.values()):
        return dict.fromkeys(ids, 0)
    shares = split_by_weights(total, [weights[name] for name in ids])
    return dict(zip(ids, shares, strict=True))


def share_tips(
    policy: Policy, tips_minor: Mapping[str, int], *, online_s: Mapping[str, int]
) -> dict[str, int]:
    """Tell whose the tips of a period are.

    Parameters
    ----------
    policy
        Rules in force; clause ``tip_sharing``.
    tips_minor
        Tips by the courier who was given them.
    online_s
        Online seconds of everybody in the pool.

    Returns
    -------
    dict
        Tips that each courier gets; the sum is unchanged. If nobody was online, everybody
        keeps their own.

    Raises
    ------
    ValueError
        When a tip or a time is negative.
    """
    if min((*tips_minor.values(), *online_s.values()), default=0) < 0:
        msg = f"Expected tips and seconds >= 0, got {dict(tips_minor)}, {dict(online_s)}."
        raise ValueError(msg)
    if policy.tip_sharing == TipSharing.OWN or not any(online_s.values()):
        return dict(sorted(tips_minor.items()))
    return split_by_id(sum(tips_minor.values()), online_s)


def share_surplus(
    policy: Policy,
    surplus_minor: int,
    *,
    online_s: Mapping[str, int],
    num_drops: Mapping[str, int],
) -> SurplusShares:
    """Share a surplus: a reserve first, then by hours and by drops.

    Parameters
    ----------
    policy
        Rules in force; clauses ``reserve_permille`` and ``surplus_by_hours_permille``.
    surplus_minor
        What there is to share, >= 0.
    online_s
        Online seconds per courier.
    num_drops
        Completed drops per courier.

    Returns
    -------
    SurplusShares
        The reserve is rounded up, then the part by hours. A part that nobody worked
        for goes to the other part, or to the reserve.

    Raises
    ------
    ValueError
        When an amount is negative.
    """
    if min((surplus_minor, *online_s.values(), *num_drops.values())) < 0:
        msg = f"Expected no negative surplus, time or drops, got {surplus_minor}."
        raise ValueError(msg)
    reserve = ceil_div(surplus_minor * policy.reserve_permille, 1000)
    rest = surplus_minor - reserve
    has_hours, has_drops = any(online_s.values()), any(num_drops.values())
    if not has_hours and not has_drops:
        reserve, rest = surplus_minor, 0
    by_hours = ceil_div(rest * policy.surplus_by_hours_permille, 1000)
    if not has_hours or not has_drops:
        by_hours = rest if has_hours else 0
    hours_part = split_by_id(by_hours, online_s)
    drops_part = split_by_id(rest - by_hours, num_drops)
    return SurplusShares(
        reserve_minor=reserve,
        shares_minor={
            name: hours_part.get(name, 0) + drops_part.get(name, 0)
            for name in sorted({*online_s, *num_drops})
        },
    )
