"""Reports over several days, to read and as tables for other programs."""

from datetime import timedelta
from functools import partial
from typing import Annotated

import anyio.to_thread
from fastapi import Query, Response

from api.admission import CSV, XLSX
from api.deps import Ask, AskDep
from api.schemas.report_period import (
    CourierPeriodOut,
    DayFiguresOut,
    ReportOut,
    ReportParams,
)
from api.statement_tables import write_csv
from api.workbook import Value, write_workbook
from dispatch import reporting

ReportQuery = Annotated[ReportParams, Query()]


async def report(ask: AskDep, query: ReportQuery) -> ReportOut:
    """Tell what up to 92 days amount to: orders, punctuality, way, hours, pay, evenness."""
    return await _report(ask, query)


async def couriers_csv(ask: AskDep, query: ReportQuery) -> Response:
    """Give a row for each courier of a report as CSV; amounts in minor units."""
    found = await _report(ask, query)
    columns, rows = _couriers(found)
    return _download(write_csv(columns, rows), CSV, "couriers.csv")


async def days_csv(ask: AskDep, query: ReportQuery) -> Response:
    """Give a row for each day of a report as CSV."""
    found = await _report(ask, query)
    columns, rows = _days(found)
    return _download(write_csv(columns, rows), CSV, "days.csv")


async def workbook(ask: AskDep, query: ReportQuery) -> Response:
    """Give a report as XLSX, with a sheet of days, of couriers and of measures."""
    found = await _report(ask, query)
    measures: list[tuple[Value, ...]] = [
        ("first_day", found.first_day.isoformat()),
        ("last_day", found.last_day.isoformat()),
        ("currency", found.currency),
        ("floor_per_hour_minor", found.floor_per_hour_minor),
        *found.equity.model_dump().items(),
    ]
    tables: list[tuple[str, tuple[str, ...], list[tuple[Value, ...]]]] = [
        ("Days", *_days(found)),
        ("Couriers", *_couriers(found)),
        ("Measures", ("measure", "value"), measures),
    ]
    write = partial(write_workbook, tables, created_at=ask.now)
    return _download(await anyio.to_thread.run_sync(write), XLSX, "report.xlsx")


async def _report(ask: Ask, query: ReportParams) -> ReportOut:
    today = ask.coop.day_of(ask.now)
    last = query.last_day or today
    first = query.first_day or last - timedelta(days=last.weekday())
    look = partial(reporting.report, actor=ask.actor, first=first, last=last, now=ask.now)
    return ReportOut.of(await ask.read(look), ask.coop.currency)


def _days(found: ReportOut) -> tuple[tuple[str, ...], list[tuple[Value, ...]]]:
    columns = tuple(DayFiguresOut.model_fields)
    return columns, [tuple(one.model_dump(mode="json").values()) for one in found.days]


def _couriers(found: ReportOut) -> tuple[tuple[str, ...], list[tuple[Value, ...]]]:
    columns = (*CourierPeriodOut.model_fields, "currency")
    rows = [(*one.model_dump().values(), found.currency) for one in found.couriers]
    return columns, rows


def _download(content: str | bytes, media: str, name: str) -> Response:
    return Response(
        content,
        media_type=media,
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "private, no-store",
        },
    )
