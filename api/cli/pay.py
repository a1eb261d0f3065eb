"""`commonwheel pay`: close periods, add to them, and get statements and the payroll out."""

import uuid
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import pay_inputs
from api.cli.coop import acting, known_coop
from api.cli.moments import day_of
from api.cli.options import AsJson, CoopArgument, StoreUrl
from api.cli.pay_options import MOST_MINOR, MOST_SHARED_MINOR, FirstDay, LastDay, period_of
from api.cli.results import hand_out_rows, write_json, write_pairs, write_rows
from api.cli.settings import opened_store

if TYPE_CHECKING:
    from api.cli.outcome import Streams
    from dispatch.model import Correction

CourierArgument = Annotated[str, typer.Argument(metavar="COURIER", help="Id of the courier.")]


class Format(StrEnum):
    """Forms in which a statement can be had."""

    HTML = "html"
    PDF = "pdf"
    CSV = "csv"
    JSON = "json"


def group() -> typer.Typer:
    """Put the commands about pay together."""
    pay = typer.Typer(help="Close periods of pay and write statements.", rich_markup_mode=None)
    pay.command("close")(close)
    pay.command("reconcile")(reconcile)
    pay.command("correct")(correct)
    pay.command("surplus")(surplus)
    pay.command("statement")(statement)
    pay.command("payroll")(payroll)
    pay.command("contract")(pay_inputs.contract)
    pay.command("work")(pay_inputs.work)
    pay.command("rain")(pay_inputs.rain)
    pay.command("tip")(pay_inputs.tip)
    return pay


