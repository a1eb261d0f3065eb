"""`commonwheel standing`: orders that come again and again."""

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import typer

from api.cli.coop import in_coop, known_coop
from api.cli.imports import streets_of
from api.cli.options import AsJson, CoopArgument, StoreUrl
from api.cli.results import write_json, write_rows
from api.cli.settings import opened_store

if TYPE_CHECKING:
    from api.cli.outcome import Streams
    from dispatch.model import Actor, StandingOrder, StandingRun
    from dispatch.store import Transaction


def group() -> typer.Typer:
    """Put the commands about standing orders together."""
    standing = typer.Typer(
        help="Orders that come again and again: see them, order ahead.", rich_markup_mode=None
    )
    standing.command("list")(list_standing)
    standing.command("run")(run)
    return standing


def list_standing(
    context: typer.Context, coop: CoopArgument, *, store: StoreUrl = None, as_json: AsJson = False
) -> None:
    r"""List a co-op's standing orders.

    Example:

    \b
    commonwheel standing list wheels
    """

    def look(tx: "Transaction", actor: "Actor") -> "tuple[StandingOrder, ...]":
        del actor
        return tx.standing_orders.of_storefront(None)

    found = [
        {
            "id": one.id,
            "storefront": one.storefront,
            "state": one.state.value,
            "rule": one.rule,
            "starts_on": one.starts_on.isoformat(),
            "hours": f"{one.opens:%H:%M}-{one.closes:%H:%M}",
        }
        for one in in_coop(coop, store, look)
    ]
    streams: Streams = context.obj
    write_json(streams.out, {"standing_orders": found}) if as_json else write_rows(
        streams.out, found
    )


def run(
    context: typer.Context, coop: CoopArgument, *, store: StoreUrl = None, as_json: AsJson = False
) -> None:
    r"""Order what is due of a co-op's standing orders, as the worker does by itself.

    Run twice it orders nothing twice. A day that could not be ordered is told with its reason.

    Example:

    \b
    commonwheel standing run wheels
    """
    from api.import_view import said
    from api.languages import choose_language, load_catalogs
    from api.words import Words
    from dispatch import ordering_ahead

    streams: Streams = context.obj
    now = datetime.now(UTC)
    runs: list[StandingRun] = []
    with opened_store(store, create=False) as kept:
        home = known_coop(kept.coops(), coop)
        words = Words(catalogs=load_catalogs(), language=choose_language(None, home.language))
        with kept.read(home.id) as tx:
            due = ordering_ahead.due(tx, now)
        streets = streets_of(home)
        for name in due:
            work = partial(ordering_ahead.order_ahead, name=name, streets=streets, now=now)
            runs += kept.write(home.id, work).result()
    rows = [
        {
            "standing": one.standing,
            "day": one.day.isoformat(),
            "state": one.state.value,
            "order": one.order or "",
            "reason": said(one.reason, words, kind="standing").message if one.reason else "",
        }
        for one in runs
    ]
    write_json(streams.out, {"days": rows}) if as_json else write_rows(streams.out, rows)
