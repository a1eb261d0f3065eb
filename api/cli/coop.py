"""`commonwheel coop` and `sign-in-link`: who is in this installation and who may enter."""

import uuid
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.moments import clock_of
from api.cli.options import AsJson, CoopArgument, StoreUrl
from api.cli.results import hand_out, hand_out_rows, write_json
from api.cli.settings import opened_store, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from api.cli.outcome import Streams
    from dispatch.keys import Holder
    from dispatch.model import Access, AccessKind, Actor, Coop, CoopId
    from dispatch.store import Transaction

    ResultT = TypeVar("ResultT")

NameOption = Annotated[str, typer.Option(metavar="TEXT", help="As people write it.")]
CourierOption = Annotated[
    str | None, typer.Option(metavar="ID", help="Which courier; for the role courier.")
]
StorefrontOption = Annotated[
    str | None, typer.Option(metavar="ID", help="Which storefront; for the role storefront.")
]

DayBeginsOption = Annotated[
    str,
    typer.Option(
        metavar="HH:MM",
        help="When days of work begin; what happens before is of the night of the day before.",
    ),
]


class As(StrEnum):
    """Roles that an access can be given."""

    DISPATCHER = "dispatcher"
    COURIER = "courier"
    STOREFRONT = "storefront"
    MEMBER = "member"


RoleOption = Annotated[As, typer.Option(help="What they may do.")]


def coop_group() -> typer.Typer:
    """Put the commands about co-ops together."""
    coops = typer.Typer(help="Found and list co-ops.", rich_markup_mode=None)
    coops.command("add")(add)
    coops.command("change")(change)
    coops.command("list")(list_coops)
    return coops


