"""What a use case gets: every repository, bound to one co-op and one transaction."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

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
from dispatch.store.repositories.phones import Photos, Positions
from dispatch.store.repositories.plans import Declines, Pins, Plans
from dispatch.store.repositories.proposals import Ballots, Proposals
from dispatch.store.repositories.replays import Replays
from dispatch.store.repositories.rules import Policies
from dispatch.store.repositories.selling import SlotRules, Zones
from dispatch.store.repositories.standing import StandingOrders, StandingRuns

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence
    from datetime import date, datetime

    from sqlalchemy.engine import Connection

    from dispatch.events import EventKind
    from dispatch.model import CoopId, MemberId


FoundT = TypeVar("FoundT")
RepositoryT = TypeVar("RepositoryT")


class _Of(Generic[RepositoryT]):
    """Makes a repository of a transaction when it is used first: most use only a few.

    Parameters
    ----------
    make
        The repository's class.
    """

    def __init__(self, make: Callable[[Connection, CoopId], RepositoryT]) -> None:
        self._make = make
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, tx: ReadTransaction, owner: type | None = None) -> RepositoryT:
        made = tx.__dict__[self._name] = self._make(tx._connection, tx._coop)  # noqa: SLF001 - its own part
        return made


class ReadTransaction:
    """One moment of one co-op's store.

    Parameters
    ----------
    connection
        With an open transaction.
    coop
        Whose.
    """

    storefronts = _Of(Storefronts)
    couriers = _Of(Couriers)
    shifts = _Of(Shifts)
    absences = _Of(Absences)
    quotes = _Of(Quotes)
    orders = _Of(Orders)
    answers = _Of(Answers)
    overlays = _Of(Overlays)
    plans = _Of(Plans)
    pins = _Of(Pins)
    declines = _Of(Declines)
    contestations = _Of(Contestations)
    reports = _Of(Reports)
    report_decisions = _Of(ReportDecisions)
    stop_facts = _Of(StopFacts)
    photos = _Of(Photos)
    positions = _Of(Positions)
    work = _Of(Work)
    tallies = _Of(Tallies)
    statements = _Of(Statements)
    corrections = _Of(Corrections)
    contracts = _Of(Contracts)
    rains = _Of(Rains)
    tips = _Of(Tips)
    ledger = _Of(Ledger)
    policies = _Of(Policies)
    proposals = _Of(Proposals)
    ballots = _Of(Ballots)
    replays = _Of(Replays)
    zones = _Of(Zones)
    slot_rules = _Of(SlotRules)
    standing_orders = _Of(StandingOrders)
    standing_runs = _Of(StandingRuns)
    imports = _Of(Imports)
    import_rows = _Of(ImportCells)
    refused_rows = _Of(RefusedRows)
    readings = _Of(Readings)
    accesses = _Of(Accesses)
    subscriptions = _Of(Subscriptions)
    notices = _Of(Notices)
    events = _Of(Events)

    def __init__(self, connection: Connection, coop: CoopId) -> None:
        self._connection = connection
        self._coop = coop
        self._found: dict[Hashable, Any] = {}

    def once(self, key: Hashable, find: Callable[[], FoundT]) -> FoundT:
        """Give what a function finds in this moment; under the same key it is asked once."""
        if key not in self._found:
            self._found[key] = find()
        found: FoundT = self._found[key]
        return found

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

    def once(self, key: Hashable, find: Callable[[], FoundT]) -> FoundT:
        """Ask every time, for what is found here may change."""
        del key
        return find()

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
        """Append a fact to the co-op's chain, in this transaction; as `fact`."""
        one = self.fact(kind, actor=actor, at=at, day=day, subjects=subjects, payload=payload)
        return self.record_all([one])[0]

    def record_all(self, facts: Sequence[Event]) -> tuple[Event, ...]:
        """Append facts to the co-op's chain, in this transaction, and give them their places."""
        return self.events.append_all(facts)

    def fact(  # noqa: PLR0913 - all named by the caller
        self,
        kind: EventKind,
        *,
        actor: MemberId,
        at: datetime,
        day: date | None = None,
        subjects: dict[str, str] | None = None,
        payload: dict[str, object] | None = None,
    ) -> Event:
        """Write a fact that is not in the chain yet.

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
        return Event(
            seq=0,
            coop=self._coop,
            day=day,
            kind=kind,
            at=at,
            actor=actor,
            subjects=subjects or {},
            payload=payload or {},
        )
