"""`commonwheel courier`: who delivers, and how long they take."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.coop import in_coop, known_coop
from api.cli.options import AsJson, CoopArgument, StoreUrl
from api.cli.results import hand_out, hand_out_rows
from api.cli.settings import opened_store

if TYPE_CHECKING:
    from api.cli.outcome import Streams
    from dispatch.model import Courier


def group() -> typer.Typer:
    """Put the commands about couriers together."""
    couriers = typer.Typer(help="List couriers and say how long they take.", rich_markup_mode=None)
    couriers.command("list")(list_couriers)
    couriers.command("time")(time)
    return couriers


def list_couriers(
    context: typer.Context, coop: CoopArgument, *, store: StoreUrl = None, as_json: AsJson = False
) -> None:
    r"""List a co-op's couriers.

    Example:

    \b
    commonwheel courier list wheels
    """
    streams: Streams = context.obj
    with opened_store(store, create=False) as kept:
        home = known_coop(kept.coops(), coop)
        with kept.read(home.id) as tx:
            rows = [_facts(courier) for courier in tx.couriers.all()]
    hand_out_rows(streams.out, "couriers", rows, as_json=as_json)


def time(
    context: typer.Context,
    coop: CoopArgument,
    courier: Annotated[str, typer.Argument(metavar="COURIER", help="Id of the courier.")],
    factor: Annotated[
        float, typer.Argument(metavar="FACTOR", help="1 is usual, 1.1 takes a tenth longer.")
    ],
    *,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Say how long a courier takes compared with others, as agreed with them.

    Their days are planned again, with as much time as they need.

    Example:

    \b
    commonwheel courier time wheels ada 1.1
    """
    from dispatch import rostering
    from dispatch.model import CourierId

    streams: Streams = context.obj
    if not 0 < factor < 1000:  # noqa: PLR2004 - whatever is beyond is no number to multiply
        msg = f"Expected FACTOR as a number like 1.1, got {factor}."
        raise ValueError(msg)
    now = datetime.now(UTC)
    changed = in_coop(
        coop,
        store,
        lambda tx, actor: rostering.set_time(
            tx, actor, CourierId(courier), time_permille=round(1000 * factor), now=now
        ),
    )
    hand_out(streams.out, _facts(changed), as_json=as_json)


def _facts(courier: "Courier") -> dict[str, object]:
    return {
        "courier": courier.id,
        "name": courier.name,
        "profile": courier.profile,
        "time_permille": courier.time_permille,
        "is_active": courier.is_active,
    }
