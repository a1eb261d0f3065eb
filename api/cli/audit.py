"""`commonwheel audit`: events, ledger and statements, checked by anyone."""

from typing import Annotated

import typer

from api.cli.options import AsJson, StoreUrl
from api.cli.outcome import EXIT_FAILED, Streams
from api.cli.results import hand_out_rows


def group() -> typer.Typer:
    """Put the commands about the audit log together."""
    audit = typer.Typer(help="Check the log of events and the ledger.", rich_markup_mode=None)
    audit.callback()(_audit)
    audit.command("verify")(verify)
    return audit


def _audit() -> None:
    """Check the log of events and the ledger."""


def verify(
    context: typer.Context,
    *,
    coop: Annotated[
        str | None, typer.Option(metavar="ID", help="Only this co-op; default: all.")
    ] = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Walk each co-op's events and ledger and name the first link that is missing or changed.

    Also: every unit of the ledger sums to zero, and it moved what the statements say.
    Leaves with code 1 when something does not fit.

    Example:

    \b
    commonwheel audit verify --json
    """
    from api.cli.settings import opened_store
    from dispatch.auditing import audit

    streams: Streams = context.obj
    rows: list[dict[str, object]] = []
    with opened_store(store, create=False) as kept:
        for one in kept.coops():
            if coop not in {None, one.id}:
                continue
            with kept.read(one.id) as tx:
                found = audit(tx)
            rows.append(
                {
                    "coop": one.id,
                    "events": found.events,
                    "ledger_entries": found.entries,
                    "intact": found.is_intact,
                    "first_broken": found.first_broken,
                    "broken_at": found.broken_event,
                    "ledger_broken_at": found.broken_entry or found.cut_at,
                }
            )
    if coop is not None and not rows:
        msg = f"Expected --coop to name a co-op of this store, got {coop!r}."
        raise ValueError(msg)
    hand_out_rows(streams.out, "coops", rows, as_json=as_json)
    if not all(row["intact"] for row in rows):
        raise typer.Exit(EXIT_FAILED)