def close(
    context: typer.Context,
    coop: CoopArgument,
    first_day: FirstDay,
    last_day: LastDay,
    *,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Close a period that is over; closing it again gives the same statements.

    Example:

    \b
    commonwheel pay close wheels 2026-03-02 2026-03-08
    """
    from dispatch import closing

    streams: Streams = context.obj
    period, now = period_of(first_day, last_day), datetime.now(UTC)
    with opened_store(store, create=False) as kept:
        actor = acting(known_coop(kept.coops(), coop).id)
        closed = kept.write(
            actor.coop, lambda tx: closing.close(tx, actor, period, now=now)
        ).result()
    rows: list[dict[str, object]] = [
        {
            "courier": one.courier,
            "online_s": one.online_s,
            "total_minor": one.pay.total_minor,
            "credit_s": one.pay.credit_s,
            "balance_minor": one.balance_minor,
        }
        for one in closed
    ]
    hand_out_rows(streams.out, "statements", rows, as_json=as_json)


def reconcile(
    context: typer.Context,
    coop: CoopArgument,
    first_day: FirstDay,
    last_day: LastDay,
    *,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Add what has become known since a period was closed, such as late reports, as new lines.

    Example:

    \b
    commonwheel pay reconcile wheels 2026-03-02 2026-03-08
    """
    from dispatch import correcting

    period, now = period_of(first_day, last_day), datetime.now(UTC)
    with opened_store(store, create=False) as kept:
        actor = acting(known_coop(kept.coops(), coop).id)
        made = kept.write(
            actor.coop, lambda tx: correcting.reconcile(tx, actor, period, now=now)
        ).result()
    _write_corrections(context.obj, made, as_json=as_json)


def correct(
    context: typer.Context,
    coop: CoopArgument,
    courier: CourierArgument,
    first_day: FirstDay,
    last_day: LastDay,
    *,
    amount: Annotated[
        int,
        typer.Option(
            min=-MOST_MINOR,
            max=MOST_MINOR,
            metavar="MINOR",
            help="Minor units; below 0 takes back.",
        ),
    ],
    clause: Annotated[str, typer.Option(metavar="NAME", help="Clause that it follows.")],
    note: Annotated[str, typer.Option(metavar="TEXT", help="Why, for the courier.")],
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Add what people have agreed on to a closed statement, as one line.

    Example:

    \b
    commonwheel pay correct wheels aino 2026-03-02 2026-03-08 \
        --amount 500 --clause rain_percent --note "Rain that nobody noted"
    """
    from dispatch import correcting
    from dispatch.model import CourierId

    period, now = period_of(first_day, last_day), datetime.now(UTC)
    with opened_store(store, create=False) as kept:
        actor = acting(known_coop(kept.coops(), coop).id)
        made = kept.write(
            actor.coop,
            lambda tx: correcting.correct(
                tx,
                actor,
                period,
                CourierId(courier),
                amount,
                clause=clause,
                note=note,
                new_id=uuid.uuid4().hex,
                now=now,
            ),
        ).result()
    _write_corrections(context.obj, (made,), as_json=as_json)


def surplus(
    context: typer.Context,
    coop: CoopArgument,
    first_day: FirstDay,
    last_day: LastDay,
    *,
    amount: Annotated[
        int, typer.Option(max=MOST_SHARED_MINOR, metavar="MINOR", help="What there is to share.")
    ],
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Share a surplus among those who worked in a closed period, as the policy says.

    Example:

    \b
    commonwheel pay surplus wheels 2026-03-02 2026-03-08 --amount 123457
    """
    from dispatch import correcting

    period, now = period_of(first_day, last_day), datetime.now(UTC)
    with opened_store(store, create=False) as kept:
        actor = acting(known_coop(kept.coops(), coop).id)
        made = kept.write(
            actor.coop, lambda tx: correcting.share_out(tx, actor, period, amount, now=now)
        ).result()
    _write_corrections(context.obj, made, as_json=as_json)


def statement(
    context: typer.Context,
    coop: CoopArgument,
    courier: CourierArgument,
    first_day: FirstDay,
    *,
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.JSON,
    to: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to; a PDF needs one.")
    ] = None,
    language: Annotated[str, typer.Option(metavar="TAG", help="en, es, ca, fr or de.")] = "en",
    store: StoreUrl = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    r"""Write a courier's statement of a closed period: HTML, PDF, CSV or JSON.

    Example:

    \b
    commonwheel pay statement wheels aino 2026-03-02 --format pdf --to aino.pdf
    """
    from api.cli.policy_sources import words_in
    from api.schemas.statements import StatementOut
    from api.statement_page import statement_page
    from api.statement_pdf import statement_pdf
    from api.statement_tables import lines_csv
    from api.statement_view import statement_view
    from dispatch import stating
    from dispatch.model import CourierId

    streams: Streams = context.obj
    wanted, words = Format.JSON if as_json else form, words_in(language)
    if wanted is Format.PDF and to is None:
        msg = "Expected --to FILE for a PDF, got none."
        raise ValueError(msg)
    begins = day_of(first_day)
    with opened_store(store, create=False) as kept:
        actor = acting(known_coop(kept.coops(), coop).id)
        with kept.read(actor.coop) as tx:
            found = stating.statement(tx, actor, begins, courier=CourierId(courier))
            owner = tx.coop
    if wanted is Format.PDF and to is not None:
        to.write_bytes(statement_pdf(statement_view(found, owner, words)))
        return
    text = {
        Format.HTML: lambda: statement_page(statement_view(found, owner, words)),
        Format.CSV: lambda: lines_csv(found, owner, words),
        Format.JSON: lambda: StatementOut.of(found, owner, words).model_dump_json(indent=2) + "\n",
    }[wanted]()
    if to is None:
        streams.out.write(text)
    else:
        to.write_text(text, encoding="utf-8", newline="")


def payroll(
    context: typer.Context,
    coop: CoopArgument,
    first_day: FirstDay,
    *,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Write the payroll of a closed period as CSV, one courier per row.

    Example:

    \b
    commonwheel pay payroll wheels 2026-03-02 > payroll.csv
    """
    from api.statement_tables import payroll_csv, payroll_rows
    from dispatch import stating

    streams: Streams = context.obj
    begins = day_of(first_day)
    with opened_store(store, create=False) as kept:
        actor = acting(known_coop(kept.coops(), coop).id)
        with kept.read(actor.coop) as tx:
            found = stating.payroll(tx, actor, begins)
            on_cost = stating.on_cost_permille(tx, actor, begins)
            owner = tx.coop
    if as_json:
        write_json(streams.out, {"couriers": payroll_rows(found, owner, on_cost)})
    else:
        streams.out.write(payroll_csv(found, owner, on_cost))


def _write_corrections(
    streams: "Streams", made: "tuple[Correction, ...]", *, as_json: bool
) -> None:
    rows: list[dict[str, object]] = [
        {"courier": one.courier, "reason": one.reason, "amount_minor": one.total_minor}
        for one in made
    ]
    if as_json:
        write_json(streams.out, {"corrections": rows})
    elif rows:
        write_rows(streams.out, rows)
    else:
        write_pairs(streams.out, {"corrections": 0})
