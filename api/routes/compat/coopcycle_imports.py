"""CoopCycle's files of deliveries: handed over, booked in the background, looked at."""

from functools import reduce
from typing import Any, NoReturn

import anyio.to_thread
from fastapi import Request

from api.deps import AskDep, IdPath
from api.import_view import said
from api.problems import Fault, Problem, ProblemError
from dispatch import importing
from dispatch.imports.coopcycle_file import READING, CoopcycleFile, joined, read_coopcycle
from dispatch.imports.file import read_file
from dispatch.model import ImportId, ImportState, OrderImport
from dispatch.store import ReadTransaction, Transaction

STATUSES = {
    ImportState.DRAFT: "pending",
    ImportState.RUNNING: "started",
    ImportState.DONE: "completed",
    ImportState.STOPPED: "failed",
}


async def import_file(request: Request, ask: AskDep) -> dict[str, Any]:
    """Take a file of deliveries or tasks and book its rows in the background."""
    content = await request.body()
    sheet = await anyio.to_thread.run_sync(read_file, content)
    read = read_coopcycle(sheet)
    if not read.sheets:
        _refuse_all(read)

    whole = reduce(joined, read.sheets.values())

    def take(tx: Transaction) -> OrderImport:
        added = importing.add(
            tx,
            ask.actor,
            whole,
            name="coopcycle.csv",
            storefront=None,
            now=ask.now,
            new_id=ask.services.new_id,
        )
        return importing.start(tx, ask.actor, added.id, READING, now=ask.now)

    started = await ask.write(take)
    ask.services.importer.wake()
    left = [
        {"row": row.number, "message": said(row.remark, ask.words).message} for row in read.left
    ]
    return {**_view(started), "left": left}


async def queue(import_id: IdPath, ask: AskDep) -> dict[str, Any]:
    """Tell how far the booking of a file has come, and which rows became no deliveries."""

    def look(tx: ReadTransaction) -> dict[str, Any]:
        known, content, refused = importing.refused(tx, ask.actor, ImportId(import_id))
        errors = [
            {
                "row": content.numbers[row.position],
                "message": " ".join(said(remark, ask.words).message for remark in row.remarks),
            }
            for row in refused
        ]
        return {
            **_view(known),
            "rows": known.num_rows,
            "created": known.num_booked,
            "errors": errors,
        }

    return await ask.read(look)


def _refuse_all(read: CoopcycleFile) -> NoReturn:
    faults = tuple(
        Fault(place=f"#/{row.number}", in_body=True, key=f"import.{row.remark.code}")
        for row in read.left[:100]
    )
    raise ProblemError(Problem(code="body_invalid", status=400, faults=faults))


def _view(known: OrderImport) -> dict[str, Any]:
    return {
        "@context": "/api/contexts/DeliveryImportQueue",
        "@id": f"/api/delivery_import_queues/{known.id}",
        "@type": "DeliveryImportQueue",
        "status": STATUSES[known.state],
    }
