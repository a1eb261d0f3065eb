"""Files of many orders: handed over, looked at, booked row by row, refused rows handed back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dispatch import ordering
from dispatch.errors import NotFound, RuleError, TransitionRefused
from dispatch.events import EventKind
from dispatch.imports import columns
from dispatch.imports.rows import RowReader
from dispatch.model import (
    Actor,
    ImportId,
    ImportRows,
    ImportState,
    OrderId,
    OrderImport,
    RefusedRow,
    Remark,
    RememberedReading,
    Role,
)
from dispatch.permission import require, require_storefront

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dispatch.imports.sheet import Sheet
    from dispatch.model import Order, OrderWish, Reading, StorefrontId
    from dispatch.store import ReadTransaction, Transaction
    from dispatch.streets import Streets

KEPT_FOR: Final = timedelta(days=30)
"""How long the rows of a file are kept."""

KNOWN: Final = "duplicate_reference"
"""Code of the remark on a row whose reference has an order already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPreview:
    """What would become of a row.

    Attributes
    ----------
    number
        Of the row in the file.
    cells
        As they are in it.
    order
        The order that it would be; ``None``: none.
    remarks
        Why none.
    """

    number: int
    cells: tuple[str, ...]
    order: Order | None
    remarks: tuple[Remark, ...]


def add(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    sheet: Sheet,
    *,
    name: str,
    storefront: StorefrontId | None,
    now: datetime,
    new_id: Callable[[], str],
) -> OrderImport:
    """Take a file in; nothing is booked before it is started.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    sheet
        The file's table.
    name
        Of the file.
    storefront
        For whom, when the actor is not a storefront.
    now, new_id
        Time and id of the import.

    Raises
    ------
    NotFound
        When there is no such storefront, or it is another one than the actor's.
    """
    require(actor, Role.STOREFRONT, Role.DISPATCHER)
    whose = actor.storefront if actor.role is Role.STOREFRONT else storefront
    if whose is None or storefront not in (None, whose):
        raise NotFound.of(kind="storefront", name=storefront or "")
    tx.storefronts.get(whose)
    added = OrderImport(
        id=ImportId(new_id()),
        storefront=whose,
        member=actor.member,
        name=name,
        state=ImportState.DRAFT,
        header=sheet.header,
        delimiter=sheet.delimiter,
        reading=columns.guess(sheet, tx.readings.find(whose)),
        num_rows=len(sheet.rows),
        created_at=now,
    )
    tx.imports.add(added)
    tx.import_rows.add(ImportRows(id=added.id, rows=sheet.rows, numbers=sheet.numbers))
    return added


def own(tx: ReadTransaction, actor: Actor, name: ImportId) -> OrderImport:
    """Give an import of the actor's.

    Raises
    ------
    NotFound
        When there is none, or it is another storefront's.
    """
    known = tx.imports.find(name)
    if known is None:
        raise NotFound.of(kind="import", name=name)
    require_storefront(actor, known.storefront, kind="import", name=name)
    return known


def imports(tx: ReadTransaction, actor: Actor) -> tuple[OrderImport, ...]:
    """List the imports that an actor may see, the newest first."""
    require(actor, Role.STOREFRONT, Role.DISPATCHER)
    found = tx.imports.newest(actor.storefront)
    return () if actor.role is Role.STOREFRONT and actor.storefront is None else found


def preview(  # noqa: PLR0913 - all named by the caller
    tx: ReadTransaction,
    actor: Actor,
    name: ImportId,
    reading: Reading,
    *,
    limit: int,
    streets: Streets,
    now: datetime,
) -> tuple[RowPreview, ...]:
    """Say of the first rows what would be booked; nothing is written.

    Raises
    ------
    NotFound
        When there is no such import.
    ColumnsMissing
        When the reading cannot be meant.
    """
    known = replace(own(tx, actor, name), reading=reading)
    columns.check(reading, known.header)
    content = tx.import_rows.get(name)
    reader = RowReader(known, tx.coop)
    seller = seller_of(tx, known)
    seen: set[str] = set()
    previews = []
    for number, cells in zip(content.numbers[:limit], content.rows[:limit], strict=True):
        order, remarks = None, known_order(tx, known, reader.reference(cells), seen)
        wanted = remarks or reader.wish(cells, now)
        if isinstance(wanted, tuple):
            remarks = wanted
        elif wanted.wish is not None:
            try:
                order = ordering.draft(
                    tx, seller, wanted.wish, OrderId(""), streets=streets, now=now
                )
            except RuleError as error:
                remarks = (remark_on(error),)
        previews.append(RowPreview(number=number, cells=cells, order=order, remarks=remarks))
    return tuple(previews)


def start(
    tx: Transaction, actor: Actor, name: ImportId, reading: Reading, *, now: datetime
) -> OrderImport:
    """Have the rows booked from now on, and remember how they were read.

    Raises
    ------
    NotFound
        When there is no such import.
    TransitionRefused
        When it was started already.
    ColumnsMissing
        When the reading cannot be meant.
    """
    known = own(tx, actor, name)
    _expect(known, ImportState.DRAFT)
    columns.check(reading, known.header)
    before = tx.readings.find(known.storefront)
    named = dict(zip(map(columns.plain, known.header), reading.fields, strict=True))
    tx.readings.put(
        RememberedReading(
            storefront=known.storefront,
            fields={**(before.fields if before else {}), **named},
            decimal_mark=reading.decimal_mark,
            day_order=reading.day_order,
        )
    )
    started = replace(known, state=ImportState.RUNNING, reading=reading)
    _record(tx, actor, EventKind.IMPORT_STARTED, started, now)
    return tx.imports.save(started)


