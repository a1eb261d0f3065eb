"""Chains of hashes, in which no link can be changed without breaking all that follow."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FIRST: Final = "0" * 64
"""What stands for the hash before the first link."""


class Link(Protocol):
    """Something at its place in a chain: from 1, with the hash before it and its own."""

    @property
    def seq(self) -> int:
        """Its place."""

    @property
    def previous_hash(self) -> str:
        """Hash of the link before."""

    @property
    def hash(self) -> str:
        """Its own hash."""


LinkT = TypeVar("LinkT", bound=Link)


def hash_after(previous: str, written: bytes) -> str:
    """Hash what a link says together with the hash of the one before it.

    Parameters
    ----------
    previous
        Hash of the link before.
    written
        The link as bytes, without hashes.

    Returns
    -------
    str
        SHA-256 in hexadecimal.
    """
    return hashlib.sha256(previous.encode() + written).hexdigest()


def first_broken(
    links: Iterable[LinkT], hash_of: Callable[[LinkT], str], *, previous: str, seq: int
) -> int | None:
    """Find the first link that does not fit to what came before it.

    Parameters
    ----------
    links
        In order.
    hash_of
        Gives the hash that a link should have.
    previous, seq
        Hash and place of the link before the first of them.

    Returns
    -------
    int or None
        Its place, as it should have been; ``None`` when the chain is whole.
    """
    for link in links:
        seq += 1
        is_next = link.seq == seq and link.previous_hash == previous
        if not is_next or link.hash != hash_of(link):
            return seq
        previous = link.hash
    return None
