"""What is different on the streets: closures, works, weather, busy hours."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.fields import Answer, Body, Lat, Lon, Note, Params, Timestamp
from dispatch.errors import BadOverlay
from dispatch.model import Overlay, OverlayWish
from routing.model import Location
from routing.streets.overlays import MOST_TIME, Hours
from routing.streets.profiles import Profile
from routing.streets.weather import Weather

MOST_CORNERS = 200
MOST_STREETS = 50
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
StreetName = Annotated[str, StringConstraints(min_length=1, max_length=200)]
ProfileName = Annotated[Profile, Field(strict=False)]
Clock = Annotated[
    str,
    StringConstraints(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"),
    Field(examples=["07:30"]),
]
Ring = Annotated[
    list[Annotated[list[float], Field(min_length=2, max_length=2)]],
    Field(min_length=4, max_length=MOST_CORNERS),
]


class PolygonIn(Body):
    """GeoJSON polygon of one ring: ``[lon, lat]`` pairs, the last one as the first."""

    type: Literal["Polygon"]
    coordinates: Annotated[list[Ring], Field(min_length=1, max_length=1)]

    @model_validator(mode="after")
    def _is_on_earth(self) -> Self:
        if any(abs(lat) > 90 or abs(lon) > 180 for lon, lat in self.coordinates[0]):  # noqa: PLR2004 - degrees
            kind = "polygon"
            raise PydanticCustomError(kind, "Expected degrees.")
        return self

    def value(self) -> tuple[Location, ...]:
        """Give the corners, each once."""
        corners = [Location(lat=lat, lon=lon) for lon, lat in self.coordinates[0]]
        return tuple(corners[:-1] if corners[0] == corners[-1] else corners)


class HoursIn(Body):
    """A part of the day, in the co-op's time; an end before the begin lies on the next day."""

    from_: Clock = Field(alias="from")
    to: Clock
    weekdays: Annotated[list[Weekday], Field(max_length=7)] = Field(default_factory=list)

    def value(self) -> Hours:
        """Give the hours.

        Raises
        ------
        BadOverlay
            When they begin and end at the same minute.
        """
        days = frozenset(map(WEEKDAYS.index, self.weekdays or WEEKDAYS))
        begin = minute_of(self.from_) % (24 * 60)
        try:
            return Hours(begin=begin, end=minute_of(self.to), weekdays=days)
        except ValueError as error:
            raise BadOverlay(str(error)) from error


class OverlayIn(Body):
    """A closure, a factor or a weather; what is not limited is meant everywhere and for all."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"streets": ["Elm Street"], "is_closed": True, "note": "Street party"},
                {"weather": "rain", "ends_at": "2026-03-02T18:00:00+02:00"},
            ],
        },
    )

    streets: Annotated[list[StreetName], Field(max_length=MOST_STREETS)] = Field(
        default_factory=list
    )
    area: PolygonIn | None = None
    profiles: Annotated[list[ProfileName], Field(max_length=len(Profile))] = Field(
        default_factory=list
    )
    weather: Annotated[Weather, Field(strict=False)] | None = None
    is_closed: bool = False
    time_permille: Annotated[int, Field(ge=1, le=MOST_TIME)] | None = None
    hours: HoursIn | None = None
    begins_at: Timestamp | None = None
    ends_at: Timestamp | None = None
    note: Note = ""

    def value(self) -> OverlayWish:
        """Give the wish."""
        return OverlayWish(
            area=self.area.value() if self.area else (),
            streets=frozenset(self.streets),
            profiles=frozenset(map(str, self.profiles)),
            weather=None if self.weather is None else str(self.weather),
            is_closed=self.is_closed,
            time_permille=self.time_permille,
            hours=self.hours.value() if self.hours else None,
            begins_at=self.begins_at,
            ends_at=self.ends_at,
            note=self.note,
        )


class PolygonOut(Answer):
    """GeoJSON polygon of one ring."""

    type: str = "Polygon"
    coordinates: list[list[tuple[Lon, Lat]]]

    @classmethod
    def of(cls, area: tuple[Location, ...]) -> Self:
        """Write an area."""
        ring = [(corner.lon, corner.lat) for corner in (*area, area[0])]
        return cls(coordinates=[ring])


class HoursOut(Answer):
    """A part of the day, in the co-op's time."""

    from_: str = Field(alias="from")
    to: str
    weekdays: list[str]

    @classmethod
    def of(cls, hours: Hours) -> Self:
        """Write hours."""
        days = [WEEKDAYS[day] for day in sorted(hours.weekdays)]
        return cls(from_=clock_of(hours.begin), to=clock_of(hours.end), weekdays=days)


class OverlayOut(Answer):
    """What is different on the streets, and since when; `version` rises with each change."""

    id: str
    version: int
    streets: list[str]
    area: PolygonOut | None
    profiles: list[str]
    weather: str | None
    is_closed: bool
    time_permille: int | None
    hours: HoursOut | None
    begins_at: datetime
    ends_at: datetime | None
    ended_at: datetime | None
    note: str
    author: str
    created_at: datetime
    is_in_force: bool

    @classmethod
    def of(cls, overlay: Overlay, *, is_in_force: bool) -> Self:
        """Write an overlay, and whether it holds now."""
        return cls(
            id=overlay.id,
            version=overlay.version,
            streets=sorted(overlay.streets),
            area=PolygonOut.of(overlay.area) if overlay.area else None,
            profiles=sorted(overlay.profiles),
            weather=overlay.weather,
            is_closed=overlay.is_closed,
            time_permille=overlay.time_permille,
            hours=HoursOut.of(overlay.hours) if overlay.hours else None,
            begins_at=overlay.begins_at,
            ends_at=overlay.ends_at,
            ended_at=overlay.ended_at,
            note=overlay.note,
            author=overlay.author,
            created_at=overlay.created_at,
            is_in_force=is_in_force,
        )


class OverlaysOut(Answer):
    """What holds now or may hold later, by beginning."""

    overlays: list[OverlayOut]


class EndOverlayParams(Params):
    """The version that the person looked at."""

    if_version: Annotated[int, Field(ge=1, le=1_000_000)] | None = None


def minute_of(clock: str) -> int:
    """Count the minutes from midnight to a time like ``07:30``."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def clock_of(minute: int) -> str:
    """Write minutes after midnight as a time like ``07:30``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
