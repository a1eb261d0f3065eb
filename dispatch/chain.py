"""The chain of hashes that makes every later change of the past visible."""

from __future__ import annotations

import hashlib
from datetime import UTC
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dispatch.events import Event

FIRST = "0" * 64
"""What stands for the hash before the first event."""


def canonical(event: Event) -> bytes:
    """Write an event as the bytes that are hashed: JSON with sorted keys, UTC, no spaces."""
    body = {
        "seq": event.seq,
        "coop": event.coop,
        "day": event.day.isoformat() if event.day else None,
        "kind": event.kind.value,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": event.actor,
        "subjects": event.subjects,
        "payload": event.payload,
    }
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def chained_hash(event: Event) -> str:
    """Hash an event together with the hash of the one before it."""
    return hashlib.sha256(event.previous_hash.encode() + canonical(event)).hexdigest()


def broken_link(events: Iterable[Event], *, previous: str = FIRST, seq: int = 0) -> int | None:
    """Find the first event that does not fit to what came before it.

    Parameters
    ----------
    events
        In order.
    previous, seq
        Hash and sequence of the event before the first of them.

    Returns
    -------
        Its sequence, as it should have been, or ``None`` when the chain is whole.
    """
    for event in events:
        seq += 1
        is_next = event.seq == seq and event.previous_hash == previous
        if not is_next or event.hash != chained_hash(event):
            return seq
        previous = event.hash
    return None
