"""Who may do what: asked first in every use case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.errors import NotAllowed, NotFound
from dispatch.model import Role

if TYPE_CHECKING:
    from dispatch.model import Actor, CourierId, StorefrontId


def require(actor: Actor, *roles: Role) -> None:
    """Refuse an actor who has none of some roles.

    Raises
    ------
    NotAllowed
        When the actor's role is another one.
    """
    if actor.role not in roles:
        wanted = " or ".join(role.value for role in roles)
        msg = f"Expected a {wanted}, got a {actor.role.value}."
        raise NotAllowed(msg, role=actor.role.value)


def require_storefront(actor: Actor, storefront: StorefrontId, *, kind: str, name: str) -> None:
    """Let dispatchers pass, and the storefront itself; to others it does not exist.

    Raises
    ------
    NotAllowed
        When the actor is neither a dispatcher nor a storefront.
    NotFound
        When the actor is another storefront.
    """
    require(actor, Role.DISPATCHER, Role.STOREFRONT)
    if actor.role is Role.STOREFRONT and actor.storefront != storefront:
        raise NotFound.of(kind=kind, name=name)


def require_courier(actor: Actor) -> CourierId:
    """Give the courier that an actor is.

    Raises
    ------
    NotAllowed
        When the actor is no courier.
    """
    require(actor, Role.COURIER)
    if actor.courier is None:
        msg = "Expected an actor who is a courier, got one without."
        raise NotAllowed(msg)
    return actor.courier
