"""Keys of storefronts: a dispatcher gives, lists, changes and ends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch import keys
from dispatch.errors import NotFound, TransitionRefused
from dispatch.key_rotation import KINDS, OVERLAP, rotate_key
from dispatch.model import AccessKind, MemberId, Role
from dispatch.permission import require

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from dispatch.model import Access, Actor, KeyId, StorefrontId
    from dispatch.store import ReadTransaction, Transaction


def keys_of_shop(tx: ReadTransaction, actor: Actor, storefront: StorefrontId) -> tuple[Access, ...]:
    """List a storefront's keys, ended ones as well, the newest first; never a secret.

    Raises
    ------
    NotAllowed
        When the actor is no dispatcher.
    NotFound
        When there is no such storefront.
    """
    require(actor, Role.DISPATCHER)
    tx.storefronts.get(storefront)
    found = tx.accesses.of_kinds(KINDS, storefront=storefront)
    return tuple(sorted(found, key=lambda one: (one.created_at, one.id), reverse=True))


def give_shop_key(  # noqa: PLR0913 - a use case's values
    tx: Transaction,
    actor: Actor,
    storefront: StorefrontId,
    *,
    name: str,
    scopes: frozenset[str] = frozenset(),
    origins: frozenset[str] = frozenset(),
    secret: str,
    now: datetime,
    new_id: Callable[[], str],
) -> Access:
    """Give a storefront a key; with pages it is a publishable one, good on those only.

    Parameters
    ----------
    tx, actor
        In which co-op, and who: a dispatcher.
    storefront
        Who gets it.
    name
        What people call it.
    scopes
        What it is limited to; empty: all that storefronts may.
    origins
        Pages of a publishable key.
    secret
        From `dispatch.keys.new_secret` with the prefix of its kind; it cannot be shown again.
    now, new_id
        Time and id of the key.

    Raises
    ------
    NotAllowed
        When the actor is no dispatcher.
    NotFound
        When there is no such storefront.
    BadWish
        When a page is no page's origin.
    """
    require(actor, Role.DISPATCHER)
    holder = keys.Holder(
        member=MemberId(f"storefront-{storefront}".lower()),
        role=Role.STOREFRONT,
        name=name,
        storefront=storefront,
        scopes=scopes,
        origins=origins,
    )
    kind = AccessKind.PUBLISHABLE if origins else AccessKind.KEY
    return keys.grant(tx, actor, holder, kind=kind, secret=secret, now=now, new_id=new_id)


def rotate_shop_key(  # noqa: PLR0913 - a use case's values
    tx: Transaction,
    actor: Actor,
    storefront: StorefrontId,
    key: KeyId,
    *,
    secret: Callable[[Access], str],
    now: datetime,
    new_id: Callable[[], str],
    overlap: timedelta = OVERLAP,
) -> tuple[Access, Access, str]:
    """Make a key in place of a storefront's other one, which ends after a while.

    Parameters
    ----------
    tx, actor, storefront, key
        In which co-op, who, whose and which key.
    secret
        Draws a secret like that of a key.
    now, new_id, overlap
        As in `dispatch.key_rotation.rotate_key`, which see for what it refuses.

    Returns
    -------
    tuple
        The new key, the old one with its end, and the secret of the new one.

    Raises
    ------
    NotFound
        When the storefront has no such key.
    TransitionRefused
        When it has ended.
    """
    old = _key_of(tx, actor, storefront, key)
    if not is_good(old, now):
        msg = "This key has ended; give the storefront a new one."
        raise TransitionRefused(msg, key=old.id)
    drawn = secret(old)
    made, ending = rotate_key(tx, actor, key, secret=drawn, now=now, new_id=new_id, overlap=overlap)
    return made, ending, drawn


def revoke_shop_key(
    tx: Transaction, actor: Actor, storefront: StorefrontId, key: KeyId, *, now: datetime
) -> Access:
    """End a storefront's key, and with it every token that was made from it.

    Raises
    ------
    NotAllowed
        When the actor is no dispatcher.
    NotFound
        When the storefront has no such key.
    """
    _key_of(tx, actor, storefront, key)
    return keys.revoke(tx, actor, key, now=now)


def ends_at(access: Access) -> datetime | None:
    """Tell when a key ended or will end; ``None``: it does not."""
    ends = [one for one in (access.ended_at, access.expires_at) if one is not None]
    return min(ends, default=None)


def is_good(access: Access, now: datetime) -> bool:
    """Tell whether a key opens anything at a moment."""
    end = ends_at(access)
    return end is None or end > now


def _key_of(tx: ReadTransaction, actor: Actor, storefront: StorefrontId, key: KeyId) -> Access:
    for one in keys_of_shop(tx, actor, storefront):
        if one.id == key:
            return one
    raise NotFound.of(kind="key", name=key)
