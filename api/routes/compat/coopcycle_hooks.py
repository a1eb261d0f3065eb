"""CoopCycle's webhooks: subscriptions that speak its words and are signed as it signs."""

from functools import partial
from typing import Annotated, Any, Final

from fastapi import Body, Response

from api.coopcycle_fields import Fields, refuse_field, text_of
from api.deps import AskDep, IdPath
from dispatch import notifying
from dispatch.model import HookShape, Subscription, SubscriptionId
from dispatch.notices import COOPCYCLE_WORDS
from dispatch.notifying import SubscriptionWish
from dispatch.signing import new_hook_secret
from dispatch.store import ReadTransaction

WORDS: Final = tuple(word for words in COOPCYCLE_WORDS.values() for word in words)
EXAMPLE: Final = {"url": "https://shop.example/hook", "event": "delivery.completed"}
HookBody = Annotated[dict[str, Any], Body(examples=[EXAMPLE])]


async def add_webhook(body: HookBody, ask: AskDep) -> dict[str, Any]:
    """Have an event of one's deliveries posted to an address; the secret is shown once."""
    url = text_of(body.get("url"), "#/url", longest=10_000)
    if not url:
        refuse_field("#/url", "fault.missing")
    wish = SubscriptionWish(url=url, kinds=_events(body), shape=HookShape.COOPCYCLE)
    secret = new_hook_secret()
    add = partial(
        notifying.subscribe,
        actor=ask.actor,
        wish=wish,
        secret=secret,
        is_local_allowed=ask.services.has_local_hooks,
        now=ask.now,
        new_id=ask.services.new_id,
    )
    return {**_view(await ask.write(add)), "secret": secret}


async def webhook(webhook_id: IdPath, ask: AskDep) -> dict[str, Any]:
    """Give a webhook without its secret."""

    def look(tx: ReadTransaction) -> Subscription:
        return notifying.get(tx, ask.actor, SubscriptionId(webhook_id))

    return _view(await ask.read(look))


async def remove_webhook(webhook_id: IdPath, ask: AskDep) -> Response:
    """Post nothing more to an address."""
    name = SubscriptionId(webhook_id)
    await ask.write(partial(notifying.unsubscribe, actor=ask.actor, subscription=name, now=ask.now))
    return Response(status_code=204)


def _events(body: Fields) -> frozenset[str]:
    """Read one event, or a list of them."""
    value = body.get("event")
    listed = value if isinstance(value, list) else [value]
    events = frozenset(text_of(part, "#/event", longest=100) for part in listed) - {""}
    if not events:
        refuse_field("#/event", "fault.missing")
    if not events <= set(WORDS):
        refuse_field("#/event", "fault.one_of", expected=", ".join(map(repr, WORDS)))
    return events


def _view(one: Subscription) -> dict[str, Any]:
    events = sorted(one.kinds)
    return {
        "@context": "/api/contexts/Webhook",
        "@id": f"/api/webhooks/{one.id}",
        "@type": "Webhook",
        "id": one.id,
        "url": one.url,
        "event": events[0] if len(events) == 1 else events,
    }
