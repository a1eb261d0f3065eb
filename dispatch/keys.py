"""Keys, one-time sign-in links and sessions: from a secret to the actor behind it.

A secret is random, shown once, and kept only as its SHA-256.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.errors import AccessEnded, BadToken, BadWish, NotAllowed
from dispatch.events import EventKind
from dispatch.model import Access, AccessKind, Actor, KeyId, Role
from dispatch.permission import require, require_courier
from dispatch.store import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dispatch.model import CourierId, MemberId, StorefrontId
    from dispatch.store import ReadTransaction, Transaction

PREFIX = "cw_"
PUBLIC_PREFIX = "cwp_"
"""Of keys that are no secret."""

ORIGIN = re.compile(
    r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?|http://(localhost|127\.0\.0\.1)(:\d{1,5})?"
)
"""Pages of a shop: encrypted, or on one's own machine to try it out."""

SECRET_BYTES = 32
LINK_LIFETIME = timedelta(hours=24)
SESSION_LIFETIME = timedelta(days=30)
TOKEN_LIFETIME = timedelta(hours=1)
KEPT_FOR = timedelta(days=30)
"""How long it is known of a link, session or token that it is over."""

LIFETIMES = {
    AccessKind.KEY: None,
    AccessKind.LINK: LINK_LIFETIME,
    AccessKind.SESSION: SESSION_LIFETIME,
    AccessKind.TOKEN: TOKEN_LIFETIME,
    AccessKind.PUBLISHABLE: None,
}
"""How long each kind is good for unless said otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who will hold an access.

    Attributes
    ----------
    member, role, name
        As whom they act, and how people call them.
    courier, storefront
        As in `Actor`.
    scopes
        As in `Actor`.
    origins
        As in `Access`.
    """

    member: MemberId
    role: Role
    name: str
    courier: CourierId | None = None
    storefront: StorefrontId | None = None
    scopes: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()


def new_secret(prefix: str = PREFIX) -> str:
    """Draw a secret that nobody can guess, with a prefix that scanners can find."""
    return prefix + secrets.token_urlsafe(SECRET_BYTES)


def prefix_of(access: Access) -> str:
    """Give the beginning of secrets like an access's."""
    return PUBLIC_PREFIX if access.kind is AccessKind.PUBLISHABLE else PREFIX


def grant(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    holder: Holder,
    *,
    kind: AccessKind,
    secret: str,
    now: datetime,
    new_id: Callable[[], str],
    expires_at: datetime | None = None,
) -> Access:
    """Give somebody a key or a sign-in link.

    Parameters
    ----------
    tx, actor
        In which co-op, and who gives it.
    holder
        Who gets it.
    kind
        A key for programs or a link for people.
    secret
        From `new_secret`; hand it over, it cannot be shown again.
    now, new_id
        Time and id of the access.
    expires_at
        Until when; ``None``: links last a day, keys until revoked.

    Raises
    ------
    NotFound
        When the holder is no courier or storefront of the co-op.
    BadWish
        When a publishable key is for no storefront or no page, or any other key for pages.
    """
    require(actor, Role.DISPATCHER, Role.MEMBER)
    _check_origins(holder, kind)
    if holder.courier is not None:
        tx.couriers.get(holder.courier)
    if holder.storefront is not None:
        tx.storefronts.get(holder.storefront)
    access = _access(holder, kind, now=now, new_id=new_id)
    if expires_at is not None:
        access = replace(access, expires_at=expires_at)
    tx.accesses.grant(access, digest_of(secret))
    tx.record(
        EventKind.ACCESS_GRANTED,
        actor=actor.member,
        at=now,
        subjects={"access": str(access.id), "member": str(access.member)},
        payload={"kind": kind.value, "role": holder.role.value},
    )
    return access


