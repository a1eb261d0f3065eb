"""What a scenario says about people, storefronts and orders, before a co-op keeps them.

Times are `timedelta` since local midnight of the scenario's day, so that one scenario fits
any day and any time zone. Weights are grams, volumes cubic centimetres.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta

    from routing.model import Location


class Skill(StrEnum):
    """What some orders need and some couriers offer."""

    CARGO = "cargo"
    COLD = "cold"
    AGE_CHECK = "age_check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A place in the city with the words people use for it.

    Attributes
    ----------
    label
        Street and house number, or a street alone.
    location
        Where it is.
    """

    label: str
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Interval of one day.

    Attributes
    ----------
    begins, ends
        Since local midnight.

    Raises
    ------
    ValueError
        When it ends before it begins.
    """

    begins: timedelta
    ends: timedelta

    def __post_init__(self) -> None:
        if self.ends <= self.begins:
            msg = f"Expected a span that ends after it begins, got {self.begins} to {self.ends}."
            raise ValueError(msg)

    @property
    def duration(self) -> timedelta:
        """From beginning to end."""
        return self.ends - self.begins


@dataclass(frozen=True, slots=True, kw_only=True)
class RestSpec:
    """A break inside a shift.

    Attributes
    ----------
    within
        Interval in which it must begin.
    duration
        How long it is.
    """

    within: Span
    duration: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierSpec:
    """A courier and what they agreed to on the scenario's day.

    Attributes
    ----------
    name, initials
        As the console shows them.
    profile
        What they ride; a value of `routing.streets.profiles.Profile`.
    capacity
        Grams and cubic centimetres of what they ride on this day.
    usual_capacity
        Of what they ride at best.
    skills
        What they offer.
    home
        Where the shift begins and ends.
    shift
        Agreed working interval.
    rest
        Break inside the shift, if there is one.
    care
        Times away, no reason asked.
    """

    name: str
    initials: str
    profile: str
    capacity: tuple[int, int]
    usual_capacity: tuple[int, int]
    skills: frozenset[str]
    home: Address
    shift: Span
    rest: RestSpec | None = None
    care: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StorefrontSpec:
    """A storefront that orders deliveries.

    Attributes
    ----------
    name
        As people call it.
    kind
        Key of its row in `scenarios.trades`.
    address
        Where goods are picked up.
    """

    name: str
    kind: str
    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSpec:
    """One order of the day.

    Attributes
    ----------
    reference
        The storefront's own number.
    storefront
        Index among the scenario's storefronts.
    placed
        When it is placed; before midnight of the day when negative.
    ready
        When the goods can be picked up.
    delivery
        Address of the recipient.
    window
        When delivery may begin.
    description
        What is in it.
    weight_g, volume_cm3
        Of its one parcel.
    skills
        What the courier must offer.
    """

    reference: str
    storefront: int
    placed: timedelta
    ready: timedelta
    delivery: Address
    window: Span
    description: str
    weight_g: int
    volume_cm3: int
    skills: frozenset[str] = frozenset()
