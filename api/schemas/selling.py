"""Where and when a co-op sells: zones, slots and the rules behind them, partner classes."""

from datetime import datetime, time
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, JsonValue, StringConstraints

from api.schemas.fields import Answer, Body, Day, Identifier, Name, Params, WindowOut
from api.schemas.overlays import WEEKDAYS, PolygonIn, PolygonOut, Weekday
from dispatch.model import Slot, SlotRule, SlotRuleId, Storefront, StorefrontId, Zone, ZoneId
from fairness.tariff import PartnerClass

ClockTime = Annotated[
    str,
    StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$"),
    Field(examples=["09:00"]),
]

_AREA: list[JsonValue] = [
    [24.93, 60.16],
    [24.96, 60.16],
    [24.96, 60.18],
    [24.93, 60.18],
    [24.93, 60.16],
]


class ZoneIn(Body):
    """An area that the co-op serves."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "Center", "area": {"type": "Polygon", "coordinates": [_AREA]}}],
        },
    )

    name: Annotated[Name, Field(min_length=1)]
    area: PolygonIn

    def value(self, name: str) -> Zone:
        """Give the zone."""
        return Zone(id=ZoneId(name), name=self.name, area=self.area.value())


class ZoneOut(Answer):
    """An area that the co-op serves."""

    id: str
    name: str
    area: PolygonOut

    @classmethod
    def of(cls, zone: Zone) -> Self:
        """Write a zone."""
        return cls(id=zone.id, name=zone.name, area=PolygonOut.of(zone.area))


class ZonesOut(Answer):
    """Every zone; with none, the whole city is served."""

    zones: list[ZoneOut]


class SlotRuleIn(Body):
    """When deliveries can be booked by the slot; clock times are the co-op's."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "weekdays": ["mon", "tue", "wed", "thu", "fri"],
                    "opens": "09:00",
                    "closes": "18:00",
                    "length_s": 3600,
                    "capacity": 6,
                    "notice_s": 1800,
                },
            ],
        },
    )

    weekdays: Annotated[list[Weekday], Field(min_length=1, max_length=7)]
    opens: ClockTime
    closes: ClockTime
    length_s: Annotated[int, Field(ge=300, le=86_400)]
    capacity: Annotated[int, Field(ge=1, le=10_000)]
    storefront_id: Identifier | None = None
    notice_s: Annotated[int, Field(ge=0, le=2_592_000)] = 0
    cut_off: ClockTime | None = None
    cut_off_days: Annotated[int, Field(ge=0, le=30)] = 0

    def value(self, name: str) -> SlotRule:
        """Give the rule."""
        storefront = self.storefront_id
        return SlotRule(
            id=SlotRuleId(name),
            weekdays=frozenset(map(WEEKDAYS.index, self.weekdays)),
            opens=time.fromisoformat(self.opens),
            closes=time.fromisoformat(self.closes),
            length_s=self.length_s,
            capacity=self.capacity,
            storefront=StorefrontId(storefront) if storefront else None,
            notice_s=self.notice_s,
            cut_off=time.fromisoformat(self.cut_off) if self.cut_off else None,
            cut_off_days=self.cut_off_days,
        )


class SlotRuleOut(Answer):
    """When deliveries can be booked by the slot."""

    id: str
    weekdays: list[str]
    opens: str
    closes: str
    length_s: int
    capacity: int
    storefront_id: str | None
    notice_s: int
    cut_off: str | None
    cut_off_days: int

    @classmethod
    def of(cls, rule: SlotRule) -> Self:
        """Write a rule."""
        return cls(
            id=rule.id,
            weekdays=[WEEKDAYS[day] for day in sorted(rule.weekdays)],
            opens=f"{rule.opens:%H:%M}",
            closes=f"{rule.closes:%H:%M}",
            length_s=rule.length_s,
            capacity=rule.capacity,
            storefront_id=rule.storefront,
            notice_s=rule.notice_s,
            cut_off=f"{rule.cut_off:%H:%M}" if rule.cut_off else None,
            cut_off_days=rule.cut_off_days,
        )


class SlotRulesOut(Answer):
    """Every slot rule."""

    rules: list[SlotRuleOut]


class SlotOut(Answer):
    """One window that can be booked by its id, and what room is left in it."""

    id: str
    window: WindowOut
    capacity: int
    remaining: int
    bookable_until: datetime
    state: str

    @classmethod
    def of(cls, slot: Slot) -> Self:
        """Write a slot."""
        return cls(
            id=slot.id,
            window=WindowOut.of(slot.window),
            capacity=slot.capacity,
            remaining=slot.remaining,
            bookable_until=slot.bookable_until,
            state=slot.state,
        )


class SlotsOut(Answer):
    """The slots of a day, by their begin; none where nothing is sold by the slot."""

    day: str
    slots: list[SlotOut]


class SlotsParams(Params):
    """Of which day, and whose."""

    day: Day | None = None
    storefront_id: Identifier | None = None


class PartnerIn(Body):
    """How close a storefront is to the co-op."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"partner": "ally"}]})

    partner: Literal["member", "ally", "market"]

    def value(self) -> PartnerClass:
        """Give the class."""
        return PartnerClass(self.partner)


class StorefrontOut(Answer):
    """Who orders, and what part of the co-op's share they pay by their class."""

    id: str
    name: str
    partner: str

    @classmethod
    def of(cls, storefront: Storefront) -> Self:
        """Write a storefront."""
        return cls(id=storefront.id, name=storefront.name, partner=storefront.partner)


class StorefrontsOut(Answer):
    """Every storefront."""

    storefronts: list[StorefrontOut]
