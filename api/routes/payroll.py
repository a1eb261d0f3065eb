"""Everybody's pay of closed periods: as a table, and what is added to it."""

from functools import partial
from typing import Annotated

from fastapi import Path, Response

from api.admission import CSV
from api.deps import AskDep
from api.schemas.fields import Day
from api.schemas.payroll import (
    CorrectIn,
    CorrectionOut,
    CorrectionsOut,
    PayrollOut,
    PeriodsOut,
)
from api.statement_tables import payroll_csv
from dispatch import correcting, stating
from dispatch.model import Correction
from dispatch.store import Transaction

FirstDay = Annotated[
    Day, Path(description="First day of a closed period.", examples=["2026-03-02"])
]


async def periods(ask: AskDep) -> PeriodsOut:
    """List the closed periods of pay, the newest first."""
    return PeriodsOut.of(await ask.read(partial(stating.closed_periods, actor=ask.actor)))


async def one(first_day: FirstDay, ask: AskDep) -> PayrollOut:
    """Give everybody's pay of a closed period, with what was added and why."""
    read = partial(stating.payroll, actor=ask.actor, first_day=first_day)
    return PayrollOut.of(first_day, await ask.read(read), ask.coop, ask.words)


async def table(first_day: FirstDay, ask: AskDep) -> Response:
    """Give the payroll of a closed period as a table, one courier per row."""
    read = partial(stating.payroll, actor=ask.actor, first_day=first_day)
    statements = await ask.read(read)
    on_cost = partial(stating.on_cost_permille, actor=ask.actor, first_day=first_day)
    written = payroll_csv(statements, ask.coop, await ask.read(on_cost))
    headers = {
        "cache-control": "private, no-store",
        "content-disposition": f'attachment; filename="payroll-{first_day}.csv"',
    }
    return Response(written, media_type=CSV, headers=headers)


async def correct(first_day: FirstDay, wanted: CorrectIn, ask: AskDep) -> CorrectionOut:
    """Add what people have agreed on to a closed statement, as a new line with its clause."""

    def add(tx: Transaction) -> Correction:
        return correcting.correct(
            tx,
            ask.actor,
            stating.period_from(tx, ask.actor, first_day),
            wanted.courier,
            wanted.amount_minor,
            clause=wanted.clause,
            note=wanted.note,
            new_id=ask.services.new_id(),
            now=ask.now,
        )

    return CorrectionOut.of(await ask.write(add), ask.words)


async def reconcile(first_day: FirstDay, ask: AskDep) -> CorrectionsOut:
    """Add what has become known since a period was closed, as new lines; again adds nothing."""

    def add(tx: Transaction) -> tuple[Correction, ...]:
        period = stating.period_from(tx, ask.actor, first_day)
        return correcting.reconcile(tx, ask.actor, period, now=ask.now)

    return CorrectionsOut.of(await ask.write(add), ask.words)
