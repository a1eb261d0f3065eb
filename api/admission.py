"""What the table of routes says of each: what answers, and whom it admits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dispatch.model import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from dispatch.model import Actor

    Endpoint = Callable[..., Coroutine[Any, Any, object]]

JSON: Final = "application/json"
TILES: Final = "application/vnd.pmtiles"
GLYPHS: Final = "application/x-protobuf"
GEOJSON: Final = "application/geo+json"
EVENTS: Final = "text/event-stream"
NUMBERS: Final = "text/plain"
HTML: Final = "text/html"
PDF: Final = "application/pdf"
CALENDAR: Final = "text/calendar"
CSV: Final = "text/csv"
BYTES: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Whom a route admits.

    Attributes
    ----------
    roles
        Roles that may ask; empty: everybody, signed in or not.
    scope
        What a key must hold if it is limited at all; empty: nothing.
    bucket
        Requests that count together against a key's rate; empty: the usual ones.
    is_for_pages
        Whether shops' own pages ask it, with a publishable key.
    is_for_sessions
        Whether only people ask it who signed in, whatever a key may.
    """

    roles: frozenset[Role]
    scope: str = ""
    bucket: str = ""
    is_for_pages: bool = False
    is_for_sessions: bool = False

    @property
    def is_public(self) -> bool:
        """Whether nobody is asked who they are."""
        return not self.roles

    def admits(self, actor: Actor) -> bool:
        """Tell whether an actor may use the route."""
        is_in_scope = not (self.scope and actor.scopes) or self.scope in actor.scopes
        return self.is_public or (actor.role in self.roles and is_in_scope)


PUBLIC: Final = Admission(roles=frozenset())
"""Everybody, signed in or not."""


def for_roles(*roles: Role, scope: str = "", bucket: str = "") -> Admission:
    """Admit some roles.

    Parameters
    ----------
    *roles
        At least one.
    scope
        What a limited key must hold; empty: nothing.
    bucket
        Requests that count together against a key's rate; empty: the usual ones.

    Returns
    -------
    Admission
        For the table of routes.
    """
    return Admission(roles=frozenset(roles), scope=scope, bucket=bucket)


SCOPES: Final = (
    "fairness",
    "live",
    "optimize",
    "orders",
    "payroll",
    "plans",
    "quotes",
    "rides",
    "rules",
    "webhooks",
)
"""What keys can be limited to."""

SELLING: Final = (Role.STOREFRONT, Role.DISPATCHER)
DISPATCHING: Final = (Role.DISPATCHER,)
RIDING: Final = (Role.COURIER,)
PEOPLE: Final = (Role.STOREFRONT, Role.DISPATCHER, Role.COURIER, Role.MEMBER)
PAYING: Final = (Role.DISPATCHER, Role.MEMBER)
OWNERS: Final = (Role.DISPATCHER, Role.COURIER, Role.MEMBER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One route.

    Attributes
    ----------
    method, path
        What is asked; the path is a template.
    endpoint
        What answers; its docstring stands in OpenAPI, its annotations are the wire format.
    admission
        Whom it admits.
    tag
        Audience, for OpenAPI; empty: not part of the documented API.
    status
        Of a good answer.
    media
        Media type of a good answer.
    is_dialect
        Whether answers, and refusals too, are in the shape of another product.
    takes_file
        Whether its body is a file, whatever its type, instead of JSON.
    """

    method: str
    path: str
    endpoint: Endpoint
    admission: Admission
    tag: str = ""
    status: int = 200
    media: str = JSON
    is_dialect: bool = False
    takes_file: bool = False
