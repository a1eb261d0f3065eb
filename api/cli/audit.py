"""`commonwheel audit`: the chain of events, checked by anyone."""

from typing import Annotated

import typer

from api.cli.outcome import EXIT_FAILED, Streams
from api.cli.results import write_json, write_rows

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def group() -> typer.Typer:
    """Put the commands about the audit log together."""
    audit = typer.Typer(help="Check the log of events.", rich_markup_mode=None)
    audit.callback()(_audit)
    audit.command("verify")(verify)
    return audit


def _audit() -> None:
    """Check the log of events."""


def verify(
    context: typer.Context,
    *,
    coop: Annotated[
        str | None, typer.Option(metavar="ID", help="Only this co-op; default: all.")
    ] = None,
    store: Annotated[
        str | None, typer.Option(metavar="URL", help="Default: COMMONWHEEL_STORE_URL.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    r"""Walk each co-op's chain of events and say whether a link is missing or changed.

    Leaves with code 1 when a chain is broken.

    Example:

    \b
    commonwheel audit verify --json
    """
    from api.cli.settings import opened_store

    streams: Streams = context.obj
    rows: list[dict[str, object]] = []
    with opened_store(store, create=False) as kept:
        for one in kept.coops():
            if coop not in {None, one.id}:
                continue
            with kept.read(one.id) as tx:
                broken = tx.events.verify_chain()
                events = tx.events.last_seq()
            rows.append(
                {"coop": one.id, "events": events, "intact": broken is None, "broken_at": broken}
            )
    if coop is not None and not rows:
        msg = f"Expected --coop to name a co-op of this store, got {coop!r}."
        raise ValueError(msg)
    if as_json:
        write_json(streams.out, {"coops": rows})
    else:
        write_rows(streams.out, rows)
    if not all(row["intact"] for row in rows):
        raise typer.Exit(EXIT_FAILED)
