"""Books the rows of running imports, a few at a time.

It holds nothing that is not in the store: the rows of a piece and how far the import has
come are one commit, so that a process killed at any moment has booked each row once or not
yet, and any other goes on from there.
"""

from __future__ import annotations

import logging
from functools import partial
from threading import Event as Flag
from typing import TYPE_CHECKING, Final

from dispatch import importing
from dispatch.errors import RuleError, StoreUnavailable
from dispatch.imports.known_places import KnownPlaces
from dispatch.imports.rows import RowReader
from dispatch.model import ImportState
from dispatch.wishes import locate

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dispatch.model import Coop, CoopId, ImportId, OrderImport, OrderWish, Remark
    from dispatch.store import Store
    from dispatch.streets import Streets

PIECE: Final = 20
"""Rows that are booked together; the writing thread is busy with them meanwhile."""

IDLE_S: Final = 1.0
"""How long to wait before looking for imports again."""

log = logging.getLogger(__name__)


class Importer:
    """Books what was started, in every co-op.

    Parameters
    ----------
    store
        Where imports and orders are.
    streets_of
        Gives a co-op's city.
    clock, new_id
        Time and ids of the orders.
    """

    def __init__(
        self,
        store: Store,
        streets_of: Callable[[Coop], Streets],
        *,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._streets_of = streets_of
        self._clock = clock
        self._new_id = new_id
        self._places: dict[CoopId, KnownPlaces] = {}
        self._rows: dict[ImportId, tuple[tuple[str, ...], ...]] = {}
        self._woken = Flag()

    def wake(self) -> None:
        """Say that there is something to book."""
        self._woken.set()

    def run(self, stop: Flag) -> None:
        """Go on until told to stop; a piece that is being booked is finished first."""
        while not stop.is_set():
            try:
                has_booked = self.run_once()
            except StoreUnavailable:
                log.warning("The store is away; imports go on when it is back.")
                has_booked = False
            if not has_booked:
                self._places.clear()
                self._rows.clear()
                self._woken.wait(IDLE_S)
                self._woken.clear()

    def run_once(self) -> bool:
        """Book the next piece of each running import; tell whether there was any."""
        has_booked = False
        for coop in self._store.coops():
            with self._store.read(coop.id) as tx:
                running = tx.imports.running()
            for known in running:
                has_booked |= self._go_on(coop, known)
        return has_booked

    def finish(
        self, coop: Coop, name: ImportId, tell: Callable[[OrderImport], None]
    ) -> OrderImport:
        """Book all that is left of one import, and say how far it has come after each piece."""
        while True:
            with self._store.read(coop.id) as tx:
                known = tx.imports.get(name)
            tell(known)
            if known.state is not ImportState.RUNNING:
                return known
            self._book(coop, known)

    def _go_on(self, coop: Coop, known: OrderImport) -> bool:
        try:
            self._book(coop, known)
        except StoreUnavailable:
            raise
        except Exception:
            log.exception("Import %s of %s cannot go on", known.id, coop.id)
            return False
        return True

    def _book(self, coop: Coop, known: OrderImport) -> None:
        first = known.num_done
        now = self._clock()
        streets = self._places.setdefault(coop.id, KnownPlaces(self._streets_of(coop)))
        rows = self._rows_of(coop, known.id)[first : first + PIECE]
        reader = RowReader(known, coop)
        wishes = tuple(reader.wish(cells, now) for cells in rows)
        for wanted in wishes:
            _look_up(wanted, streets)
        book = partial(
            importing.book,
            name=known.id,
            wishes=wishes,
            first=first,
            streets=streets,
            now=now,
            new_id=self._new_id,
        )
        self._store.write(coop.id, book).result()

    def _rows_of(self, coop: Coop, name: ImportId) -> tuple[tuple[str, ...], ...]:
        """Give the rows of an import, read once: they never change."""
        if name not in self._rows:
            with self._store.read(coop.id) as tx:
                self._rows[name] = tx.import_rows.get(name).rows
        return self._rows[name]


def _look_up(wanted: OrderWish | tuple[Remark, ...], streets: Streets) -> None:
    """Find a row's places now, so that the writing thread finds them known."""
    if isinstance(wanted, tuple) or wanted.wish is None:
        return
    for place in (wanted.wish.delivery, wanted.wish.pickup):
        if place is not None:
            try:
                locate(streets, place, "delivery")
            except RuleError:
                continue  # it is told where the row is booked
