"""Which phones are told that their courier's route has changed, while the page is closed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dispatch.errors import BadWish, NotFound
from dispatch.model import HintKey, HintPhone
from dispatch.permission import require_courier
from dispatch.posting import check_url
from dispatch.web_push import PhoneKeys, public_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dispatch.model import Actor, CourierId
    from dispatch.store import Transaction

MOST_PHONES: Final = 5
"""How many phones a courier may have switched on; the oldest gives way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneWish:
    """A phone that is to be told.

    Attributes
    ----------
    endpoint
        Address at its push service.
    p256dh, auth
        Its keys.
    language
        In which it is told.
    """

    endpoint: str
    p256dh: str
    auth: str
    language: str


def key_for_phones(
    tx: Transaction, actor: Actor, *, new_key: Callable[[], str], now: datetime
) -> str:
    """Give the public key by which push services know the co-op; it is made once.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    new_key
        Makes a private key.
    now
        When.
    """
    require_courier(actor)
    return public_key(_key(tx, new_key, now).private_key)


def switch_on(  # noqa: PLR0913 - a use case's values
    tx: Transaction,
    actor: Actor,
    wish: PhoneWish,
    *,
    is_local_allowed: bool,
    new_key: Callable[[], str],
    now: datetime,
) -> HintPhone:
    """Tell a phone from now on; one that another courier had switched on is the actor's then.

    No event tells of it.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    wish
        Which phone.
    is_local_allowed
        Whether this machine may be its push service.
    new_key
        Makes a private key, where the co-op has none.
    now
        When.

    Raises
    ------
    HookAddressRefused
        When the address is none of the public network.
    BadWish
        When the keys are none.
    """
    me = require_courier(actor)
    check_url(wish.endpoint, is_local_allowed=is_local_allowed)
    try:
        PhoneKeys(p256dh=wish.p256dh, auth=wish.auth)
    except ValueError as error:
        msg = "Expected the keys of a phone."
        raise BadWish(msg, field="p256dh") from error
    key = _key(tx, new_key, now)
    if not tx.hint_phones.all():
        tx.hint_keys.save(replace(key, seen_seq=tx.events.last_seq()))
    made = HintPhone(
        id=hashlib.sha256(wish.endpoint.encode()).hexdigest(),
        courier=me,
        endpoint=wish.endpoint,
        p256dh=wish.p256dh,
        auth=wish.auth,
        language=wish.language,
        added_at=now,
    )
    tx.hint_phones.put(made)
    for old in tx.hint_phones.of_courier(me)[:-MOST_PHONES]:
        tx.hint_phones.forget(old.id)
    return made


def switch_off(tx: Transaction, actor: Actor, phone: str) -> None:
    """Tell a phone nothing more, and forget it.

    Raises
    ------
    NotFound
        When the courier has no such phone.
    """
    me = require_courier(actor)
    known = tx.hint_phones.find(phone)
    if known is None or known.courier != me:
        raise NotFound.of(kind="phone", name=phone)
    tx.hint_phones.forget(phone)


def forget_courier(tx: Transaction, courier: CourierId) -> None:
    """Forget all phones of a courier who leaves or is forgotten."""
    for known in tx.hint_phones.of_courier(courier):
        tx.hint_phones.forget(known.id)


def _key(tx: Transaction, new_key: Callable[[], str], now: datetime) -> HintKey:
    known = tx.hint_keys.find()
    if known is not None:
        return known
    return tx.hint_keys.add(
        HintKey(private_key=new_key(), made_at=now, seen_seq=tx.events.last_seq())
    )