def add(
    context: typer.Context,
    coop: CoopArgument,
    *,
    name: NameOption,
    city: Annotated[str, typer.Option(metavar="NAME", help="City directory of its streets.")],
    time_zone: Annotated[
        str, typer.Option(metavar="ZONE", help="IANA name, such as Europe/Helsinki.")
    ] = "UTC",
    currency: Annotated[str, typer.Option(metavar="CODE", help="ISO 4217 code.")] = "EUR",
    language: Annotated[str, typer.Option(metavar="TAG", help="BCP 47 tag.")] = "en",
    day_begins: DayBeginsOption = "00:00",
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Found a co-op, with a starter policy that its members can change.

    Example:

    \b
    commonwheel coop add wheels --name "Two Wheels" --city helsinki
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from dispatch.governing import adopt_policy
    from dispatch.model import Coop, CoopId
    from fairness.policy import starter_policy
    from scenarios.city import city_directory

    streams: Streams = context.obj
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        msg = f"Expected --time-zone as an IANA name like Europe/Helsinki, got {time_zone!r}."
        raise ValueError(msg) from error
    city_directory(settings().cities_dir, city)
    founded = Coop(
        id=CoopId(_identifier(coop)),
        name=name,
        time_zone=time_zone,
        currency=currency,
        city=city,
        language=language,
        day_begins_s=_day_begins_s(day_begins),
    )
    now = datetime.now(UTC)
    policy = starter_policy(valid_from=now, currency=currency)
    actor = acting(founded.id, is_member=True)
    with opened_store(store) as kept:
        kept.found_coop(founded)
        kept.write(founded.id, lambda tx: adopt_policy(tx, actor, policy, now=now)).result()
    facts = {"coop": founded.id, "name": name, "city": city, "policy_version": policy.version}
    hand_out(streams.out, facts, as_json=as_json)


def change(
    context: typer.Context,
    coop: CoopArgument,
    *,
    day_begins: DayBeginsOption,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Let a co-op's days of work begin after midnight, so that a night is one day's work.

    Example:

    \b
    commonwheel coop change wheels --day-begins 04:00
    """
    from dispatch.nights import begin_days_at

    streams: Streams = context.obj
    seconds, now = _day_begins_s(day_begins), datetime.now(UTC)
    changed = in_coop(coop, store, lambda tx, actor: begin_days_at(tx, actor, seconds, now=now))
    facts = {"coop": changed.id, "day_begins": f"{changed.day_begins:%H:%M}"}
    hand_out(streams.out, facts, as_json=as_json)


def _day_begins_s(text: str) -> int:
    from dispatch.nights import LATEST_BEGINNING_S

    return clock_of(text, "--day-begins", until_s=LATEST_BEGINNING_S)


def list_coops(context: typer.Context, *, store: StoreUrl = None, as_json: AsJson = False) -> None:
    r"""List the co-ops of the store.

    Example:

    \b
    commonwheel coop list --json
    """
    streams: Streams = context.obj
    with opened_store(store, create=False) as kept:
        rows = [
            {
                "coop": one.id,
                "name": one.name,
                "city": one.city,
                "time_zone": one.time_zone,
                "day_begins": f"{one.day_begins:%H:%M}",
            }
            for one in kept.coops()
        ]
    hand_out_rows(streams.out, "coops", rows, as_json=as_json)


def sign_in_link(
    context: typer.Context,
    coop: CoopArgument,
    *,
    role: RoleOption,
    name: NameOption,
    courier: CourierOption = None,
    storefront: StorefrontOption = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Print a link that signs somebody in once, within a day.

    Example:

    \b
    commonwheel sign-in-link wheels --role dispatcher --name Aino
    """
    from dispatch.model import AccessKind

    streams: Streams = context.obj
    holder = holder_of(role, name, courier=courier, storefront=storefront, scopes=())
    secret, _ = granted(coop, holder, kind=AccessKind.LINK, store=store)
    link = f"{settings().public_url.rstrip('/')}/sign-in/{secret}"
    if as_json:
        write_json(streams.out, {"link": link})
    else:
        streams.out.write(f"{link}\n")


def holder_of(
    role: As,
    name: str,
    *,
    courier: str | None,
    storefront: str | None,
    scopes: "list[str] | tuple[str, ...]",
) -> "Holder":
    """Say who will hold an access; a courier's and a storefront's must say which."""
    from dispatch.keys import Holder
    from dispatch.model import CourierId, MemberId, Role, StorefrontId

    for wanted, given in ((As.COURIER, courier), (As.STOREFRONT, storefront)):
        if (role is wanted) != (given is not None):
            msg = f"Expected --{wanted} ID with --role {wanted} and only then."
            raise ValueError(msg)
    subject = courier or storefront or name
    return Holder(
        member=MemberId(f"{role}-{subject}".lower().replace(" ", "-")),
        role=Role(role),
        name=name,
        courier=None if courier is None else CourierId(courier),
        storefront=None if storefront is None else StorefrontId(storefront),
        scopes=frozenset(scopes),
    )


def granted(
    coop: str, holder: "Holder", *, kind: "AccessKind", store: str | None
) -> "tuple[str, Access]":
    """Give an access in the store; return its secret and itself."""
    from dispatch.keys import PREFIX, PUBLIC_PREFIX, grant, new_secret
    from dispatch.model import AccessKind

    secret = new_secret(PUBLIC_PREFIX if kind is AccessKind.PUBLISHABLE else PREFIX)
    access = in_coop(
        coop,
        store,
        lambda tx, actor: grant(
            tx,
            actor,
            holder,
            kind=kind,
            secret=secret,
            now=datetime.now(UTC),
            new_id=lambda: uuid.uuid4().hex,
        ),
    )
    return secret, access


def in_coop(
    coop: str, store: str | None, function: "Callable[[Transaction, Actor], ResultT]"
) -> "ResultT":
    """Do something in a co-op of the store, as whoever sits at the command line.

    Returns
    -------
    ResultT
        What the function gave, once it is durable.

    Raises
    ------
    ValueError
        When the store has no such co-op.
    """
    with opened_store(store, create=False) as kept:
        home = known_coop(kept.coops(), coop)
        actor = acting(home.id)
        return kept.write(home.id, lambda tx: function(tx, actor)).result()


def acting(coop: "CoopId", *, is_member: bool = False) -> "Actor":
    """Give as whom the command line acts in a co-op: a dispatcher, or a member about its rules."""
    from dispatch.model import Actor, MemberId, Role

    role = Role.MEMBER if is_member else Role.DISPATCHER
    return Actor(coop=coop, member=MemberId("command-line"), role=role)


def known_coop(known: "Sequence[Coop]", name: str) -> "Coop":
    """Find a co-op by its id.

    Raises
    ------
    ValueError
        When the store has none of this id; the message names those that it has.
    """
    for one in known:
        if one.id == name:
            return one
    names = ", ".join(one.id for one in known) or "it has none"
    msg = f"Expected a co-op of this store ({names}), got {name!r}."
    raise ValueError(msg)


def _identifier(text: str) -> str:
    from scenarios.city import NAME

    if not NAME.fullmatch(text):
        msg = f"Expected an id of lower-case letters, digits, '-' and '_', got {text!r}."
        raise ValueError(msg)
    return text
