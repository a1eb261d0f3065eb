"""When couriers can and want to work, as they say it and as the desk sees it."""

from datetime import date, time
from typing import Annotated, Self

from pydantic import ConfigDict, Field

from api.schemas.fields import Answer, Body, Day
from api.schemas.overlays import WEEKDAYS, Weekday
from api.schemas.selling import ClockTime
from dispatch.model import Availability, WeekHours

MOST_HOURS = 28


class WeekHoursIn(Body):
    """Hours of one weekday by the co-op's clock; when they end no later, on the next day."""

    weekday: Weekday
    opens: Annotated[ClockTime, Field(alias="from")]
    closes: Annotated[ClockTime, Field(alias="to")]

    def value(self) -> WeekHours:
        """Give the hours."""
        return WeekHours(
            weekday=WEEKDAYS.index(self.weekday),
            opens=time.fromisoformat(self.opens),
            closes=time.fromisoformat(self.closes),
        )


class WeekHoursOut(Answer):
    """Hours of one weekday by the co-op's clock."""

    weekday: str
    opens: Annotated[str, Field(alias="from")]
    closes: Annotated[str, Field(alias="to")]

    @classmethod
    def of(cls, hours: WeekHours) -> Self:
        """Write hours."""
        return cls(
            weekday=WEEKDAYS[hours.weekday],
            opens=hours.opens.isoformat("minutes"),
            closes=hours.closes.isoformat("minutes"),
        )


class AvailabilityIn(Body):
    """My usual week from a day on, or from today on; no hours: not at all."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "valid_from": "2026-06-15",
                    "hours": [{"weekday": "mon", "from": "09:00", "to": "14:00"}],
                }
            ]
        },
    )

    valid_from: Day | None = None
    hours: Annotated[list[WeekHoursIn], Field(max_length=MOST_HOURS)]

    def value(self) -> tuple[WeekHours, ...]:
        """Give the hours, in the order of the week."""
        hours = (one.value() for one in self.hours)
        return tuple(sorted(hours, key=lambda one: (one.weekday, one.opens, one.closes)))


class AvailabilityOut(Answer):
    """A usual week from a day on."""

    valid_from: date
    hours: list[WeekHoursOut]

    @classmethod
    def of(cls, said: Availability) -> Self:
        """Write what was said."""
        return cls(valid_from=said.valid_from, hours=[WeekHoursOut.of(one) for one in said.hours])


class TheirAvailabilityOut(AvailabilityOut):
    """A courier's usual week from a day on."""

    courier_id: str

    @classmethod
    def of(cls, said: Availability) -> Self:
        """Write what was said, and by whom."""
        hours = [WeekHoursOut.of(one) for one in said.hours]
        return cls(courier_id=said.courier, valid_from=said.valid_from, hours=hours)
