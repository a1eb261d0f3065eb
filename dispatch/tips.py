"""Tips become the courier's: what was promised with an order, or given after it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from dispatch.codec import encode
from dispatch.events import EventKind
from dispatch.model import Tip

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.model import Actor, Order, StopFact
    from dispatch.store import Transaction

AT_ORDERING: Final = "at-ordering"
"""Reference of the tip that was given when something was ordered."""


def keep_tip(  # noqa: PLR0913 - all of a tip
    tx: Transaction,
    actor: Actor,
    order: Order,
    fact: StopFact,
    amount_minor: int,
    *,
    reference: str,
    now: datetime,
) -> Tip:
    """Write a tip down for whoever delivered an order.

    Parameters
    ----------
    tx, actor
        In which co-op, and who gives it.
    order, fact
        Which order, and what happened at the recipient's door.
    amount_minor
        Minor units, above zero.
    reference
        The giver's own name for it.
    now
        When.
    """
    day = fact.day if fact.shift is None else tx.shifts.get(fact.shift).day
    tip = tx.tips.add(
        Tip(
            order=order.id,
            reference=reference,
            day=day,
            courier=fact.courier,
            amount_minor=amount_minor,
            given_at=now,
        )
    )
    tx.record(
        EventKind.TIP_GIVEN,
        actor=actor.member,
        at=now,
        day=day,
        subjects={
            "order": str(order.id),
            "courier": str(fact.courier),
            "storefront": str(order.storefront),
        },
        payload={"amount_minor": amount_minor},
    )
    return tip


def digest_with_tip(wish: object, tip_minor: int) -> str:
    """Give what tells a wish and its tip from others."""
    said = encode(wish) + (f" tip {tip_minor}" if tip_minor else "")
    return hashlib.sha256(said.encode()).hexdigest()
