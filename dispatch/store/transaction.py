"""What a use case gets: every repository, bound to one co-op and one transaction."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import insert, select, update

from dispatch.errors import AlreadyExists, NotFound
from dispatch.events import Event
from dispatch.model import Coop, EventReason
from dispatch.store import tables
from dispatch.store.repositories.access import Accesses
from dispatch.store.repositories.contestations import Contestations
from dispatch.store.repositories.doing import ReportDecisions, Reports, StopFacts, Tallies, Work
from dispatch.store.repositories.events import Events
from dispatch.store.repositories.hints import HintKeys, HintPhones
from dispatch.store.repositories.hooks import Notices, Subscriptions
from dispatch.store.repositories.imports import ImportCells, Imports, Readings, RefusedRows
from dispatch.store.repositories.incidents import IncidentPhotos, Incidents
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
from dispatch.store.repositories.people import (
    Absences,
    Availabilities,
    Couriers,
    Shifts,
    Storefronts,
)
from dispatch.store.repositories.phones import Photos, Positions
from dispatch.store.repositories.plans import Declines, EventReasons, Pins, Plans, StopOrders
from dispatch.store.repositories.proposals import Ballots, Delegations, Proposals
from dispatch.store.repositories.replays import Replays
from dispatch.store.repositories.rules import Policies
from dispatch.store.repositories.selling import SlotRules, Zones
from dispatch.store.repositories.standing import StandingOrders, StandingRuns
from dispatch.store.repositories.vehicles import Vehicles, VehicleUses
from dispatch.store.repositories.what_ifs import WhatIfs
from dispatch.store.repository_of import RepositoryOf

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence
    from datetime import date, datetime

    from sqlalchemy.engine import Connection

    from dispatch.events import EventKind
    from dispatch.model import CoopId, MemberId


FoundT = TypeVar("FoundT")


class ReadTransaction:
    """One moment of one co-op's store.

    Parameters
    ----------
    connection
        With an open transaction.
    coop
        Whose.
    """

    storefronts = RepositoryOf(Storefronts)
    couriers = RepositoryOf(Couriers)
    shifts = RepositoryOf(Shifts)
    absences = RepositoryOf(Absences)
    availabilities = RepositoryOf(Availabilities)
    vehicles = RepositoryOf(Vehicles)
    vehicle_uses = RepositoryOf(VehicleUses)
    quotes = RepositoryOf(Quotes)
    orders = RepositoryOf(Orders)
    answers = RepositoryOf(Answers)
    overlays = RepositoryOf(Overlays)
    plans = RepositoryOf(Plans)
    pins = RepositoryOf(Pins)
    stop_orders = RepositoryOf(StopOrders)
    declines = RepositoryOf(Declines)
    contestations = RepositoryOf(Contestations)
    reports = RepositoryOf(Reports)
    report_decisions = RepositoryOf(ReportDecisions)
    stop_facts = RepositoryOf(StopFacts)
    photos = RepositoryOf(Photos)
    positions = RepositoryOf(Positions)
    incidents = RepositoryOf(Incidents)
    incident_photos = RepositoryOf(IncidentPhotos)
    work = RepositoryOf(Work)
    tallies = RepositoryOf(Tallies)
    statements = RepositoryOf(Statements)
    corrections = RepositoryOf(Corrections)
    contracts = RepositoryOf(Contracts)
    rains = RepositoryOf(Rains)
    tips = RepositoryOf(Tips)
    ledger = RepositoryOf(Ledger)
    policies = RepositoryOf(Policies)
    proposals = RepositoryOf(Proposals)
    ballots = RepositoryOf(Ballots)
    delegations = RepositoryOf(Delegations)
    replays = RepositoryOf(Replays)
    what_ifs = RepositoryOf(WhatIfs)
    zones = RepositoryOf(Zones)
    slot_rules = RepositoryOf(SlotRules)
    standing_orders = RepositoryOf(StandingOrders)
    standing_runs = RepositoryOf(StandingRuns)
    imports = RepositoryOf(Imports)
    import_rows = RepositoryOf(ImportCells)
    refused_rows = RepositoryOf(RefusedRows)
    readings = RepositoryOf(Readings)
    accesses = RepositoryOf(Accesses)
    subscriptions = RepositoryOf(Subscriptions)
    notices = RepositoryOf(Notices)
    hint_phones = RepositoryOf(HintPhones)
    hint_keys = RepositoryOf(HintKeys)
    events = RepositoryOf(Events)
    event_reasons = RepositoryOf(EventReasons)

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

    def begin_days_at(self, seconds: int) -> Coop:
        """Write when the co-op's days begin, and give the co-op back."""
        table = tables.coop
        changing = update(table).where(table.c.id == self._coop)
        self._connection.execute(changing.values(day_begins_s=seconds))
        del self.coop
        return self.coop

    def record(  # noqa: PLR0913 - all named by the caller
        self,
        kind: EventKind,
        *,
        actor: MemberId,
        at: datetime,
        day: date | None = None,
        subjects: dict[str, str] | None = None,
        payload: dict[str, object] | None = None,
        reason: str = "",
    ) -> Event:
        """Append a fact to the co-op's chain, in this transaction; as `fact`.

        Why somebody did it, in their own words, is kept beside the chain, not in it.
        """
        one = self.fact(kind, actor=actor, at=at, day=day, subjects=subjects, payload=payload)
        (event,) = self.record_all([one])
        if reason and day is not None:
            self.event_reasons.put(EventReason(seq=event.seq, day=day, text=reason))
        return event

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
