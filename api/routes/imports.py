"""Files of many orders: hand over, look at, book, and have back what was refused."""

from functools import partial
from typing import Annotated

import anyio.to_thread
from fastapi import Query, Request, Response

from api.admission import CSV
from api.deps import AskDep, IdPath
from api.import_view import preview_of, refused_csv, refused_of
from api.schemas.imports import (
    ImportOut,
    ImportParams,
    ImportsOut,
    PreviewIn,
    PreviewOut,
    ReadingIn,
    RefusedOut,
    RefusedParams,
)
from dispatch import importing
from dispatch.imports.file import read_file
from dispatch.model import ImportId, ImportState, StorefrontId

NUM_SAMPLES = 3


async def add(request: Request, ask: AskDep, query: Annotated[ImportParams, Query()]) -> ImportOut:
    """Hand over a CSV or XLSX file and have its columns guessed; nothing is booked yet."""
    content = await request.body()
    sheet = await anyio.to_thread.run_sync(read_file, content)
    take = partial(
        importing.add,
        actor=ask.actor,
        sheet=sheet,
        name=query.name,
        storefront=StorefrontId(query.storefront_id) if query.storefront_id else None,
        now=ask.now,
        new_id=ask.services.new_id,
    )
    return ImportOut.of(await ask.write(take), sheet.rows[:NUM_SAMPLES])


async def imports(ask: AskDep) -> ImportsOut:
    """List the last imports, the newest first."""
    found = await ask.read(partial(importing.imports, actor=ask.actor))
    return ImportsOut(imports=[ImportOut.of(known) for known in found])


async def one(import_id: IdPath, ask: AskDep) -> ImportOut:
    """Give one import and how far it has come."""
    name = ImportId(import_id)
    known = await ask.read(partial(importing.own, actor=ask.actor, name=name))
    if known.state is not ImportState.DRAFT:
        return ImportOut.of(known)
    content = await ask.read(lambda tx: tx.import_rows.get(name))
    return ImportOut.of(known, content.rows[:NUM_SAMPLES])


async def preview(import_id: IdPath, wanted: PreviewIn, ask: AskDep) -> PreviewOut:
    """Say of the first rows what would be booked, or why not; nothing is booked."""
    look = partial(
        importing.preview,
        actor=ask.actor,
        name=ImportId(import_id),
        reading=wanted.value(),
        limit=wanted.limit,
        streets=ask.streets,
        now=ask.now,
    )
    return preview_of(await ask.read(look), ask.words)


async def start(import_id: IdPath, wanted: ReadingIn, ask: AskDep) -> ImportOut:
    """Book the rows, in the background; how columns were read is remembered."""
    begin = partial(
        importing.start,
        actor=ask.actor,
        name=ImportId(import_id),
        reading=wanted.value(),
        now=ask.now,
    )
    started = await ask.write(begin)
    ask.services.importer.wake()
    return ImportOut.of(started)


async def stop(import_id: IdPath, ask: AskDep) -> ImportOut:
    """Book no more rows; what was booked stays booked."""
    end = partial(importing.stop, actor=ask.actor, name=ImportId(import_id), now=ask.now)
    return ImportOut.of(await ask.write(end))


async def refused(
    import_id: IdPath, ask: AskDep, query: Annotated[RefusedParams, Query()]
) -> RefusedOut:
    """List the rows that became no orders, with reasons."""
    look = partial(importing.refused, actor=ask.actor, name=ImportId(import_id))
    _, content, rows = await ask.read(look)
    return refused_of(content, rows, ask.words, limit=query.limit)


async def refused_file(import_id: IdPath, ask: AskDep) -> Response:
    """Give the rows that became no orders as a file: the same columns, and why in the last."""
    look = partial(importing.refused, actor=ask.actor, name=ImportId(import_id))
    known, content, rows = await ask.read(look)
    written = await anyio.to_thread.run_sync(refused_csv, known, content, rows, ask.words)
    headers = {
        "cache-control": "private, no-store",
        "content-disposition": 'attachment; filename="refused.csv"',
        "content-language": ask.words.language,
    }
    return Response(written, media_type=CSV, headers=headers)
