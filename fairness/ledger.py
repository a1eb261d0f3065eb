"""The ledger: who is ahead or behind over time, in the co-op's own unit.

A balance is what a courier has received beyond their entitlement: above zero is ahead,
below is behind. Every entry's postings sum to zero, so the balances do too, always.
Everything is in minor units; joiners start at zero; no hours means no change, so leave and
sickness are neutral.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from fairness.balances import capped, check_zero, decayed, scaled
from fairness.sharing import split_by_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from fairness.policy import Policy

WHOLE_PERCENT = 100


class EntryKind(StrEnum):
    """Why balances change."""

    DECAY = "decay"
    """Old balances fade; clause ``decay_permille``."""
    PERIOD = "period"
    """What a period gave beyond entitlements."""
    CAP = "cap"
    """Balances are cut to the largest size; clause ``balance_cap_minor``."""
    PAYOUT = "payout"
    """Deficits are paid from a surplus."""
    LEAVER = "leaver"
    """A leaver is settled in money."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A change of one courier's balance.

    Attributes
    ----------
    courier
        Whose balance.
    amount_minor
        What is added to it.
    """

    courier: str
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """Changes that belong together and sum to zero.

    Attributes
    ----------
    kind
        Why they change.
    policy_version
        Version of the policy that was followed.
    at
        When it was posted.
    postings
        One per courier whose balance changes, in order of ids.

    Raises
    ------
    ValueError
        When the postings do not sum to zero or a courier comes twice.
    """

    kind: EntryKind
    policy_version: int
    at: datetime
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        total = sum(posting.amount_minor for posting in self.postings)
        if total:
            msg = f"Expected postings that sum to 0, got {total}."
            raise ValueError(msg)
        if len({posting.courier for posting in self.postings}) < len(self.postings):
            msg = f"Expected one posting per courier, got {self.postings}."
            raise ValueError(msg)


def entitlements(
    policy: Policy,
    received_minor: Mapping[str, int],
    *,
    online_s: Mapping[str, int],
    need_percent: Mapping[str, int] | None = None,
) -> dict[str, int]:
    """Share the pot of a period by online time and voted need.

    Parameters
    ----------
    policy
        Rules in force; clause ``max_need_percent``.
    received_minor
        What each courier received; the pot is the sum.
    online_s
        Online seconds of each courier.
    need_percent
        Voted need weights, 100 to ``max_need_percent``; who has none weighs 100.

    Returns
    -------
    dict
        Entitlement of everybody in either mapping, summing to the pot. If nobody was
        online, what was received.

    Raises
    ------
    ValueError
        When a time is negative or a need weight not allowed.
    """
    needs = need_percent or {}
    for name, percent in needs.items():
        if not WHOLE_PERCENT <= percent <= policy.max_need_percent:
            msg = (
                f"Expected a need weight from {WHOLE_PERCENT} to {policy.max_need_percent} "
                f"for {name!r}, got {percent}."
            )
            raise ValueError(msg)
    weights = {
        name: online_s.get(name, 0) * needs.get(name, WHOLE_PERCENT)
        for name in {*received_minor, *online_s}
    }
    if not any(weights.values()):
        return {name: received_minor.get(name, 0) for name in sorted(weights)}
    return split_by_id(sum(received_minor.values()), weights)


def close_period(
    policy: Policy,
    balances: Mapping[str, int],
    *,
    received_minor: Mapping[str, int],
    entitled_minor: Mapping[str, int],
    at: datetime,
) -> tuple[LedgerEntry, ...]:
    """Close a period: let old balances decay, add the period, apply the cap.

    Whoever neither received nor was entitled to anything was absent: nothing of theirs
    changes, their claim does not fade either.

    Parameters
    ----------
    policy
        Rules in force; clauses ``decay_permille`` and ``balance_cap_minor``.
    balances
        Balances so far; a courier without one starts at 0.
    received_minor
        What each courier received in the period.
    entitled_minor
        What `entitlements` says of it.
    at
        When the entries are posted.

    Returns
    -------
    tuple of LedgerEntry
        At most three entries, without empty ones. They depend on totals only, not on
        the order of events.

    Raises
    ------
    ValueError
        When the balances do not sum to zero or entitlements do not sum to the pot.
    """
    names = {*balances, *received_minor, *entitled_minor}
    absent = {n for n in names if not received_minor.get(n, 0) and not entitled_minor.get(n, 0)}
    old = {name: balances.get(name, 0) for name in names}
    faded = decayed(old, policy.decay_permille, absent=absent)
    grown = {
        name: balance + received_minor.get(name, 0) - entitled_minor.get(name, 0)
        for name, balance in faded.items()
    }
    cap = policy.balance_cap_minor
    final = grown if cap is None else capped(grown, cap, absent=absent)
    steps = (
        (EntryKind.DECAY, old, faded),
        (EntryKind.PERIOD, faded, grown),
        (EntryKind.CAP, grown, final),
    )
    entries = (
        _entry(policy, kind, at=at, before=before, after=after) for kind, before, after in steps
    )
    return tuple(entry for entry in entries if entry.postings)


def settle_leaver(
    policy: Policy, balances: Mapping[str, int], courier: str, *, at: datetime
) -> LedgerEntry:
    """Bring a leaver's balance to zero; the difference is settled in money.

    The other side of the posting is carried by those whose balances have the other sign,
    in proportion, so none of theirs grows.

    Parameters
    ----------
    policy
        Rules in force.
    balances
        Balances that sum to zero.
    courier
        Who leaves.
    at
        When it is posted.

    Returns
    -------
    LedgerEntry
        Its posting for the leaver is what the co-op pays out (above zero) or asks back
        (below zero).

    Raises
    ------
    ValueError
        When the courier is not in the ledger or the balances do not sum to zero.
    """
    if courier not in balances:
        msg = f"Expected a courier of the ledger, got {courier!r}."
        raise ValueError(msg)
    check_zero(balances)
    own = balances[courier]
    others = {name: abs(b) for name, b in balances.items() if b * own < 0}
    carried = split_by_id(own, others)
    after = {name: b + carried.get(name, 0) for name, b in balances.items()} | {courier: 0}
    return _entry(policy, EntryKind.LEAVER, at=at, before=balances, after=after)


def pay_out_deficits(
    policy: Policy, balances: Mapping[str, int], surplus_minor: int, *, at: datetime
) -> LedgerEntry:
    """Pay deficits left at the end of a period from a surplus.

    Parameters
    ----------
    policy
        Rules in force.
    balances
        Balances that sum to zero.
    surplus_minor
        What there is to pay from, >= 0.
    at
        When it is posted.

    Returns
    -------
    LedgerEntry
        Postings above zero are paid out in money, in proportion to the deficits and never
        more than the surplus; those ahead come down by the same total and pay nothing.

    Raises
    ------
    ValueError
        When the surplus is negative or the balances do not sum to zero.
    """
    if surplus_minor < 0:
        msg = f"Expected a surplus >= 0, got {surplus_minor}."
        raise ValueError(msg)
    behind = -sum(balance for balance in balances.values() if balance < 0)
    after = scaled(balances, max(0, behind - surplus_minor))
    return _entry(policy, EntryKind.PAYOUT, at=at, before=balances, after=after)


def post(balances: Mapping[str, int], entries: Iterable[LedgerEntry]) -> dict[str, int]:
    """Apply entries to balances.

    Parameters
    ----------
    balances
        Balances so far.
    entries
        Entries in any order.

    Returns
    -------
    dict
        New balances in order of ids.
    """
    after = dict(balances)
    for entry in entries:
        for posting in entry.postings:
            after[posting.courier] = after.get(posting.courier, 0) + posting.amount_minor
    return dict(sorted(after.items()))


def _entry(
    policy: Policy,
    kind: EntryKind,
    *,
    at: datetime,
    before: Mapping[str, int],
    after: Mapping[str, int],
) -> LedgerEntry:
    changes = ((name, after[name] - before[name]) for name in sorted(after))
    return LedgerEntry(
        kind=kind,
        policy_version=policy.version,
        at=at,
        postings=tuple(Posting(courier=n, amount_minor=change) for n, change in changes if change),
    )
