"""Crews: couriers with different rides, hours, skills and lives, drawn by a seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from scenarios.randomness import stream
from scenarios.specs import CourierSpec, RestSpec, Skill, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from scenarios.specs import Address

NAMES = (
    "Aino Laine",
    "Youssef Amrani",
    "Linh Tran",
    "Mateo Rojas",
    "Fatima Noor",
    "Oskar Berg",
    "Zeynep Kaya",
    "Kwame Mensah",
    "Iida Salo",
    "Priya Nair",
    "Dawit Bekele",
    "Marta Soler",
    "Jonas Weber",
    "Sanna Koski",
    "Amina Yusuf",
    "Pavel Novak",
    "Chiara Conti",
    "Leila Haddad",
    "Tomas Silva",
    "Hana Suzuki",
    "Ravi Menon",
    "Elif Demir",
    "Noah Dubois",
    "Grace Okafor",
)
"""Plain names from many places; a larger crew mixes first and last names."""

MOST_COURIERS = len(NAMES) ** 2

QUARTER = timedelta(minutes=15)
CAPACITY = {
    "foot": (9_000, 35_000),
    "bike": (18_000, 70_000),
    "cargo_bike": (90_000, 400_000),
    "e_van": (280_000, 2_200_000),
}
"""Grams and cubic centimetres that each profile carries on the scenario's day."""

LARGE_VAN = (450_000, 4_000_000)
"""What whoever drives the van can carry on days on which the large one is free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftPattern:
    """A typical shift: hours, the ride, and what else belongs to it."""

    profile: str
    begins_h: float
    hours: float
    skills: tuple[Skill, ...] = ()
    care_h: tuple[float, float] | None = None


PATTERNS = (
    ShiftPattern(profile="bike", begins_h=8.0, hours=6.0, skills=(Skill.COLD,)),
    ShiftPattern(profile="bike", begins_h=16.0, hours=6.0, skills=(Skill.AGE_CHECK,)),
    ShiftPattern(profile="cargo_bike", begins_h=8.0, hours=8.0, skills=(Skill.CARGO, Skill.COLD)),
    ShiftPattern(profile="bike", begins_h=11.0, hours=8.0, care_h=(14.5, 15.5)),
    ShiftPattern(profile="cargo_bike", begins_h=14.0, hours=8.0, skills=(Skill.CARGO, Skill.COLD)),
    ShiftPattern(profile="bike", begins_h=10.0, hours=4.0),
    ShiftPattern(profile="bike", begins_h=15.0, hours=7.0, skills=(Skill.AGE_CHECK, Skill.COLD)),
    ShiftPattern(profile="e_van", begins_h=9.0, hours=7.0, skills=(Skill.CARGO, Skill.AGE_CHECK)),
    ShiftPattern(profile="bike", begins_h=9.0, hours=7.5, care_h=(12.5, 13.25)),
    ShiftPattern(profile="cargo_bike", begins_h=10.5, hours=6.5, skills=(Skill.CARGO,)),
    ShiftPattern(profile="bike", begins_h=17.0, hours=5.0),
    ShiftPattern(profile="bike", begins_h=8.5, hours=5.0),
    ShiftPattern(profile="cargo_bike", begins_h=15.5, hours=6.0, skills=(Skill.CARGO,)),
    ShiftPattern(profile="bike", begins_h=12.0, hours=7.0, care_h=(15.5, 16.5)),
)
"""Shifts that cover 8:00 to 22:00 and are densest at lunch and dinner."""

REST_AFTER = timedelta(hours=6)
REST = timedelta(minutes=30)


def crew(homes: Sequence[Address], *, num_couriers: int, seed: int) -> tuple[CourierSpec, ...]:
    """Draw a crew.

    Who rides what follows `PATTERNS` in turn; names, homes and small shifts of the hours
    are drawn. A shift of six hours or more has a break of half an hour around its middle.

    Parameters
    ----------
    homes
        Addresses to live at, at least one.
    num_couriers
        How many; at most `MOST_COURIERS`.
    seed
        Start of the random stream.

    Returns
    -------
    tuple of CourierSpec
        In order of their names' draw.

    Raises
    ------
    ValueError
        When there are no homes, or the number is out of range.
    """
    if not homes:
        msg = "Expected at least one address to live at, got none."
        raise ValueError(msg)
    if not 1 <= num_couriers <= MOST_COURIERS:
        msg = f"Expected 1 to {MOST_COURIERS} couriers, got {num_couriers}."
        raise ValueError(msg)
    rng = stream(seed, "crew")
    names = rng.permutation(len(NAMES)).tolist()
    return tuple(
        _courier(
            name=_name(names, index),
            pattern=PATTERNS[index % len(PATTERNS)],
            home=homes[int(rng.integers(len(homes)))],
            rng=rng,
        )
        for index in range(num_couriers)
    )


def _name(order: Sequence[int], index: int) -> str:
    """Give the names in an order, then mixed ones: first names with others' last names."""
    turn, place = divmod(index, len(order))
    first = NAMES[order[place]].split()[0]
    last = NAMES[order[(place + turn) % len(order)]].split()[1]
    return f"{first} {last}"


def _courier(
    *, name: str, pattern: ShiftPattern, home: Address, rng: np.random.Generator
) -> CourierSpec:
    opening, closing = timedelta(hours=8), timedelta(hours=22)
    length = timedelta(hours=pattern.hours)
    begins = timedelta(hours=pattern.begins_h) + int(rng.integers(-1, 2)) * QUARTER
    begins = min(max(begins, opening), closing - length)
    shift = Span(begins=begins, ends=begins + length)
    care: tuple[Span, ...] = ()
    if pattern.care_h is not None:
        care = (
            Span(
                begins=timedelta(hours=pattern.care_h[0]), ends=timedelta(hours=pattern.care_h[1])
            ),
        )
    return CourierSpec(
        name=name,
        initials="".join(part[0] for part in name.split()),
        profile=pattern.profile,
        capacity=CAPACITY[pattern.profile],
        usual_capacity=LARGE_VAN if pattern.profile == "e_van" else CAPACITY[pattern.profile],
        skills=frozenset(pattern.skills),
        home=home,
        shift=shift,
        rest=None if care or length < REST_AFTER else _rest(shift),
        care=care,
    )


def _rest(shift: Span) -> RestSpec:
    """Put the break around the middle of a shift, with an hour and a half of freedom."""
    middle = shift.begins + shift.duration / 2
    freedom = timedelta(minutes=45)
    return RestSpec(within=Span(begins=middle - freedom, ends=middle + freedom), duration=REST)
