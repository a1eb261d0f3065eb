"""Who asks and who works: the co-op, its storefronts, its couriers, and the actor."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from dispatch.model.ids import CoopId, CourierId, MemberId, StorefrontId
from dispatch.model.places import Place
from fairness.tariff import PartnerClass
from routing.model import Location

SHORTEST_PERMILLE: Final = 500
LONGEST_PERMILLE: Final = 3000
"""Bounds of what a courier may take, in thousandths of the usual time."""


class Role(StrEnum):
    """In what role somebody asks."""

    STOREFRONT = "storefront"
    DISPATCHER = "dispatcher"
    COURIER = "courier"
    MEMBER = "member"
    PEER = "peer"
    """Another co-op."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks, in which co-op: the first argument of every use case.

    Attributes
    ----------
    coop
        The co-op; nothing outside of it exists for this actor.
    member
        Who it is, as events will name them.
    role
        In what role they ask.
    scopes
        What a key is limited to; empty: everything that the role may do.
    courier
        Which courier they are, if they are one.
    storefront
        For which storefront they speak, if for one.
    """

    coop: CoopId
    member: MemberId
    role: Role
    scopes: frozenset[str] = frozenset()
    courier: CourierId | None = None
    storefront: StorefrontId | None = None


def planner(coop: CoopId) -> Actor:
    """Name the actor as whom the planning worker acts."""
    return Actor(coop=coop, member=MemberId("planner"), role=Role.DISPATCHER)


def notifier(coop: CoopId) -> Actor:
    """Name the actor as whom the notifier acts."""
    return Actor(coop=coop, member=MemberId("notifier"), role=Role.DISPATCHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coop:
    """An organization of couriers in this installation.

    Attributes
    ----------
    id
        Short name, unique in the installation.
    name
        As people write it.
    time_zone
        IANA name; decides where a day begins.
    currency
        ISO 4217 code of all its money.
    city
        Name of the city directory that holds its streets.
    language
        BCP 47 tag.
    day_begins_s
        How long after midnight a day of work begins, by the clock: what happens before belongs
        to the night of the day before.
    """

    id: CoopId
    name: str
    time_zone: str = "UTC"
    currency: str = "EUR"
    city: str = ""
    language: str = "en"
    day_begins_s: int = 0

    @property
    def day_begins(self) -> time:
        """The time of the clock at which a day of work begins."""
        return time(self.day_begins_s // 3600, self.day_begins_s // 60 % 60)

    def date_of(self, moment: datetime) -> date:
        """Tell what date the co-op's calendars show at a moment."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()

    def day_of(self, moment: datetime) -> date:
        """Tell to which of the co-op's days a moment belongs."""
        date_then = self.date_of(moment)
        if self.day_begins_s and moment < self.beginning(date_then):
            return date_then - timedelta(days=1)
        return date_then

    def beginning(self, day: date) -> datetime:
        """Give the moment, in UTC, at which a day of the co-op begins."""
        local = datetime.combine(day, self.day_begins, tzinfo=ZoneInfo(self.time_zone))
        return local.astimezone(UTC)

    def bounds(self, day: date) -> tuple[datetime, datetime]:
        """Give the first moment of a day and the first moment of the next."""
        return self.beginning(day), self.beginning(day + timedelta(days=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Storefront:
    """A shop, kitchen or person that orders.

    Attributes
    ----------
    id
        Unique in the co-op.
    name
        As people write it.
    place
        Where parcels wait unless an order says otherwise.
    language
        BCP 47 tag.
    partner
        How close it is to the co-op, which the tariff asks.
    """

    id: StorefrontId
    name: str
    place: Place
    language: str = "en"
    partner: PartnerClass = PartnerClass.MARKET


@dataclass(frozen=True, slots=True, kw_only=True)
class Courier:
    """A member who delivers.

    Only what planning needs is kept: no notes, no scores.

    Attributes
    ----------
    id
        Unique in the co-op.
    name, initials
        As people write it, and short.
    profile
        How they usually move: foot, bike, cargo_bike or e_van.
    capacity
        What they can carry at once: grams, cubic centimetres.
    skills
        What they offer to orders.
    home
        Where a shift starts unless it says otherwise.
    language
        BCP 47 tag.
    is_active
        False for somebody who has left.
    time_permille
        Thousandths of the usual travel time that they take, as agreed with them; plans give
        them as much.
    max_climb_m
        Most ascent in a shift, as they wish; ``None``: what the rules say.

    Raises
    ------
    ValueError
        When the time is out of bounds.
    """

    id: CourierId
    name: str
    initials: str
    profile: str = "bike"
    capacity: tuple[int, ...] = (20_000, 80_000)
    skills: frozenset[str] = frozenset()
    home: Location | None = None
    language: str = "en"
    is_active: bool = True
    time_permille: int = 1000
    max_climb_m: int | None = None

    def __post_init__(self) -> None:
        if not SHORTEST_PERMILLE <= self.time_permille <= LONGEST_PERMILLE:
            msg = (
                f"Expected from {SHORTEST_PERMILLE} to {LONGEST_PERMILLE} thousandths of the "
                f"usual time, got {self.time_permille}."
            )
            raise ValueError(msg)
