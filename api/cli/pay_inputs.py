"""Commands that write down what pay is computed from: contracts, rain, tips."""

import uuid
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from api.cli.coop import acting, known_coop
from api.cli.moments import day_of, moment_of
from api.cli.options import AsJson, CoopArgument, StoreUrl
from api.cli.pay_options import MOST_MINOR
from api.cli.results import hand_out
from api.cli.settings import opened_store

HOUR_S = 3600


class Form(StrEnum):
    """Forms of pay."""

    PER_DROP = "per_drop"
    MIXED = "mixed"
    HOURLY = "hourly"
    MONTHLY = "monthly"
    TIME_CREDIT = "time_credit"


def contract(
    context: typer.Context,
    coop: CoopArgument,
    courier: Annotated[str, typer.Argument(metavar="COURIER", help="Id of the courier.")],
    *,
    form: Annotated[Form, typer.Option(help="One that the policy has.")],
    valid_from: Annotated[str, typer.Option("--from", metavar="DAY", help="Its first day.")],
    month_hours: Annotated[
        int, typer.Option(min=0, max=744, metavar="H", help="Contracted hours per month.")
    ] = 0,
    need: Annotated[
        int, typer.Option(min=100, max=1000, metavar="PERCENT", help="Voted need weight.")
    ] = 100,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Write down how a courier has agreed to be paid from a day on.

    Example:

    \b
    commonwheel pay contract wheels aino --form monthly --month-hours 80 --from 2026-04-01
    """
    from dispatch import pay_inputs
    from dispatch.model import Contract, CourierId
    from fairness.clauses import PayForm

    agreed = Contract(
        courier=CourierId(courier),
        valid_from=day_of(valid_from),
        pay_form=PayForm(form.value),
        month_s=month_hours * HOUR_S,
        need_percent=need,
    )
    now = datetime.now(UTC)
    with opened_store(store, create=False) as kept:
        actor = acting(known_coop(kept.coops(), coop).id)
        kept.write(
            actor.coop, lambda tx: pay_inputs.agree_contract(tx, actor, agreed, now=now)
        ).result()
    hand_out(
        context.obj.out,
        {"courier": courier, "form": form.value, "from": valid_from},
        as_json=as_json,
    )


def rain(
    context: typer.Context,
    coop: CoopArgument,
    *,
    begins: Annotated[str, typer.Option("--from", metavar="TIME", help="With an offset.")],
    until: Annotated[str, typer.Option(metavar="TIME", help="With an offset.")],
    name: Annotated[
        str | None, typer.Option(metavar="ID", help="The same id twice is the same rain.")
    ] = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Note when it rained, for the rain premium.

    Example:

    \b
    commonwheel pay rain wheels --from 2026-03-02T12:00+02:00 --until 2026-03-02T13:30+02:00
    """
    from dispatch import pay_inputs
    from dispatch.model import Rain

    now = datetime.now(UTC)
    with opened_store(store, create=False) as kept:
        actor = acting(known_coop(kept.coops(), coop).id)
        noted = Rain(
            id=name or uuid.uuid4().hex,
            begins_at=moment_of(begins, "--from"),
            ends_at=moment_of(until, "--until"),
            author=actor.member,
            noted_at=now,
        )
        kept.write(actor.coop, lambda tx: pay_inputs.note_rain(tx, actor, noted, now=now)).result()
    hand_out(context.obj.out, {"rain": noted.id, "from": begins, "until": until}, as_json=as_json)


def tip(
    context: typer.Context,
    coop: CoopArgument,
    order: Annotated[str, typer.Argument(metavar="ORDER", help="Id of the delivered order.")],
    *,
    amount: Annotated[
        int, typer.Option(max=MOST_MINOR, metavar="MINOR", help="Minor units, above 0.")
    ],
    reference: Annotated[
        str, typer.Option(metavar="TEXT", help="The same reference twice is the same tip.")
    ] = "tip",
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Write down a tip for a delivered order.

    Example:

    \b
    commonwheel pay tip wheels order-0042 --amount 200
    """
    from dispatch import pay_inputs
    from dispatch.model import OrderId

    now = datetime.now(UTC)
    with opened_store(store, create=False) as kept:
        actor = acting(known_coop(kept.coops(), coop).id)
        given = kept.write(
            actor.coop,
            lambda tx: pay_inputs.give_tip(
                tx, actor, OrderId(order), amount, reference=reference, now=now
            ),
        ).result()
    hand_out(
        context.obj.out,
        {"order": order, "courier": given.courier, "amount": amount},
        as_json=as_json,
    )


def work(
    context: typer.Context,
    coop: CoopArgument,
    courier: Annotated[str, typer.Argument(metavar="COURIER", help="Id of the courier.")],
    *,
    begins: Annotated[str, typer.Option("--from", metavar="TIME", help="With an offset.")],
    until: Annotated[str, typer.Option(metavar="TIME", help="With an offset.")],
    name: Annotated[
        str | None, typer.Option(metavar="ID", help="The same id is taken only once.")
    ] = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Write down work that no phone reports: repair, dispatching, training, assembly.

    It is paid where paid_kinds of the policy has "other".

    Example:

    \b
    commonwheel pay work wheels aino --from 2026-03-02T18:00+02:00 --until 2026-03-02T20:00+02:00
    """
    from dispatch import pay_inputs
    from fairness.work import WorkKind, WorkRecord

    record = WorkRecord(
        id=name or f"work-{uuid.uuid4().hex}",
        courier=courier,
        shift=name or f"work-{courier}-{begins[:10]}",
        kind=WorkKind.OTHER,
        begins_at=moment_of(begins, "--from"),
        ends_at=moment_of(until, "--until"),
    )
    now = datetime.now(UTC)
    with opened_store(store, create=False) as kept:
        actor = acting(known_coop(kept.coops(), coop).id)
        kept.write(
            actor.coop, lambda tx: pay_inputs.record_work(tx, actor, [record], now=now)
        ).result()
    hand_out(context.obj.out, {"work": record.id, "courier": courier}, as_json=as_json)
