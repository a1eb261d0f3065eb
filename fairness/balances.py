"""Arithmetic on balances that sum to zero and stay so: decay, caps, scaling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairness.sharing import split_by_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet


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


def decayed(
    balances: Mapping[str, int], permille: int, *, absent: AbstractSet[str] = frozenset()
) -> dict[str, int]:
    """Shrink balances toward zero, both signs by the same total.

    Parameters
    ----------
    balances
        Balances that sum to zero.
    permille
        What remains, in thousandths, 0 to 1000.
    absent
        Couriers whose balance must stay as it is.

    Returns
    -------
    dict
        Balances in order of ids that sum to zero, none larger than before and none of the
        other sign. If the present alone are not even, the smaller side says how much goes.

    Raises
    ------
    ValueError
        When the balances do not sum to zero.
    """
    check_zero(balances)
    present = {name: b for name, b in balances.items() if name not in absent}
    ahead, behind = _totals(present)
    gone = min(side - side * permille // 1000 for side in (ahead, behind))
    return _with(balances, _sides(present, ahead - gone, behind - gone))


def capped(
    balances: Mapping[str, int], cap_minor: int, *, absent: AbstractSet[str] = frozenset()
) -> dict[str, int]:
    """Cut balances to a largest size, both signs by the same total.

    Parameters
    ----------
    balances
        Balances that sum to zero.
    cap_minor
        Largest size of a balance, > 0.
    absent
        Couriers whose balance must stay as it is.

    Returns
    -------
    dict
        Balances in order of ids that sum to zero, none beyond the cap on either side;
        those present exceed it only as far as balances of the absent need them to.

    Raises
    ------
    ValueError
        When the balances do not sum to zero or the cap is not positive.
    """
    check_zero(balances)
    if cap_minor <= 0:
        msg = f"Expected a cap > 0, got {cap_minor}."
        raise ValueError(msg)
    present = {name: b for name, b in balances.items() if name not in absent}
    surplus = sum(present.values())
    cut = {name: max(-cap_minor, min(cap_minor, b)) for name, b in present.items()}
    ahead, behind = _totals(cut)
    kept = max(0, -surplus, min(behind, ahead - surplus))
    return _with(balances, _sides(cut, kept + surplus, kept))


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
    return _with(balances, _sides(balances, total, total))


def _totals(balances: Mapping[str, int]) -> tuple[int, int]:
    """Give what those ahead and those behind have together, both >= 0."""
    ahead = sum(balance for balance in balances.values() if balance > 0)
    return ahead, ahead - sum(balances.values())


def _sides(balances: Mapping[str, int], ahead: int, behind: int) -> dict[str, int]:
    """Scale each side to its own total."""
    up = split_by_id(ahead, {n: b for n, b in balances.items() if b > 0})
    down = split_by_id(behind, {n: -b for n, b in balances.items() if b < 0})
    return {n: up.get(n, 0) - down.get(n, 0) for n in balances}


def _with(balances: Mapping[str, int], changed: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted({**balances, **changed}.items()))
