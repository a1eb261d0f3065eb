"""What a use case gets: every repository, bound to one co-op and one transaction."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import fields
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from dispatch.errors import AlreadyExists, NotFound
from dispatch.events import Event
from dispatch.model import Coop
from dispatch.store import tables
from dispatch.store.repositories.access import Accesses
from dispatch.store.repositories.contestations import Contestations
from dispatch.store.repositories.doing import ReportDecisions, Reports, StopFacts, Tallies, Work
from dispatch.store.repositories.events import Events
from dispatch.store.repositories.hooks import Notices, Subscriptions
from dispatch.store.repositories.imports import ImportCells, Imports, Readings, RefusedRows
from dispatch.store.repositories.orders import Answers, Orders, Quotes
from dispatch.store.repositories.overlays import Overlays
from dispatch.store.repositories.pay import (
    Contracts,
    Corrections,
    Ledger,
    Rains,
    Statements,
    Tips,
)
from dispatch.store.repositories.people import Absences, Couriers, Shifts, Storefronts
from dispatch.store.repositories.phones import Photos
from dispatch.store.repositories.plans import Declines, Pins, Plans
from dispatch.store.repositories.proposals import Ballots, Proposals
from dispatch.store.repositories.replays import Replays
from dispatch.store.repositories.rules import Policies
from dispatch.store.repositories.selling import SlotRules, Zones
from dispatch.store.repositories.standing import StandingOrders, StandingRuns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from sqlalchemy.engine import Connection

    from dispatch.events import EventKind
    from dispatch.model import CoopId, MemberId


class ReadTransaction:
    """One moment of one co-op's store.

    Parameters
    ----------
    connection
        With an open transaction.
    coop
        Whose.
    """

    def __init__(self, connection: Connection, coop: CoopId) -> None:
        self._connection = connection
        self._coop = coop
        self.storefronts = Storefronts(connection, coop)
        self.couriers = Couriers(connection, coop)
        self.shifts = Shifts(connection, coop)
        self.absences = Absences(connection, coop)
        self.quotes = Quotes(connection, coop)
        self.orders = Orders(connection, coop)
        self.answers = Answers(connection, coop)
        self.overlays = Overlays(connection, coop)
        self.plans = Plans(connection, coop)
        self.pins = Pins(connection, coop)
        self.declines = Declines(connection, coop)
        self.contestations = Contestations(connection, coop)
        self.reports = Reports(connection, coop)
        self.report_decisions = ReportDecisions(connection, coop)
        self.stop_facts = StopFacts(connection, coop)
        self.photos = Photos(connection, coop)
        self.work = Work(connection, coop)
        self.tallies = Tallies(connection, coop)
        self.statements = Statements(connection, coop)
        self.corrections = Corrections(connection, coop)
        self.contracts = Contracts(connection, coop)
        self.rains = Rains(connection, coop)
        self.tips = Tips(connection, coop)
        self.ledger = Ledger(connection, coop)
        self.policies = Policies(connection, coop)
        self.proposals = Proposals(connection, coop)
        self.ballots = Ballots(connection, coop)
        self.replays = Replays(connection, coop)
        self.zones = Zones(connection, coop)
        self.slot_rules = SlotRules(connection, coop)
        self.standing_orders = StandingOrders(connection, coop)
        self.standing_runs = StandingRuns(connection, coop)
        self.imports = Imports(connection, coop)
        self.import_rows = ImportCells(connection, coop)
        self.refused_rows = RefusedRows(connection, coop)
        self.readings = Readings(connection, coop)
        self.accesses = Accesses(connection, coop)
        self.subscriptions = Subscriptions(connection, coop)
        self.notices = Notices(connection, coop)
        self.events = Events(connection, coop)

    @cached_property
    def coop(self) -> Coop:
        """The co-op itself.

        Raises
        ------
        NotFound
            When there is no such co-op.
        """
        query = select(tables.coop).where(tables.coop.c.id == self._coop)
        row = self._connection.execute(query).mappings().first()
        if row is None:
            raise NotFound.of(kind="co-op", name=self._coop)
        return Coop(**row)


class Transaction(ReadTransaction):
    """A change of one co-op's store: all of it or nothing."""

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Undo what is changed inside when it ends with an error, which goes on its way."""
        with self._connection.begin_nested():
            yield

    def found(self, coop: Coop) -> Coop:
        """Write the co-op itself and give it back.

        Raises
        ------
        AlreadyExists
            When its id is taken.
        """
        query = select(tables.coop.c.id).where(tables.coop.c.id == self._coop)
        if self._connection.execute(query).first():
            msg = f"There is a co-op {coop.id!r} already."
            raise AlreadyExists(msg, id=coop.id)
        row = {field.name: getattr(coop, field.name) for field in fields(coop)}
        self._connection.execute(insert(tables.coop), row)
        return coop

    def record(  # noqa: PLR0913 - all named by the caller
        self,
        kind: EventKind,
        *,
        actor: MemberId,
        at: datetime,
        day: date | None = None,
        subjects: dict[str, str] | None = None,
        payload: dict[str, object] | None = None,
    ) -> Event:
        """Append a fact to the co-op's chain, in this transaction.

        Parameters
        ----------
        kind
            What happened.
        actor
            Who did it.
        at
            When.
        day
            Which day it concerns, if one.
        subjects, payload
            As in `Event`; nothing personal.
        """
        return self.events.append(
            Event(
                seq=0,
                coop=self._coop,
                day=day,
                kind=kind,
                at=at,
                actor=actor,
                subjects=subjects or {},
                payload=payload or {},
            )
        )
