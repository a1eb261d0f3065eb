"""Quotes keep their place in a live plan until they are booked, released or over.

What is kept here follows from the store, like the live plan that it belongs to: which quotes
are reserved, oldest first. Nobody but later quotes sees it; the plan in force does not.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.events import EventKind
from dispatch.new_travel import Near
from routing.solvers.ruin_recreate.new_insertion import Kept
from routing.solvers.ruin_recreate.new_places import PLACES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from dispatch.model import QuoteId, StorefrontId
    from routing.model import Location, Shipment
    from routing.solvers.ruin_recreate.live import LiveRoutes, Offer
    from routing.solvers.ruin_recreate.new_places import NewTravel
    from routing.streets.profiles import Profile

MOST_PER_STOREFRONT = 8
MOST_RESERVED = 48
"""Reservations per day of a co-op; with more, the oldest of all gives way."""

ROOM = 64
"""Slots for them; the others are for quotes that are being written down."""

WRITING = timedelta(seconds=20)
"""How long a quote may take from being worked out to being in the store."""

HOLDING_KINDS = frozenset({EventKind.QUOTE_GIVEN, EventKind.QUOTE_RELEASED})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hold:
    """A quote's place in a live plan.

    Attributes
    ----------
    storefront
        Whose quote.
    kept
        What it keeps, and in which slot; ``None``: it found no place when the plan was made
        anew, and keeps nothing.
    ends
        Where it goes from and to.
    near
        By profile, which of both ends have a street nearby.
    written_by
        Until when it may be missing in the store.
    """

    storefront: StorefrontId
    kept: Kept | None
    ends: tuple[Location, ...]
    near: Mapping[Profile, tuple[int, ...]]
    written_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """Places that a live plan knows at one moment.

    Attributes
    ----------
    size
        Number of places: of the plan, then two per slot.
    near
        Of the places in slots those with a street nearby, by profile.
    """

    size: int
    near: Mapping[Profile, Near]


class Holds:
    """What is kept in one live plan. Whoever calls a method holds the plan's lock.

    Parameters
    ----------
    routes
        The plan laid out with room for `ROOM` shipments; ``None`` without a vehicle.
    """

    def __init__(self, routes: LiveRoutes | None) -> None:
        self.routes = routes
        self.seq = -1
        self._next_end: datetime | None = None
        self._held: dict[QuoteId, Hold] = {}
        self._given: set[str] = set()
        self._given_way: dict[QuoteId, datetime] = {}
        self._free = deque(range(ROOM))

    def is_current(self, seq: int, now: datetime) -> bool:
        """Tell whether nothing has changed since the last `follow`, or it knew more."""
        is_over = self._next_end is not None and now > self._next_end
        return seq < self.seq or (seq == self.seq and not is_over)

    def missing(self, reserved: Collection[QuoteId]) -> tuple[QuoteId, ...]:
        """Give those of some quotes that are not known here, in their order.

        Those that have given way here will be let go in the store; they are known, too.
        """
        return tuple(
            name for name in reserved if name not in self._held and name not in self._given_way
        )

    def others(self, reserved: Collection[QuoteId]) -> tuple[QuoteId, ...]:
        """Give the quotes that are known here and not among some."""
        return tuple(name for name in self._held if name not in reserved)

    def follow(
        self,
        reserved: Mapping[QuoteId, datetime],
        stored: Collection[QuoteId],
        *,
        seq: int,
        now: datetime,
    ) -> None:
        """Let go what is not reserved any more.

        Parameters
        ----------
        reserved
            Until when each reserved quote is held.
        stored
            Those of `others` that are in the store; the rest is being written.
        seq
            Place in the chain that this is from.
        now
            The present moment.
        """
        self.seq = seq
        self._next_end = min(reserved.values(), default=None)
        self._given_way = {
            name: until
            for name, until in self._given_way.items()
            if name in reserved and now <= until
        }
        for name, hold in list(self._held.items()):
            if name not in reserved and (name in stored or now > hold.written_by):
                self.release(name)

    def kept(self) -> tuple[Kept, ...]:
        """Give all that is kept, oldest first."""
        return tuple(hold.kept for hold in self._held.values() if hold.kept is not None)

    def places(self) -> tuple[Location, ...]:
        """Give the places from and to which kept shipments go that the plan does not have."""
        return tuple(
            end for hold in self._held.values() if hold.kept is not None for end in hold.ends
        )

    def ground(self, size: int, profiles: Iterable[Profile]) -> Ground:
        """Give the places that are kept, after those of the plan."""
        found = {}
        for profile in profiles:
            at = {
                size + PLACES * hold.kept.slot + row: hold.ends[row]
                for hold in self._held.values()
                if hold.kept is not None
                for row in hold.near[profile]
            }
            found[profile] = Near(indices=tuple(at), points=tuple(at.values()))
        return Ground(size=size + PLACES * ROOM, near=found)

    def keep(  # noqa: PLR0913 - all of a hold
        self,
        quote: QuoteId,
        storefront: StorefrontId,
        *,
        offer: Offer,
        asked: Shipment,
        travel: tuple[NewTravel, ...],
        ends: tuple[Location, ...],
        near: Mapping[Profile, tuple[int, ...]],
        now: datetime,
        is_new: bool,
    ) -> tuple[QuoteId, ...]:
        """Keep the offer that the routes gave last, unless the quote has a place already.

        Without a free slot nothing is kept.

        Returns
        -------
            Which quotes have given way; the store is to let them go with the new one.
        """
        if quote in self._held:
            return ()
        known = [(name, one.storefront) for name, one in self._held.items()]
        given_way = must_give_way(known, storefront)
        if is_new:
            self._given.add(quote)
        kept = None
        if self.routes is not None and self._free:
            slot = self._free.popleft()
            self.routes = self.routes.keeping(offer, slot)
            kept = Kept(slot=slot, asked=asked, travel=travel)
        self._held[quote] = Hold(
            storefront=storefront,
            kept=kept,
            ends=ends,
            near=near,
            written_by=now + WRITING,
        )
        for name in given_way:  # only now, for the offer may go by what they kept
            self.release(name)
            self._given_way[name] = now + WRITING
        return given_way

    def has_given(self, quote: str) -> bool:
        """Tell whether a quote was worked out here, and so is known to all that came after."""
        return quote in self._given

    def take_back(self, quote: QuoteId, given_way: Iterable[QuoteId]) -> None:
        """Undo that a quote keeps its place; those who gave way for it are missing from now on."""
        self.release(quote)
        for name in given_way:
            self._given_way.pop(name, None)
        self.seq = -1

    def keep_nothing(self, quote: QuoteId, storefront: StorefrontId, *, now: datetime) -> None:
        """Remember that there is no place for a quote until the plan is made anew.

        Another thread may have found one meanwhile; then that stays.
        """
        if quote in self._held:
            return
        self._held[quote] = Hold(
            storefront=storefront, kept=None, ends=(), near={}, written_by=now + WRITING
        )

    def release(self, quote: QuoteId) -> None:
        """Let go what a quote keeps, if it is known here."""
        hold = self._held.pop(quote, None)
        if hold is None:
            return
        if hold.kept is not None and self.routes is not None:
            self.routes = self.routes.releasing(hold.kept.slot)
            self._free.append(hold.kept.slot)


def must_give_way(
    reserved: Sequence[tuple[QuoteId, StorefrontId]], storefront: StorefrontId
) -> tuple[QuoteId, ...]:
    """Say which reservations end when a storefront gets one more.

    Parameters
    ----------
    reserved
        Of the day, oldest first.
    storefront
        Whose quote comes.
    """
    mine = [name for name, whose in reserved if whose == storefront]
    given = mine[: max(0, len(mine) + 1 - MOST_PER_STOREFRONT)]
    others = [name for name, _ in reserved if name not in given]
    return (*given, *others[: max(0, len(others) + 1 - MOST_RESERVED)])
