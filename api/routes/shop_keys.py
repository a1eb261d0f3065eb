"""Keys of storefronts: given, listed, changed and ended by a dispatcher who is signed in."""

from functools import partial

from fastapi import Response

from api.deps import AskDep, IdPath
from api.schemas.shop_keys import KeyIn, KeyMadeOut, KeyOut, KeyRotationIn, KeysOut
from dispatch import shop_keys
from dispatch.keys import PREFIX, PUBLIC_PREFIX, new_secret, prefix_of
from dispatch.model import KeyId, StorefrontId


async def list_keys(storefront_id: IdPath, ask: AskDep) -> KeysOut:
    """List a storefront's keys, ended ones as well, the newest first; never a secret."""
    whose = StorefrontId(storefront_id)
    found = await ask.read(partial(shop_keys.keys_of_shop, actor=ask.actor, storefront=whose))
    return KeysOut(keys=[KeyOut.of(one, ask.now) for one in found])


async def give(storefront_id: IdPath, wanted: KeyIn, ask: AskDep) -> KeyMadeOut:
    """Give a storefront a key; the secret is shown this once."""
    secret = new_secret(PUBLIC_PREFIX if wanted.origins else PREFIX)
    add = partial(
        shop_keys.give_shop_key,
        actor=ask.actor,
        storefront=StorefrontId(storefront_id),
        name=wanted.name,
        scopes=frozenset(wanted.scopes),
        origins=frozenset(wanted.origins),
        secret=secret,
        now=ask.now,
        new_id=ask.services.new_id,
    )
    return KeyMadeOut.of(await ask.write(add), ask.now, secret=secret)


async def rotate(
    storefront_id: IdPath, key_id: IdPath, wanted: KeyRotationIn, ask: AskDep
) -> KeyMadeOut:
    """Make a key in place of another one, which stays good for a while; shown this once."""
    change = partial(
        shop_keys.rotate_shop_key,
        actor=ask.actor,
        storefront=StorefrontId(storefront_id),
        key=KeyId(key_id),
        secret=lambda old: new_secret(prefix_of(old)),
        now=ask.now,
        new_id=ask.services.new_id,
        overlap=wanted.value(),
    )
    made, old, secret = await ask.write(change)
    return KeyMadeOut.of(
        made, ask.now, secret=secret, replaces=old.id, old_key_until=old.expires_at
    )


async def revoke(storefront_id: IdPath, key_id: IdPath, ask: AskDep) -> Response:
    """End a storefront's key and its tokens now; whoever sends them is told so."""
    end = partial(
        shop_keys.revoke_shop_key,
        actor=ask.actor,
        storefront=StorefrontId(storefront_id),
        key=KeyId(key_id),
        now=ask.now,
    )
    await ask.write(end)
    return Response(status_code=204)