def give_own(  # noqa: PLR0913 - as `grant`
    tx: Transaction,
    actor: Actor,
    scope: str,
    *,
    secret: str,
    now: datetime,
    new_id: Callable[[], str],
) -> Access:
    """Give a courier a key of their own that is good for one thing; the one before ends.

    Raises
    ------
    NotAllowed
        When the actor is no courier.
    """
    me = require_courier(actor)
    scopes = frozenset({scope})
    for known in tx.accesses.living(now):
        if known.courier == me and known.scopes == scopes:
            revoke(tx, actor, known.id, now=now)
    holder = Holder(
        member=actor.member,
        role=actor.role,
        name=tx.couriers.get(me).name,
        courier=me,
        scopes=scopes,
    )
    access = _access(holder, AccessKind.KEY, now=now, new_id=new_id)
    tx.accesses.grant(access, digest_of(secret))
    tx.record(
        EventKind.ACCESS_GRANTED,
        actor=actor.member,
        at=now,
        subjects={"access": str(access.id), "member": str(access.member)},
        payload={"kind": AccessKind.KEY.value, "role": holder.role.value},
    )
    return access


def peek(tx: ReadTransaction, secret: str, *, now: datetime) -> Access:
    """Look at a sign-in link without using it up.

    Raises
    ------
    BadToken
        When it is no link that is still good.
    """
    return _good(tx, secret, (AccessKind.LINK,), now)


def sign_in(
    tx: Transaction, link: str, *, session: str, now: datetime, new_id: Callable[[], str]
) -> Access:
    """Exchange a link for a session; the link is used up.

    Parameters
    ----------
    tx
        In which co-op.
    link
        The link's secret.
    session
        The session's secret, from `new_secret`.
    now, new_id
        Time and id of the session.

    Raises
    ------
    BadToken
        When the link is unknown, used up or too old.
    """
    used = _good(tx, link, (AccessKind.LINK,), now)
    tx.accesses.end(used.id, now)
    holder = Holder(
        member=used.member,
        role=used.role,
        name=used.name,
        courier=used.courier,
        storefront=used.storefront,
        scopes=used.scopes,
    )
    access = _access(holder, AccessKind.SESSION, now=now, new_id=new_id)
    tx.accesses.grant(access, digest_of(session))
    subjects = {"access": str(access.id), "member": str(access.member)}
    tx.record(EventKind.MEMBER_SIGNED_IN, actor=access.member, at=now, subjects=subjects)
    return access


def exchange(  # noqa: PLR0913 - a use case's values
    tx: Transaction,
    key: str,
    *,
    name: str,
    token: str,
    scopes: frozenset[str],
    now: datetime,
    new_id: Callable[[], str],
) -> Access:
    """Exchange a key for a token that ends within the hour, as OAuth 2.0 has it.

    No event is recorded: whoever holds the key can do all that the token can.

    Parameters
    ----------
    tx
        In which co-op.
    key
        The key's secret.
    name
        What the program calls the key: its id, or the storefront's.
    token
        The token's secret, from `new_secret`.
    scopes
        What the token should be good for; no more than the key is.
    now, new_id
        Time and id of the token.

    Raises
    ------
    BadToken
        When the key is not good, or is called by another name.
    NotAllowed
        When the key is good for none of it.
    """
    known = _good(tx, key, (AccessKind.KEY,), now)
    if name not in {known.id, known.storefront}:
        msg = "Expected the id of the key or of its storefront, got another."
        raise BadToken(msg)
    allowed = scopes & known.scopes if known.scopes else scopes
    if not allowed:
        msg = "Expected a scope that the key holds, got none."
        raise NotAllowed(msg)
    tx.accesses.forget_tokens(known.id, before=now)
    holder = Holder(
        member=known.member,
        role=known.role,
        name=known.name,
        courier=known.courier,
        storefront=known.storefront,
        scopes=allowed,
    )
    made = _access(holder, AccessKind.TOKEN, now=now, new_id=new_id)
    ends = [end for end in (made.expires_at, known.expires_at) if end is not None]
    made = replace(made, parent=known.id, expires_at=min(ends))
    return tx.accesses.grant(made, digest_of(token))


