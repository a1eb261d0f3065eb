"""Keys get a new secret, and the old one stays good until programs have been changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dispatch.errors import AccessEnded, NotAllowed
from dispatch.events import EventKind
from dispatch.model import AccessKind, KeyId, Role
from dispatch.permission import require
from dispatch.store import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dispatch.model import Access, Actor
    from dispatch.store import ReadTransaction, Transaction

OVERLAP: Final = timedelta(days=7)
"""How long the old key stays good unless said otherwise."""

LONGEST_OVERLAP: Final = timedelta(days=90)
KINDS: Final = frozenset({AccessKind.KEY, AccessKind.PUBLISHABLE})


def rotate_key(  # noqa: PLR0913 - a use case's values
    tx: Transaction,
    actor: Actor,
    key: KeyId,
    *,
    secret: str,
    now: datetime,
    new_id: Callable[[], str],
    overlap: timedelta = OVERLAP,
) -> tuple[Access, Access]:
    """Make a key that does what another one does, which ends after a while.

    Parameters
    ----------
    tx, actor
        In which co-op, and who: a dispatcher or a member. Not the holder: whoever has found
        a key must not be able to outlive it.
    key
        Which key.
    secret
        Of the new one, from `dispatch.keys.new_secret`; it cannot be shown again.
    now, new_id
        Time and id of the new key.
    overlap
        How long the old one stays good.

    Returns
    -------
    tuple
        The new key, and the old one with its end.

    Raises
    ------
    NotFound
        When there is no such key.
    NotAllowed
        When the actor is neither, or it is no key.
    AccessEnded
        When it has ended.
    ValueError
        When the overlap is negative or longer than 90 days.
    """
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        msg = f"Expected an overlap of up to {LONGEST_OVERLAP.days} days, got {overlap}."
        raise ValueError(msg)
    require(actor, Role.DISPATCHER, Role.MEMBER)
    old = tx.accesses.get(key)
    if old.kind not in KINDS:
        msg = f"Expected a key, got a {old.kind.value}."
        raise NotAllowed(msg, kind=old.kind.value)
    if old.ended_at is not None or (old.expires_at is not None and old.expires_at <= now):
        msg = "This key has ended; ask for a new one."
        raise AccessEnded(msg, kind=old.kind.value)
    until = now + overlap
    if old.expires_at is not None:
        until = min(until, old.expires_at)
    made = tx.accesses.grant(replace(old, id=KeyId(new_id()), created_at=now), digest_of(secret))
    ending = tx.accesses.save(replace(old, expires_at=until))
    tx.record(
        EventKind.ACCESS_ROTATED,
        actor=actor.member,
        at=now,
        subjects={"access": str(made.id), "member": str(made.member)},
        payload={"replaces": str(old.id), "until": until.isoformat()},
    )
    return made, ending


def keys_of(tx: ReadTransaction, actor: Actor) -> tuple[Access, ...]:
    """List the co-op's keys, ended ones as well, by id; never a secret."""
    require(actor, Role.DISPATCHER, Role.MEMBER)
    return tx.accesses.of_kinds(KINDS)
