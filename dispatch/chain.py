"""The chain of hashes that makes every later change of the past visible."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import orjson

from fairness.chain import FIRST, first_broken, hash_after

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dispatch.events import Event


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
    return hash_after(event.previous_hash, canonical(event))


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
    return first_broken(events, chained_hash, previous=previous, seq=seq)