def identify(tx: ReadTransaction, secret: str, *, now: datetime) -> tuple[Access, Actor]:
    """Tell who holds a key or a session.

    Raises
    ------
    BadToken
        When it is unknown, ended or too old, or a link that was not exchanged.
    """
    kinds = (AccessKind.KEY, AccessKind.SESSION, AccessKind.TOKEN, AccessKind.PUBLISHABLE)
    access = _good(tx, secret, kinds, now)
    if access.parent is not None:
        _check_parent(tx.accesses.get(access.parent), access, now)
    actor = Actor(
        coop=tx.coop.id,
        member=access.member,
        role=access.role,
        scopes=access.scopes,
        courier=access.courier,
        storefront=access.storefront,
    )
    return access, actor


def revoke(tx: Transaction, actor: Actor, access: KeyId, *, now: datetime) -> Access:
    """End a key, link or session: one's own, or anybody's for a dispatcher.

    Raises
    ------
    NotFound
        When there is none, or it is somebody else's.
    """
    known = tx.accesses.get(access)
    if known.member != actor.member:
        require(actor, Role.DISPATCHER, Role.MEMBER)
    if tx.accesses.end(access, now):
        tx.record(
            EventKind.ACCESS_REVOKED,
            actor=actor.member,
            at=now,
            subjects={"access": str(access), "member": str(known.member)},
        )
    return replace(known, ended_at=known.ended_at or now)


def forget_old(tx: Transaction, *, now: datetime) -> int:
    """Delete links, sessions and tokens that are long over; give how many."""
    return tx.accesses.forget_before(now - KEPT_FOR)


def _good(tx: ReadTransaction, secret: str, kinds: tuple[AccessKind, ...], now: datetime) -> Access:
    access = tx.accesses.by_digest(digest_of(secret))
    if access is None or access.kind not in kinds:
        msg = "Expected a key, link or session that is known here, got another."
        raise BadToken(msg)
    if access.ended_at is not None:
        msg = f"This {access.kind.value} was used up or ended; ask for a new one."
        raise AccessEnded(msg, kind=access.kind.value)
    if access.expires_at is not None and access.expires_at <= now:
        msg = f"This {access.kind.value} was good until {access.expires_at.isoformat()}."
        raise AccessEnded(msg, kind=access.kind.value)
    return access


def _check_parent(key: Access, token: Access, now: datetime) -> None:
    if key.ended_at is not None or (key.expires_at is not None and key.expires_at <= now):
        msg = "The key of this token has ended; ask for a new one."
        raise AccessEnded(msg, kind=token.kind.value)


def _access(
    holder: Holder, kind: AccessKind, *, now: datetime, new_id: Callable[[], str]
) -> Access:
    lifetime = LIFETIMES[kind]
    return Access(
        id=KeyId(new_id()),
        kind=kind,
        member=holder.member,
        role=holder.role,
        name=holder.name,
        created_at=now,
        expires_at=None if lifetime is None else now + lifetime,
        courier=holder.courier,
        storefront=holder.storefront,
        scopes=holder.scopes,
        origins=holder.origins,
    )


def _check_origins(holder: Holder, kind: AccessKind) -> None:
    is_public = kind is AccessKind.PUBLISHABLE
    if is_public and holder.storefront is None:
        msg = "Expected a storefront for a publishable key, got none."
        raise BadWish(msg, field="storefront")
    if is_public != bool(holder.origins):
        msg = "Expected pages for a publishable key, and for no other."
        raise BadWish(msg, field="origins")
    for origin in holder.origins:
        if not ORIGIN.fullmatch(origin):
            msg = f"Expected a page's origin such as https://shop.example, got {origin!r}."
            raise BadWish(msg, field="origins")
