"""`commonwheel key`: secrets that programs sign in with."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from api.cli.coop import (
    CourierOption,
    NameOption,
    RoleOption,
    StorefrontOption,
    granted,
    holder_of,
    in_coop,
)
from api.cli.options import AsJson, CoopArgument, StoreUrl
from api.cli.results import hand_out, hand_out_rows

if TYPE_CHECKING:
    from dispatch.model import Access

KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help="Id of the key.")]


def group() -> typer.Typer:
    """Put the commands about keys together."""
    keys = typer.Typer(help="Give keys to programs, and change or end them.", rich_markup_mode=None)
    keys.command("add")(add)
    keys.command("list")(list_keys)
    keys.command("rotate")(rotate)
    keys.command("revoke")(revoke)
    return keys


def add(
    context: typer.Context,
    coop: CoopArgument,
    *,
    role: RoleOption,
    name: NameOption,
    courier: CourierOption = None,
    storefront: StorefrontOption = None,
    scope: Annotated[
        list[str] | None,
        typer.Option(metavar="SCOPE", help="Limit the key; may be given several times."),
    ] = None,
    origin: Annotated[
        list[str] | None,
        typer.Option(
            metavar="URL",
            help="Make a publishable key for the widget on these pages, as https://shop.example.",
        ),
    ] = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Make a key for a program: print its id and its secret, which is shown this once.

    With --origin it is no secret: it quotes and books from pages of that origin, and does no more.

    Example:

    \b
    commonwheel key add wheels --role storefront --storefront bakery --name "web shop"
    """
    from api.admission import SCOPES
    from dispatch.model import AccessKind

    if unknown := sorted(set(scope or ()) - set(SCOPES)):
        msg = f"Expected --scope as one of {', '.join(SCOPES)}, got {unknown[0]!r}."
        raise ValueError(msg)
    holder = holder_of(role, name, courier=courier, storefront=storefront, scopes=scope or ())
    if origin:
        holder = replace(holder, origins=frozenset(origin))
    kind = AccessKind.PUBLISHABLE if origin else AccessKind.KEY
    secret, access = granted(coop, holder, kind=kind, store=store)
    hand_out(context.obj.out, {"id": access.id, "key": secret}, as_json=as_json)


def list_keys(
    context: typer.Context, coop: CoopArgument, *, store: StoreUrl = None, as_json: AsJson = False
) -> None:
    r"""List a co-op's keys and until when each is good; their secrets are kept nowhere.

    Example:

    \b
    commonwheel key list wheels
    """
    from dispatch.key_rotation import keys_of

    now = datetime.now(UTC)
    rows = [_facts(one, now) for one in in_coop(coop, store, keys_of)]
    hand_out_rows(context.obj.out, "keys", rows, as_json=as_json)


def rotate(
    context: typer.Context,
    coop: CoopArgument,
    key: KeyArgument,
    *,
    overlap_hours: Annotated[
        int, typer.Option(min=0, max=2160, metavar="N", help="How long the old one stays good.")
    ] = 168,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Make a key in place of another one, which stays good for a week or as long as said.

    Example:

    \b
    commonwheel key rotate wheels 4f1c0a --overlap-hours 24
    """
    from dispatch.key_rotation import rotate_key
    from dispatch.keys import new_secret, prefix_of
    from dispatch.model import KeyId

    old_one = in_coop(coop, store, lambda tx, _: tx.accesses.get(KeyId(key)))
    secret = new_secret(prefix_of(old_one))
    now, overlap = datetime.now(UTC), timedelta(hours=overlap_hours)
    made, old = in_coop(
        coop,
        store,
        lambda tx, actor: rotate_key(
            tx,
            actor,
            KeyId(key),
            secret=secret,
            now=now,
            new_id=lambda: uuid4().hex,
            overlap=overlap,
        ),
    )
    until = old.expires_at.isoformat() if old.expires_at else "-"
    told = {"id": made.id, "key": secret, "replaces": old.id, "old_key_until": until}
    hand_out(context.obj.out, told, as_json=as_json)


def revoke(
    context: typer.Context,
    coop: CoopArgument,
    key: KeyArgument,
    *,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""End a key now; whoever sends it is told so.

    Example:

    \b
    commonwheel key revoke wheels 4f1c0a
    """
    from dispatch import keys
    from dispatch.model import KeyId

    now = datetime.now(UTC)
    ended = in_coop(coop, store, lambda tx, actor: keys.revoke(tx, actor, KeyId(key), now=now))
    hand_out(context.obj.out, _facts(ended, now), as_json=as_json)


def _facts(one: "Access", now: datetime) -> dict[str, str]:
    ends = one.ended_at or one.expires_at
    is_over = one.ended_at is not None or (one.expires_at is not None and one.expires_at <= now)
    return {
        "id": one.id,
        "name": one.name,
        "role": one.role.value,
        "for": str(one.storefront or one.courier or "-"),
        "scopes": " ".join(sorted(one.scopes)) or "all",
        "pages": " ".join(sorted(one.origins)) or "-",
        "state": "ended" if is_over else "good",
        "until": ends.isoformat() if ends else "-",
    }
