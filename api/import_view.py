"""Rows of imports as people read them: why not, and the file that is handed back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.schemas.fields import Said
from api.schemas.imports import DraftOut, PreviewOut, RefusedOut, RowOut
from dispatch.imports.csv_file import write_csv

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from api.words import Words
    from dispatch.importing import RowPreview
    from dispatch.model import ImportRows, OrderImport, RefusedRow, Remark


def said(remark: Remark, words: Words, *, kind: str = "import") -> Said:
    """Say why a row, or a day of a standing order, is no order, and what to do."""
    own = f"{kind}.{remark.code}"
    if words.catalogs.has(own):
        return Said(code=remark.code, message=words.say(own, remark.values))
    problem = f"problem.{remark.code}"
    title = words.say(f"{problem}.title", remark.values)
    detail = words.say(f"{problem}.detail", remark.values)
    return Said(code=remark.code, message=f"{title}. {detail}")


def preview_of(rows: Iterable[RowPreview], words: Words) -> PreviewOut:
    """Write what would become of rows."""
    return PreviewOut(
        rows=[
            RowOut(
                number=row.number,
                cells=list(row.cells),
                order=DraftOut.of(row.order) if row.order else None,
                reasons=[said(remark, words) for remark in row.remarks],
            )
            for row in rows
        ]
    )


def refused_of(
    content: ImportRows, refused: Sequence[RefusedRow], words: Words, *, limit: int
) -> RefusedOut:
    """Write the first rows that became no orders."""
    return RefusedOut(
        num=len(refused),
        rows=[
            RowOut(
                number=content.numbers[row.position],
                cells=list(content.rows[row.position]),
                order=None,
                reasons=[said(remark, words) for remark in row.remarks],
            )
            for row in refused[:limit]
        ],
    )


def refused_csv(
    known: OrderImport, content: ImportRows, refused: Iterable[RefusedRow], words: Words
) -> bytes:
    """Write the file that is handed back: the same columns, and why in the last."""
    reason = words.say("import.reason")
    kept = [at for at, name in enumerate(known.header) if name != reason]
    rows = [[*(known.header[at] for at in kept), reason]]
    for row in refused:
        cells = content.rows[row.position]
        why = " ".join(said(remark, words).message for remark in row.remarks)
        rows.append([*(cells[at] for at in kept), why])
    return write_csv(rows, known.delimiter)