def stop(tx: Transaction, actor: Actor, name: ImportId, *, now: datetime) -> OrderImport:
    """Book no more of its rows; what was booked stays booked.

    Raises
    ------
    NotFound
        When there is no such import.
    TransitionRefused
        When all its rows have been dealt with.
    """
    known = own(tx, actor, name)
    _expect(known, ImportState.DRAFT, ImportState.RUNNING)
    return _end(tx, actor, replace(known, state=ImportState.STOPPED), now)


def book(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    name: ImportId,
    wishes: tuple[OrderWish | tuple[Remark, ...], ...],
    *,
    first: int,
    streets: Streets,
    now: datetime,
    new_id: Callable[[], str],
) -> OrderImport:
    """Book the next rows of a running import, together with how far it has come.

    Parameters
    ----------
    tx
        In which co-op.
    name
        The import.
    wishes
        What the rows ask for, or what is wrong with them.
    first
        Which row is the first of them; when others have gone on meanwhile, nothing is done.
    streets
        The co-op's city.
    now, new_id
        Time and ids of the orders.
    """
    known = tx.imports.get(name)
    if known.state is not ImportState.RUNNING or known.num_done != first:
        return known
    seller = seller_of(tx, known)
    num_booked = num_known = 0
    seen: set[str] = set()  # a reference twice in the file finds the order of the first
    for position, wanted in enumerate(wishes, start=first):
        reference = "" if isinstance(wanted, tuple) or not wanted.wish else wanted.wish.reference
        remarks = known_order(tx, known, reference, seen)
        num_known += bool(remarks)
        if not remarks and isinstance(wanted, tuple):
            remarks = wanted
        if not remarks and not isinstance(wanted, tuple):
            try:
                with tx.attempt():
                    ordering.place(tx, seller, wanted, streets=streets, now=now, new_id=new_id)
                num_booked += 1
            except RuleError as error:
                remarks = (remark_on(error),)
        if remarks:
            tx.refused_rows.add(RefusedRow(batch=name, position=position, remarks=remarks))
    moved = replace(
        known,
        num_done=first + len(wishes),
        num_booked=known.num_booked + num_booked,
        num_known=known.num_known + num_known,
        num_refused=known.num_refused + len(wishes) - num_booked - num_known,
    )
    if moved.num_done < moved.num_rows:
        return tx.imports.save(moved)
    return _end(tx, seller, replace(moved, state=ImportState.DONE), now)


def refused(
    tx: ReadTransaction, actor: Actor, name: ImportId
) -> tuple[OrderImport, ImportRows, tuple[RefusedRow, ...]]:
    """Give the rows that became no orders, with all that is needed to hand them back.

    Raises
    ------
    NotFound
        When there is no such import.
    """
    known = own(tx, actor, name)
    return known, tx.import_rows.get(name), tx.refused_rows.of(name)


def forget_old(tx: Transaction, *, now: datetime) -> int:
    """Delete imports whose rows are kept no longer; give how many."""
    return tx.imports.forget_before(now - KEPT_FOR)


def seller_of(tx: ReadTransaction, known: OrderImport) -> Actor:
    """Name the actor as whom the rows of an import are booked."""
    return Actor(
        coop=tx.coop.id,
        member=known.member,
        role=Role.STOREFRONT,
        storefront=known.storefront,
    )


def known_order(
    tx: ReadTransaction, known: OrderImport, reference: str, seen: set[str]
) -> tuple[Remark, ...]:
    """Say that a reference has an order already; nothing when it has none."""
    if not reference:
        return ()
    order = tx.orders.of_reference(known.storefront, reference)
    is_known = order is not None or reference in seen
    seen.add(reference)
    values: dict[str, int | str] = {"reference": reference, "order": order.id if order else ""}
    return (Remark(code=KNOWN, values=values),) if is_known else ()


def remark_on(error: RuleError) -> Remark:
    """Write down why a rule said no."""
    values = {name: value for name, value in error.values.items() if isinstance(value, int | str)}
    return Remark(code=error.code, values=values)


def _expect(known: OrderImport, *states: ImportState) -> None:
    if known.state not in states:
        msg = f"Import {known.id!r} is {known.state.value}; this is not possible now."
        raise TransitionRefused(msg, state=known.state.value)


def _end(tx: Transaction, actor: Actor, known: OrderImport, now: datetime) -> OrderImport:
    ended = tx.imports.save(replace(known, ended_at=now))
    _record(tx, actor, EventKind.IMPORT_ENDED, ended, now)
    return ended


def _record(
    tx: Transaction, actor: Actor, kind: EventKind, known: OrderImport, now: datetime
) -> None:
    tx.record(
        kind,
        actor=actor.member,
        at=now,
        subjects={"import": str(known.id), "storefront": str(known.storefront)},
        payload={
            "state": known.state.value,
            "num_rows": known.num_rows,
            "num_booked": known.num_booked,
            "num_refused": known.num_refused,
            "num_known": known.num_known,
        },
    )
