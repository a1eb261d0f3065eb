"""When couriers work: shifts with their breaks and care windows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from dispatch.model.ids import CourierId, ShiftId
from dispatch.model.places import Window
from routing.model import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftBreak:
    """A rest that must begin inside a window.

    Attributes
    ----------
    window
        When it may begin.
    duration_s
        Seconds of rest.
    is_paid
        Whether it counts as online time.
    """

    window: Window
    duration_s: int
    is_paid: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CareWindow:
    """Time away during a shift, no reason asked: planned absence, never a refusal.

    Attributes
    ----------
    begins_at, ends_at
        From when to when.
    """

    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A stretch in which a courier of a running shift was not available.

    Attributes
    ----------
    begins_at
        From when.
    ends_at
        Until when; ``None`` while it lasts.
    """

    begins_at: datetime
    ends_at: datetime | None = None


class ShiftState(StrEnum):
    """Where a shift is in its life."""

    AGREED = "agreed"
    BEGUN = "begun"
    ENDED = "ended"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Agreed working interval of a courier, with what they ride then.

    Attributes
    ----------
    id
        Unique in the co-op.
    courier
        Whose it is.
    day
        The co-op's day on which it starts.
    starts_at, ends_at
        The agreed interval.
    start
        Where the courier starts.
    end
        Where the courier wants to be at the end; ``None``: anywhere.
    profile, capacity, skills
        As in `Courier`, for this shift.
    breaks, care
        Rests to be fitted in, and times away.
    state
        Where it is in its life.
    began_at, ended_at
        When the courier really began and ended.
    pauses
        When the courier paused.
    is_offered
        Whether colleagues may take it.
    max_climb_m
        As in `Courier`, for this shift.

    Raises
    ------
    ValueError
        When the shift ends before it starts.
    """

    id: ShiftId
    courier: CourierId
    day: date
    starts_at: datetime
    ends_at: datetime
    start: Location
    end: Location | None = None
    profile: str = "bike"
    capacity: tuple[int, ...] = (20_000, 80_000)
    skills: frozenset[str] = frozenset()
    breaks: tuple[ShiftBreak, ...] = ()
    care: tuple[CareWindow, ...] = ()
    state: ShiftState = ShiftState.AGREED
    began_at: datetime | None = None
    ended_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    is_offered: bool = False
    max_climb_m: int | None = None

    def __post_init__(self) -> None:
        if self.starts_at >= self.ends_at:
            msg = f"Expected a shift that ends after it starts, got {self.id!r}."
            raise ValueError(msg)

    @property
    def planned_online(self) -> timedelta:
        """Agreed time less care windows and unpaid breaks."""
        away = sum((care.ends_at - care.begins_at for care in self.care), timedelta())
        rest = sum(pause.duration_s for pause in self.breaks if not pause.is_paid)
        return max(timedelta(), self.ends_at - self.starts_at - away - timedelta(seconds=rest))


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Days on which a courier is away, whatever for.

    Attributes
    ----------
    id
        Unique in the co-op.
    courier
        Who.
    first_day, last_day
        Of the co-op's days, both included.
    """

    id: str
    courier: CourierId
    first_day: date
    last_day: date
