"""A key does no more than its scopes and its storefront say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch import keys
from dispatch.model import AccessKind, MemberId, Role
from tests.api_world import BUILT_AT, give

if TYPE_CHECKING:
    from tests.api_world import World


def test_a_limited_key_does_only_what_its_scopes_say(world: World) -> None:
    """A key for quotes gives quotes and nothing else."""
    holder = keys.Holder(
        member=MemberId("shop"),
        role=Role.STOREFRONT,
        name="Shop",
        storefront=world.home.storefronts[0],
        scopes=frozenset({"quotes"}),
    )
    actor = world.home.dispatcher
    secret = give(world.store, actor, holder, AccessKind.KEY, now=BUILT_AT, name="limited")
    headers = {"authorization": f"Bearer {secret}"}

    assert world.client.post("/v1/quotes", json=world.wish(), headers=headers).status_code == 201
    assert world.client.get("/v1/orders", headers=headers).status_code == 403


def test_a_storefronts_key_without_a_storefront_sees_nothing(world: World) -> None:
    """Forgetting the storefront must never mean all storefronts."""
    holder = keys.Holder(member=MemberId("shop"), role=Role.STOREFRONT, name="Shop")
    actor = world.home.dispatcher
    secret = give(world.store, actor, holder, AccessKind.KEY, now=BUILT_AT, name="nobody")

    response = world.client.get("/v1/orders", headers={"authorization": f"Bearer {secret}"})

    assert response.status_code == 403
