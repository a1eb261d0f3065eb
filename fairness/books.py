"""The books: a double-entry ledger of money, time and balances, hash-chained.

Each entry moves amounts of one unit between accounts and sums to zero; so does all of it.
Above zero an account is owed something, below zero it owes.

::

    courier:ID   what a courier is owed          coop:labor    what the co-op pays for work
    balance:ID   ahead or behind, in money       coop:tips     tips that it passes on
    time:ID      credited time, in seconds       coop:surplus  what members share
    time:coop    the other side of it            coop:reserve  what the co-op keeps
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from fairness.chain import FIRST, first_broken, hash_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

SECONDS: Final = "s"
"""Unit of time accounts; all other units are ISO 4217 codes."""

LABOR: Final = "coop:labor"
TIPS: Final = "coop:tips"
SURPLUS: Final = "coop:surplus"
RESERVE: Final = "coop:reserve"
TIME: Final = "time:coop"


class BookKind(StrEnum):
    """Why amounts move."""

    PAY = "pay"
    """A statement was closed."""
    CORRECTION = "correction"
    """Lines were added to a closed statement."""
    SURPLUS = "surplus"
    """Members share a surplus."""
    TIME = "time"
    """Time was credited."""
    DECAY = "decay"
    """Old balances fade."""
    PERIOD = "period"
    """What a period gave beyond entitlements."""
    CAP = "cap"
    """Balances are cut to the largest size."""
    LEAVER = "leaver"
    """A leaver's balance goes to zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A change of one account.

    Attributes
    ----------
    account
        Which.
    amount
        What is added to it, in the entry's unit.
    """

    account: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BookEntry:
    """Bookings that belong together and sum to zero, at their place in the chain.

    Attributes
    ----------
    kind
        Why.
    at
        When it was posted.
    unit
        Currency code, or ``s``.
    bookings
        At least two, in order of accounts, one per account.
    policy_version
        Version of the policy that was followed.
    cites
        What it is about: days of the period and the courier, or a correction's id.
    seq
        Place in the chain, from 1.
    previous_hash, hash
        SHA-256 of the entry before, and of this one.

    Raises
    ------
    ValueError
        When the bookings do not sum to zero or an account comes twice.
    """

    kind: BookKind
    at: datetime
    unit: str
    bookings: tuple[Booking, ...]
    policy_version: int
    cites: str
    seq: int = 0
    previous_hash: str = ""
    hash: str = ""

    def __post_init__(self) -> None:
        total = sum(booking.amount for booking in self.bookings)
        if total:
            msg = f"Expected bookings that sum to 0, got {total}."
            raise ValueError(msg)
        if len({booking.account for booking in self.bookings}) < len(self.bookings):
            msg = f"Expected one booking per account, got {self.bookings}."
            raise ValueError(msg)


def bookings_of(amounts: Mapping[str, int]) -> tuple[Booking, ...]:
    """Turn amounts by account into bookings.

    Parameters
    ----------
    amounts
        What is added to each account.

    Returns
    -------
    tuple of Booking
        In order of accounts, without zeros.
    """
    return tuple(Booking(account=a, amount=amounts[a]) for a in sorted(amounts) if amounts[a])


def canonical(entry: BookEntry) -> bytes:
    """Write an entry as the bytes that are hashed.

    Parameters
    ----------
    entry
        At its place.

    Returns
    -------
    bytes
        JSON with sorted keys, in UTC, without spaces.
    """
    body = {
        "seq": entry.seq,
        "kind": entry.kind.value,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "unit": entry.unit,
        "bookings": [[booking.account, booking.amount] for booking in entry.bookings],
        "policy_version": entry.policy_version,
        "cites": entry.cites,
    }
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def chained_hash(entry: BookEntry) -> str:
    """Hash an entry together with the hash of the one before it.

    Parameters
    ----------
    entry
        At its place.

    Returns
    -------
    str
        SHA-256 in hexadecimal.
    """
    return hash_after(entry.previous_hash, canonical(entry))


def broken_link(entries: Iterable[BookEntry], *, previous: str = FIRST, seq: int = 0) -> int | None:
    """Find the first entry that does not fit to what came before it.

    Parameters
    ----------
    entries
        In order.
    previous, seq
        Hash and sequence of the entry before the first of them.

    Returns
    -------
    int or None
        Its sequence, as it should have been; ``None`` when the chain is whole.
    """
    return first_broken(entries, chained_hash, previous=previous, seq=seq)


def trial_balance(entries: Iterable[BookEntry]) -> dict[tuple[str, str], int]:
    """Add up every account.

    Parameters
    ----------
    entries
        In any order.

    Returns
    -------
    dict
        Amount by account and unit, in their order; the amounts of a unit sum to zero.
    """
    found: dict[tuple[str, str], int] = {}
    for entry in entries:
        for booking in entry.bookings:
            key = (booking.account, entry.unit)
            found[key] = found.get(key, 0) + booking.amount
    return dict(sorted(found.items()))
