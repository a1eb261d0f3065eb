"""What is different on the streets for a while: closures, works, weather, busy hours."""

from dataclasses import dataclass
from datetime import datetime

from dispatch.model.ids import MemberId, OverlayId
from routing.model import Location
from routing.streets.overlays import Hours


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayWish:
    """A change of the streets as somebody asks for it; what is not limited is meant everywhere.

    Attributes
    ----------
    area
        Corners of a polygon; streets that touch it are meant.
    streets
        Names of streets.
    profiles
        Who is affected; empty: everybody.
    weather
        One of `routing.streets.weather.Weather`, for the whole city.
    is_closed
        Whether nobody can pass.
    time_permille
        Otherwise, thousandths of the usual time that passing takes; ``None``: as the
        weather says.
    hours
        When it holds on a day, in the co-op's own time; ``None``: all day.
    begins_at, ends_at
        From when to when it holds; ``None``: from now on, and until it is taken back.
    note
        Why, for people.
    """

    area: tuple[Location, ...] = ()
    streets: frozenset[str] = frozenset()
    profiles: frozenset[str] = frozenset()
    weather: str | None = None
    is_closed: bool = False
    time_permille: int | None = None
    hours: Hours | None = None
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A change of the streets that a co-op has decided.

    Attributes
    ----------
    id, version
        Unique in the co-op, and its how manieth state.
    area, streets, profiles, weather, is_closed, time_permille, hours, note
        As in `OverlayWish`.
    begins_at, ends_at
        From when to when it holds; ``None``: until it is taken back.
    author, created_at
        Who decided it, and when.
    ended_at
        When it was taken back.
    """

    id: OverlayId
    version: int
    area: tuple[Location, ...]
    streets: frozenset[str]
    profiles: frozenset[str]
    weather: str | None
    is_closed: bool
    time_permille: int | None
    hours: Hours | None
    begins_at: datetime
    ends_at: datetime | None
    note: str
    author: MemberId
    created_at: datetime
    ended_at: datetime | None = None

    @property
    def label(self) -> str:
        """Names this state of it, as plans keep it."""
        return f"{self.id}:{self.version}"
