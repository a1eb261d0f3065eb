"""`commonwheel webhook`: which addresses hear of orders, and what was sent to them."""

import uuid
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.coop import in_coop
from api.cli.options import AsJson, CoopArgument, StoreUrl
from api.cli.results import hand_out, hand_out_rows
from api.cli.settings import settings

if TYPE_CHECKING:
    from dispatch.model import Notice, Subscription

SubscriptionArgument = Annotated[
    str, typer.Argument(metavar="SUBSCRIPTION", help="Id of the subscription.")
]


class Shape(StrEnum):
    """In whose words notices are written."""

    STANDARD = "standard"
    COOPCYCLE = "coopcycle"


def group() -> typer.Typer:
    """Put the commands about webhooks together."""
    hooks = typer.Typer(
        help="Tell other servers of orders, and look at what they were told.",
        rich_markup_mode=None,
    )
    hooks.command("list")(list_subscriptions)
    hooks.command("add")(add)
    hooks.command("rotate")(rotate)
    hooks.command("remove")(remove)
    hooks.command("log")(log)
    hooks.command("send")(send)
    return hooks


def list_subscriptions(
    context: typer.Context, coop: CoopArgument, *, store: StoreUrl = None, as_json: AsJson = False
) -> None:
    r"""List the addresses that hear of a co-op's orders.

    Example:

    \b
    commonwheel webhook list wheels
    """
    from dispatch import notifying

    found = in_coop(coop, store, notifying.subscriptions)
    hand_out_rows(context.obj.out, "subscriptions", [_facts(one) for one in found], as_json=as_json)


def add(
    context: typer.Context,
    coop: CoopArgument,
    url: Annotated[str, typer.Argument(metavar="URL", help="Where notices are posted.")],
    *,
    storefront: Annotated[
        str | None, typer.Option(metavar="ID", help="Whose orders; default: the whole co-op's.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="Such as order.delivered; may be given several times."),
    ] = None,
    shape: Annotated[Shape, typer.Option(help="In whose words.")] = Shape.STANDARD,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Tell an address of orders; the secret that signs is shown this once.

    Example:

    \b
    commonwheel webhook add wheels https://shop.example/hook --storefront bakery
    """
    from dispatch import notifying
    from dispatch.model import HookShape, NoticeKind, StorefrontId
    from dispatch.notices import words_of
    from dispatch.signing import new_hook_secret

    words = {word for one in NoticeKind for word in words_of(one, HookShape(shape))}
    if unknown := sorted(set(kind or ()) - words):
        msg = f"Expected --kind as one of {', '.join(sorted(words))}, got {unknown[0]!r}."
        raise ValueError(msg)
    wish = notifying.SubscriptionWish(
        url=url,
        kinds=frozenset(kind or ()),
        storefront=None if storefront is None else StorefrontId(storefront),
        shape=HookShape(shape),
    )
    secret = new_hook_secret()
    made = in_coop(
        coop,
        store,
        lambda tx, actor: notifying.subscribe(
            tx,
            actor,
            wish,
            secret=secret,
            is_local_allowed=settings().has_local_hooks,
            now=datetime.now(UTC),
            new_id=lambda: uuid.uuid4().hex,
        ),
    )
    hand_out(context.obj.out, {**_facts(made), "secret": secret}, as_json=as_json)


def rotate(
    context: typer.Context,
    coop: CoopArgument,
    subscription: SubscriptionArgument,
    *,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Sign with a new secret, shown this once; the old one signs, too, for a day.

    Example:

    \b
    commonwheel webhook rotate wheels 4f1c0a
    """
    from dispatch import notifying
    from dispatch.model import SubscriptionId
    from dispatch.signing import new_hook_secret

    secret = new_hook_secret()
    name, now = SubscriptionId(subscription), datetime.now(UTC)
    changed = in_coop(
        coop,
        store,
        lambda tx, actor: notifying.rotate(tx, actor, name, secret=secret, now=now),
    )
    until = changed.old_secret_until
    facts = {**_facts(changed), "secret": secret, "old_secret_until": until and until.isoformat()}
    hand_out(context.obj.out, facts, as_json=as_json)


def remove(
    context: typer.Context,
    coop: CoopArgument,
    subscription: SubscriptionArgument,
    *,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Tell an address nothing more, and forget what it was told.

    Example:

    \b
    commonwheel webhook remove wheels 4f1c0a
    """
    from dispatch import notifying
    from dispatch.model import SubscriptionId

    name, now = SubscriptionId(subscription), datetime.now(UTC)
    in_coop(coop, store, lambda tx, actor: notifying.unsubscribe(tx, actor, name, now=now))
    hand_out(context.obj.out, {"removed": subscription}, as_json=as_json)


def log(
    context: typer.Context,
    coop: CoopArgument,
    *,
    subscription: Annotated[
        str | None, typer.Option(metavar="ID", help="Only what goes to this one.")
    ] = None,
    most: Annotated[int, typer.Option(min=1, max=200, metavar="N", help="How many.")] = 50,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Show what is to be sent and what was, the newest first.

    Example:

    \b
    commonwheel webhook log wheels --most 20
    """
    from dispatch import notifying
    from dispatch.model import SubscriptionId

    to = None if subscription is None else SubscriptionId(subscription)
    found = in_coop(
        coop,
        store,
        lambda tx, actor: notifying.notices(tx, actor, subscription=to, limit=most),
    )
    hand_out_rows(context.obj.out, "notices", [_told(one) for one in found], as_json=as_json)


def send(
    context: typer.Context,
    coop: CoopArgument,
    notice: Annotated[str, typer.Argument(metavar="NOTICE", help="Id of the notice.")],
    *,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Have a notice sent once more, under the same id; a running worker sends it.

    Example:

    \b
    commonwheel webhook send wheels msg_000000001042_0_5f2a
    """
    from dispatch import notifying
    from dispatch.model import NoticeId

    name, now = NoticeId(notice), datetime.now(UTC)
    again = in_coop(coop, store, lambda tx, actor: notifying.send_again(tx, actor, name, now=now))
    hand_out(context.obj.out, _told(again), as_json=as_json)


def _facts(one: "Subscription") -> dict[str, object]:
    return {
        "subscription": one.id,
        "storefront": one.storefront or "-",
        "url": one.url,
        "kinds": " ".join(sorted(one.kinds)) or "all",
        "shape": one.shape.value,
        "state": one.state.value,
    }


def _told(one: "Notice") -> dict[str, object]:
    last = one.tries[-1] if one.tries else None
    return {
        "notice": one.id,
        "order": one.order,
        "type": one.word,
        "state": one.state.value,
        "num_tries": len(one.tries),
        "last": "-" if last is None else last.problem or str(last.status),
        "due_at": one.due_at.isoformat() if one.due_at else "-",
    }
