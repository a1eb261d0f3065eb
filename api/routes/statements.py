"""Statements of pay to keep: as JSON, a page, a PDF, a table."""

from functools import partial

import anyio.to_thread
from fastapi import Response

from api.admission import CSV, HTML, PDF
from api.deps import Ask, AskDep
from api.routes.payroll import FirstDay
from api.schemas.fields import Day
from api.schemas.statements import StatementOut, StatementsOut
from api.statement_page import PAGE_POLICY, statement_page
from api.statement_pdf import statement_pdf
from api.statement_tables import lines_csv
from api.statement_view import statement_view
from dispatch import stating
from dispatch.stating import FullStatement

MINE = {"cache-control": "private, no-store"}


async def mine(ask: AskDep) -> StatementsOut:
    """List my closed periods, the newest first."""
    closed = await ask.read(partial(stating.statements_of, actor=ask.actor))
    return StatementsOut.of(closed, ask.coop)


async def one(first_day: FirstDay, ask: AskDep) -> StatementOut:
    """Give my statement of a closed period, each line with its rule and work records."""
    return StatementOut.of(await _read(ask, first_day), ask.coop, ask.words)


async def page(first_day: FirstDay, ask: AskDep) -> Response:
    """Give my statement as a page to read or print."""
    view = statement_view(await _read(ask, first_day), ask.coop, ask.words)
    headers = {**MINE, "content-security-policy": PAGE_POLICY, "content-language": view.language}
    return Response(statement_page(view), media_type=HTML, headers=headers)


async def pdf(first_day: FirstDay, ask: AskDep) -> Response:
    """Give my statement as a PDF."""
    view = statement_view(await _read(ask, first_day), ask.coop, ask.words)
    written = await anyio.to_thread.run_sync(statement_pdf, view)
    return Response(written, media_type=PDF, headers=_named(f"statement-{first_day}.pdf"))


async def table(first_day: FirstDay, ask: AskDep) -> Response:
    """Give the lines of my statement as a table."""
    written = lines_csv(await _read(ask, first_day), ask.coop, ask.words)
    return Response(written, media_type=CSV, headers=_named(f"statement-{first_day}.csv"))


async def _read(ask: Ask, first_day: Day) -> FullStatement:
    return await ask.read(partial(stating.statement, actor=ask.actor, first_day=first_day))


def _named(name: str) -> dict[str, str]:
    return {**MINE, "content-disposition": f'attachment; filename="{name}"'}
