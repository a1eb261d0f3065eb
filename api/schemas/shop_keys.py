"""Keys of storefronts, as a dispatcher sees them."""

from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.fields import Answer, Body, Name
from dispatch.key_rotation import LONGEST_OVERLAP, OVERLAP
from dispatch.keys import ORIGIN
from dispatch.model import Access
from dispatch.shop_keys import ends_at, is_good

Origin = Annotated[
    str,
    StringConstraints(max_length=200, pattern=f"^({ORIGIN.pattern})$"),
    Field(examples=["https://shop.example"]),
]


class KeyIn(Body):
    """What a key is called and what it is good for.

    No scopes: all that a storefront may. With pages it is a publishable key for the widget, which
    quotes and books from there and does no more.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Web shop", "scopes": ["quotes", "orders"]}]}
    )

    name: Annotated[Name, Field(min_length=1)]
    scopes: Annotated[
        list[Literal["live", "orders", "quotes", "webhooks"]], Field(max_length=4)
    ] = Field(default_factory=list)
    origins: Annotated[list[Origin], Field(max_length=20)] = Field(default_factory=list)


class KeyRotationIn(Body):
    """How long the old key stays good."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"overlap_s": 86_400}]})

    overlap_s: Annotated[int, Field(ge=0, le=int(LONGEST_OVERLAP.total_seconds()))] = int(
        OVERLAP.total_seconds()
    )

    def value(self) -> timedelta:
        """Give the time."""
        return timedelta(seconds=self.overlap_s)


class KeyOut(Answer):
    """A key without its secret, which is kept nowhere."""

    id: str
    name: str
    kind: str
    scopes: list[str]
    origins: list[str]
    created_at: datetime
    ends_at: datetime | None
    state: Literal["good", "ending", "ended"]

    @classmethod
    def of(cls, one: Access, now: datetime, **more: object) -> Self:
        """Write a key as it is at a moment."""
        end = ends_at(one)
        ending = "good" if end is None else "ending"
        return cls.model_validate(
            {
                "id": one.id,
                "name": one.name,
                "kind": one.kind.value,
                "scopes": sorted(one.scopes),
                "origins": sorted(one.origins),
                "created_at": one.created_at,
                "ends_at": end,
                "state": ending if is_good(one, now) else "ended",
                **more,
            }
        )


class KeyMadeOut(KeyOut):
    """A new key with its secret, which is not shown again, and which key it follows."""

    secret: str
    replaces: str | None = None
    old_key_until: datetime | None = None


class KeysOut(Answer):
    """The keys of a storefront, the newest first."""

    keys: list[KeyOut]
