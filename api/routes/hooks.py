"""Webhooks: who hears of orders, and the log of what was sent."""

from functools import partial
from typing import Annotated

from fastapi import Query, Response

from api.deps import AskDep, IdPath
from api.schemas.hooks import (
    NoticeOut,
    NoticesOut,
    NoticesParams,
    SubscriptionIn,
    SubscriptionMadeOut,
    SubscriptionOut,
    SubscriptionsOut,
)
from dispatch import notifying
from dispatch.model import NoticeId, OrderId, SubscriptionId
from dispatch.signing import new_hook_secret
from dispatch.store import ReadTransaction, Transaction


async def subscriptions(ask: AskDep) -> SubscriptionsOut:
    """List the addresses that hear of orders; a storefront sees its own."""
    found = await ask.read(partial(notifying.subscriptions, actor=ask.actor))
    return SubscriptionsOut(subscriptions=[SubscriptionOut.of(one) for one in found])


async def subscribe(wanted: SubscriptionIn, ask: AskDep) -> SubscriptionMadeOut:
    """Have what happens to orders from now on posted to an address; the secret is shown once."""
    secret = new_hook_secret()
    add = partial(
        notifying.subscribe,
        actor=ask.actor,
        wish=wanted.value(),
        secret=secret,
        is_local_allowed=ask.services.has_local_hooks,
        now=ask.now,
        new_id=ask.services.new_id,
    )
    return SubscriptionMadeOut.of(await ask.write(add), secret=secret)


async def unsubscribe(subscription_id: IdPath, ask: AskDep) -> Response:
    """Send nothing more to an address, and forget what was sent."""
    name = SubscriptionId(subscription_id)
    await ask.write(partial(notifying.unsubscribe, actor=ask.actor, subscription=name, now=ask.now))
    return Response(status_code=204)


async def rotate(subscription_id: IdPath, ask: AskDep) -> SubscriptionMadeOut:
    """Sign with a new secret, shown this once; the old one signs, too, for a day."""
    secret = new_hook_secret()
    change = partial(
        notifying.rotate,
        actor=ask.actor,
        subscription=SubscriptionId(subscription_id),
        secret=secret,
        now=ask.now,
    )
    return SubscriptionMadeOut.of(await ask.write(change), secret=secret)


async def notices(ask: AskDep, query: Annotated[NoticesParams, Query()]) -> NoticesOut:
    """List what is to be sent and what was, with every try, the newest first."""
    to, about = query.subscription_id, query.order_id

    def look(tx: ReadTransaction) -> list[NoticeOut]:
        found = notifying.notices(
            tx,
            ask.actor,
            subscription=None if to is None else SubscriptionId(to),
            state=query.in_state,
            order=None if about is None else OrderId(about),
            before=None if query.before is None else NoticeId(query.before),
            limit=query.limit,
        )
        orders = tx.orders.by_keys(notice.order for notice in found)
        return [
            NoticeOut.of(one, reference=orders[one.order].reference if one.order in orders else "")
            for one in found
        ]

    listed = await ask.read(look)
    return NoticesOut(notices=listed, next=listed[-1].id if len(listed) == query.limit else None)


async def send_again(notice_id: IdPath, ask: AskDep) -> NoticeOut:
    """Send a notice once more under the same id, with ten new tries."""

    def again(tx: Transaction) -> NoticeOut:
        notice = notifying.send_again(tx, ask.actor, NoticeId(notice_id), now=ask.now)
        order = tx.orders.find(notice.order)
        return NoticeOut.of(notice, reference=order.reference if order else "")

    return await ask.write(again)
