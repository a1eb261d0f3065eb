"""Where and when a co-op sells: zones that it serves, and slots that can be booked."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from dispatch.errors import BadWish
from dispatch.model.ids import SlotRuleId, StorefrontId, ZoneId
from dispatch.model.places import Window
from routing.model import Location

FEWEST_CORNERS = 3
DAY_S = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """An area that the co-op serves; without any zone it serves its whole city.

    Attributes
    ----------
    id
        Unique in the co-op.
    name
        As people call it.
    area
        Corners in order, each once.

    Raises
    ------
    BadWish
        When there are fewer than three corners.
    """

    id: ZoneId
    name: str
    area: tuple[Location, ...]

    def __post_init__(self) -> None:
        if len(set(self.area)) < FEWEST_CORNERS:
            msg = f"Expected an area of three corners or more, got {len(set(self.area))}."
            raise BadWish(msg, field="area")

    def contains(self, point: Location) -> bool:
        """Tell whether a point lies in the area, by counting the sides to the east of it."""
        is_inside = False
        before = self.area[-1]
        for corner in self.area:
            if (corner.lat > point.lat) != (before.lat > point.lat):
                share = (point.lat - before.lat) / (corner.lat - before.lat)
                if point.lon < before.lon + share * (corner.lon - before.lon):
                    is_inside = not is_inside
            before = corner
        return is_inside


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRule:
    """When deliveries can be booked by the slot, week after week.

    Attributes
    ----------
    id
        Unique in the co-op.
    storefront
        Whose slots; ``None``: those of every storefront that has none of its own, which
        then share the capacity.
    weekdays
        0 is Monday.
    opens, closes
        Wall-clock times of the first slot's begin and of the last slot's end.
    length_s
        Seconds that a slot lasts; what is left before closing is no slot.
    notice_s
        Seconds before its begin by which a slot must be booked.
    cut_off, cut_off_days
        Wall-clock time of day until which a day's slots can be booked, and how many days
        before; ``None``: no cut-off.
    capacity
        How many orders a slot takes.

    Raises
    ------
    BadWish
        When no slot fits between opening and closing.
    """

    id: SlotRuleId
    weekdays: frozenset[int]
    opens: time
    closes: time
    length_s: int
    capacity: int
    storefront: StorefrontId | None = None
    notice_s: int = 0
    cut_off: time | None = None
    cut_off_days: int = 0

    def __post_init__(self) -> None:
        if not self.weekdays <= frozenset(range(7)) or not self.weekdays:
            msg = f"Expected weekdays from 0 to 6, got {sorted(self.weekdays)}."
            raise BadWish(msg, field="weekdays")
        if min(self.capacity, self.length_s) < 1 or min(self.notice_s, self.cut_off_days) < 0:
            msg = "Expected a capacity and a length from 1 on, and no negative notice."
            raise BadWish(msg, field="capacity")
        if self.open_s < self.length_s:
            msg = f"Expected room for a slot of {self.length_s} s, got {self.open_s} s."
            raise BadWish(msg, field="length_s")

    @property
    def open_s(self) -> int:
        """Seconds between opening and closing on the clock."""
        return _seconds(self.closes) - _seconds(self.opens)


class SlotState(StrEnum):
    """Whether a slot can be booked, and why not."""

    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"
    """Cut-off or prior notice has passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One window of a day that can be booked.

    Attributes
    ----------
    id
        Of the rule and the begin; the same whenever it is asked for.
    window
        When service at the recipient's door begins.
    capacity, taken
        How many orders it takes, and how many have it or hold it with a quote.
    bookable_until
        Last moment to book it.
    state
        Whether it can be booked now.
    """

    id: str
    window: Window
    capacity: int
    taken: int
    bookable_until: datetime
    state: SlotState

    @property
    def remaining(self) -> int:
        """How many more orders it takes."""
        return max(0, self.capacity - self.taken)


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second
