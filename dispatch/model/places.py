"""Where and when, in the words of people: places and windows of clock time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch.errors import WindowImpossible
from routing.model import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Interval of clock time in which service may begin, both ends included.

    Attributes
    ----------
    earliest, latest
        Aware datetimes.

    Raises
    ------
    ValueError
        When an end has no offset.
    WindowImpossible
        When the window ends before it begins.
    """

    earliest: datetime
    latest: datetime

    def __post_init__(self) -> None:
        if self.earliest.tzinfo is None or self.latest.tzinfo is None:
            msg = f"Expected datetimes with an offset, got {self.earliest}, {self.latest}."
            raise ValueError(msg)
        if self.earliest > self.latest:
            begins, ends = self.earliest.isoformat(), self.latest.isoformat()
            msg = f"Expected a window that ends after it begins, got {begins} to {ends}."
            raise WindowImpossible(msg, earliest=begins, latest=ends)

    @property
    def duration(self) -> timedelta:
        """From one end to the other."""
        return self.latest - self.earliest


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An address that has been found on the map.

    Attributes
    ----------
    address
        As people write it.
    location
        Where it is.
    note
        How to find the door.
    contact, phone
        Whom to ask there.
    needs_pin
        Whether the map is not sure that the door is there.
    """

    address: str
    location: Location
    note: str = ""
    contact: str = ""
    phone: str = ""
    needs_pin: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWish:
    """A place as it was asked for: an address to find, or a location, or both.

    Attributes
    ----------
    address
        To be found on the map when there is no location.
    location
        Where it is, if known.
    note, contact, phone
        As in `Place`.

    Raises
    ------
    ValueError
        When there is neither an address nor a location.
    """

    address: str = ""
    location: Location | None = None
    note: str = ""
    contact: str = ""
    phone: str = ""

    def __post_init__(self) -> None:
        if not self.address.strip() and self.location is None:
            msg = "Expected an address or a location, got neither."
            raise ValueError(msg)
