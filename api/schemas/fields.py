"""Fields that bodies and answers are made of.

What comes in is strict: no number from a text or a truth value, nothing unnamed, every
text and number bounded.
"""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Final, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from dispatch.model import Window
from routing.model import Location

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2099

_TIMESTAMP: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)",
    re.ASCII,
)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Body(BaseModel):
    """A part of a request."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        allow_inf_nan=False,
        frozen=True,
        validate_by_name=True,
        validate_by_alias=True,
    )


class Params(BaseModel):
    """The query of a request: texts that are read as what they should be."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)


class Answer(BaseModel):
    """A part of a response."""

    model_config = ConfigDict(frozen=True, validate_by_name=True, validate_by_alias=True)


def _like_a_timestamp(value: object) -> object:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _TIMESTAMP.fullmatch(value):
        raise _no_timestamp()
    try:
        moment = datetime.fromisoformat(value[:10] + "T" + value[11:].upper())
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _no_timestamp() from error


def _in_bounds(value: datetime) -> datetime:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise _no_timestamp()
    return value


def _no_timestamp() -> PydanticCustomError:
    return PydanticCustomError("timestamp", "Expected an RFC 3339 timestamp with an offset.")


def _like_a_day(value: object) -> object:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = date.min
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
    kind = "day"
    raise PydanticCustomError(kind, "Expected a day such as 2026-03-02.")


Timestamp = Annotated[
    AwareDatetime,
    Field(strict=False, examples=["2026-03-02T12:30:00+02:00"]),
    AfterValidator(_in_bounds),
    BeforeValidator(_like_a_timestamp, json_schema_input_type=str),
]
"""An RFC 3339 timestamp with an offset, of this century; in UTC once it is read."""

Day = Annotated[
    date,
    Field(strict=False, examples=["2026-03-02"]),
    BeforeValidator(_like_a_day),
]
"""A day of this century as ``YYYY-MM-DD``."""

Identifier = Annotated[
    str,
    StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$"),
]
"""An id that we gave."""

Skill = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z0-9_-]+$")]
"""Name of a skill."""

Address = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Note = Annotated[str, StringConstraints(max_length=500)]
Name = Annotated[str, StringConstraints(max_length=120)]
Phone = Annotated[str, StringConstraints(max_length=40)]

Lat = Annotated[float, Field(ge=-90, le=90, examples=[60.1699])]
Lon = Annotated[float, Field(ge=-180, le=180, examples=[24.9384])]


class LocationIn(Body):
    """A point in WGS84 degrees."""

    lat: Lat
    lon: Lon

    def value(self) -> Location:
        """Give the point."""
        return Location(lat=self.lat, lon=self.lon)


class LocationOut(Answer):
    """A point in WGS84 degrees."""

    lat: float
    lon: float

    @classmethod
    def of(cls, location: Location) -> Self:
        """Write a point."""
        return cls(lat=location.lat, lon=location.lon)


class WindowIn(Body):
    """When service may begin, both ends included."""

    from_: Timestamp = Field(alias="from")
    to: Timestamp

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ > self.to:
            kind = "window_order"
            raise PydanticCustomError(kind, "Expected from before to.")
        return self

    def value(self) -> Window:
        """Give the window."""
        return Window(earliest=self.from_, latest=self.to)


class WindowOut(Answer):
    """When service may begin, both ends included."""

    from_: datetime = Field(alias="from")
    to: datetime

    @classmethod
    def of(cls, window: Window) -> Self:
        """Write a window."""
        return cls(from_=window.earliest, to=window.latest)


class Said(Answer):
    """A code with the sentence that says it."""

    code: str
    message: str


class ReasonOut(Said):
    """Why not, and what would help."""

    remedies: list[Said]
