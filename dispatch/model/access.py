"""Keys, sign-in links and sessions: who may say that they are whom. Never a secret itself."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dispatch.model.ids import CourierId, KeyId, MemberId, StorefrontId
from dispatch.model.people import Role


class AccessKind(StrEnum):
    """What a secret is good for."""

    KEY = "key"
    """A program's bearer key; lasts until revoked."""
    LINK = "link"
    """Signs in once."""
    SESSION = "session"
    """What a link was exchanged for; a browser's cookie."""
    TOKEN = "token"  # noqa: S105 - a kind, no secret
    """What a program exchanged its key for; ends within the hour, or with the key."""
    PUBLISHABLE = "publishable"
    """A shop's key that stands in its pages for all to read: quotes and books, and only there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A secret's effect; the store keeps the SHA-256 of the secret beside it.

    Attributes
    ----------
    id
        Unique in the installation; safe to show.
    kind
        Key, link or session.
    member, role, name
        As whom its holder acts, and how people call them.
    courier, storefront
        As in `Actor`.
    scopes
        As in `Actor`.
    origins
        Pages that a publishable key may be used from, as ``https://shop.example``.
    parent
        The key that a token was made from; it ends with it.
    created_at, expires_at
        Validity; ``None``: no end.
    ended_at
        When it was used up, signed out or revoked.
    """

    id: KeyId
    kind: AccessKind
    member: MemberId
    role: Role
    name: str
    created_at: datetime
    expires_at: datetime | None = None
    ended_at: datetime | None = None
    courier: CourierId | None = None
    storefront: StorefrontId | None = None
    scopes: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    parent: KeyId | None = None
