"""Arithmetic on balances that sum to zero and stay so: decay and caps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairness.sharing import split_by_id

if TYPE_CHECKING:
    from collections.abc import Mapping


def decayed(balances: Mapping[str, int], permille: int) -> dict[str, int]:
    """Shrink balances toward zero, both signs to the same total.

    Parameters
    ----------
    balances
        Balances that sum to zero.
    permille
        What remains, in thousandths, 0 to 1000.

    Returns
    -------
    dict
        Balances that sum to zero, none larger than before and none of the other sign.

    Raises
    ------
    ValueError
        When the balances do not sum to zero.
    """
    ahead = {name: balance for name, balance in balances.items() if balance > 0}
    return scaled(balances, sum(ahead.values()) * permille // 1000)


def capped(balances: Mapping[str, int], cap_minor: int) -> dict[str, int]:
    """Cut balances to a largest size, both signs to the same total.

    Parameters
    ----------
    balances
        Balances that sum to zero.
    cap_minor
        Largest size of a balance, >= 0.

    Returns
    -------
    dict
        Balances that sum to zero, none beyond the cap on either side.

    Raises
    ------
    ValueError
        When the balances do not sum to zero.
    """
    check_zero(balances)
    cut = {name: max(-cap_minor, min(cap_minor, b)) for name, b in balances.items()}
    ahead = sum(balance for balance in cut.values() if balance > 0)
    behind = -sum(balance for balance in cut.values() if balance < 0)
    return _sides(cut, min(ahead, behind))


def check_zero(balances: Mapping[str, int]) -> None:
    """Refuse balances that do not sum to zero.

    Parameters
    ----------
    balances
        Balances by courier.

    Raises
    ------
    ValueError
        When their sum is not zero.
    """
    total = sum(balances.values())
    if total:
        msg = f"Expected balances that sum to 0, got {total}."
        raise ValueError(msg)


def scaled(balances: Mapping[str, int], total: int) -> dict[str, int]:
    """Scale those ahead to a total and those behind to its opposite.

    Parameters
    ----------
    balances
        Balances that sum to zero.
    total
        What those ahead shall have together, >= 0.

    Returns
    -------
    dict
        Balances in order of ids that sum to zero.

    Raises
    ------
    ValueError
        When the balances do not sum to zero.
    """
    check_zero(balances)
    return _sides(balances, total)


def _sides(balances: Mapping[str, int], total: int) -> dict[str, int]:
    ahead = split_by_id(total, {n: b for n, b in balances.items() if b > 0})
    behind = split_by_id(total, {n: -b for n, b in balances.items() if b < 0})
    return {n: ahead.get(n, 0) - behind.get(n, 0) for n in sorted(balances)}
