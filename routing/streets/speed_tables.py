"""Numbers behind the profiles: which streets are open, and how fast they are.

Sources. Speeds by class are our own round numbers for city couriers: walking at 5 km/h,
a bicycle at 16 and a loaded cargo bike at 14 km/h door to door, with stops at crossings
in them. A van moves at the legal limit times `URBAN_FACTOR`, because it waits at
crossings. Surface factors are how much of that speed is left on a bicycle. What is open
without further tags follows the default access of the OpenStreetMap wiki ("OSM tags for
routing/Access restrictions"), on the cautious side where countries differ.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StreetClass:
    """What one value of the tag ``highway`` means.

    Attributes
    ----------
    open_to
        Profiles that may use it when no tag says otherwise: f(oot), b(ike), c(argo bike),
        v(an).
    foot, bike, cargo_bike
        Travel speed in km/h once it is open; 0: never.
    e_van
        Legal limit in km/h where no ``maxspeed`` is tagged; 0: never.
    rank
        0 for the most important streets on a map, 6 for the least.
    pushable
        Whether a bicycle may be pushed where it may not be ridden.
    """

    open_to: str
    foot: float
    bike: float
    cargo_bike: float
    e_van: float
    rank: int
    pushable: bool = False


CLASSES = {
    "motorway": StreetClass("v", 0, 0, 0, 100, 0),
    "motorway_link": StreetClass("v", 0, 0, 0, 60, 0),
    "trunk": StreetClass("bcv", 5, 16, 14, 80, 0),
    "trunk_link": StreetClass("bcv", 5, 16, 14, 50, 0),
    "primary": StreetClass("fbcv", 5, 16, 14, 50, 1),
    "primary_link": StreetClass("fbcv", 5, 16, 14, 50, 1),
    "secondary": StreetClass("fbcv", 5, 16, 14, 50, 2),
    "secondary_link": StreetClass("fbcv", 5, 16, 14, 50, 2),
    "tertiary": StreetClass("fbcv", 5, 16, 14, 40, 3),
    "tertiary_link": StreetClass("fbcv", 5, 16, 14, 40, 3),
    "unclassified": StreetClass("fbcv", 5, 16, 14, 40, 4),
    "residential": StreetClass("fbcv", 5, 15.5, 13.5, 30, 4),
    "road": StreetClass("fbcv", 5, 14, 12, 30, 4),
    "living_street": StreetClass("fbcv", 5, 12, 11, 10, 4),
    "service": StreetClass("fbcv", 5, 13, 11, 15, 5),
    "track": StreetClass("fbcv", 5, 13, 11, 15, 5),
    "busway": StreetClass("", 5, 15, 13, 30, 5),
    "cycleway": StreetClass("fbc", 5, 17, 15, 10, 5),
    "bridleway": StreetClass("f", 5, 10, 8, 0, 6, pushable=True),
    "pedestrian": StreetClass("f", 5, 9, 8, 7, 4, pushable=True),
    "path": StreetClass("fbc", 5, 13, 11, 7, 6, pushable=True),
    "footway": StreetClass("f", 5, 9, 8, 7, 6, pushable=True),
    "crossing": StreetClass("f", 5, 9, 8, 0, 6, pushable=True),
    "platform": StreetClass("f", 4, 5, 5, 0, 6, pushable=True),
    "corridor": StreetClass("f", 4, 5, 5, 0, 6),
    "elevator": StreetClass("f", 1, 0, 0, 0, 6),
    "steps": StreetClass("f", 2.5, 0, 0, 0, 6),
}

BARRIER_CLASS = "barrier"
"""Class of the edges without length that stand for gates, bollards and the like."""

CLASS_NAMES = (*CLASSES, BARRIER_CLASS)
"""Names of the classes in the order of their numbers in a city's arrays."""

PUSHING_SPEED = {"bike": 4.5, "cargo_bike": 4.0}
"""Speed in km/h of walking beside a bicycle."""

RAMP_SPEED = 2.0
"""Speed in km/h of pushing a bicycle along the ramp of a flight of steps."""

URBAN_FACTOR = {"motorway": 0.9, "motorway_link": 0.8, "trunk": 0.8}
URBAN_FACTOR_ELSEWHERE = 0.65
"""Share of the legal limit that a van reaches door to door."""

PLAUSIBLE_SPEED = {
    "foot": (1.0, 6.0),
    "bike": (2.0, 25.0),
    "cargo_bike": (2.0, 20.0),
    "e_van": (3.0, 90.0),
}
"""Slowest and fastest speed in km/h that any combination of tags may lead to."""

SURFACE_FACTOR = {
    "paving_stones": 0.95,
    "paving_stones:30": 0.95,
    "bricks": 0.9,
    "compacted": 0.9,
    "fine_gravel": 0.85,
    "wood": 0.85,
    "metal": 0.85,
    "sett": 0.75,
    "unpaved": 0.75,
    "gravel": 0.7,
    "cobblestone": 0.65,
    "ground": 0.65,
    "dirt": 0.65,
    "earth": 0.65,
    "pebblestone": 0.6,
    "grass_paver": 0.6,
    "unhewn_cobblestone": 0.5,
    "stone": 0.5,
    "rock": 0.4,
    "grass": 0.5,
    "snow": 0.4,
    "woodchips": 0.5,
    "sand": 0.3,
    "mud": 0.3,
}
SMOOTHNESS_FACTOR = {
    "intermediate": 0.9,
    "bad": 0.7,
    "very_bad": 0.5,
    "horrible": 0.3,
    "very_horrible": 0.25,
    "impassable": 0.0,
}
TRACKTYPE_FACTOR = {"grade2": 0.9, "grade3": 0.75, "grade4": 0.6, "grade5": 0.45}
"""Share of a bicycle's speed that is left; what is not listed leaves all of it."""

SERVICE_FACTOR = {"parking_aisle": 0.7, "driveway": 0.8, "drive-through": 0.5, "alley": 0.8}
"""Share of a vehicle's speed that is left on kinds of service roads."""

ROUGHNESS_SENSITIVITY = {"foot": 0.2, "bike": 1.0, "cargo_bike": 1.15, "e_van": 0.7}
"""How much of the loss that a bicycle suffers on bad ground each profile suffers."""

CLEARANCE = {"foot": 0.0, "bike": 0.6, "cargo_bike": 1.0, "e_van": 2.2}
"""Width in metres that each profile needs to pass."""


@dataclass(frozen=True, slots=True)
class BarrierKind:
    """What one value of the tag ``barrier`` on a node means.

    Attributes
    ----------
    open_to
        Profiles that pass when no tag says otherwise, as in `StreetClass`.
    seconds
        Time it costs those who pass.
    """

    open_to: str
    seconds: float = 0.0


UNKNOWN_BARRIER = BarrierKind("fb", 5)

BARRIERS = {
    "no": BarrierKind("fbcv"),
    "kerb": BarrierKind("fbcv"),
    "entrance": BarrierKind("fbcv"),
    "cattle_grid": BarrierKind("fbcv", 2),
    "border_control": BarrierKind("fbcv", 20),
    "toll_booth": BarrierKind("fbcv", 10),
    "height_restrictor": BarrierKind("fbcv"),
    "lift_gate": BarrierKind("fbcv", 5),
    "swing_gate": BarrierKind("fbcv", 10),
    "sliding_gate": BarrierKind("fbcv", 10),
    "gate": BarrierKind("fbcv", 10),
    "hampshire_gate": BarrierKind("fbcv", 20),
    "sally_port": BarrierKind("fbcv"),
    "bollard": BarrierKind("fbc", 1),
    "rising_bollard": BarrierKind("fbc", 1),
    "block": BarrierKind("fbc", 1),
    "planter": BarrierKind("fbc", 1),
    "jersey_barrier": BarrierKind("fb", 3),
    "debris": BarrierKind("fb", 10),
    "bus_trap": BarrierKind("fbc", 1),
    "sump_buster": BarrierKind("fbc", 1),
    "chain": BarrierKind("fb", 5),
    "rope": BarrierKind("fb", 5),
    "log": BarrierKind("fb", 10),
    "cycle_barrier": BarrierKind("fb", 8),
    "motorcycle_barrier": BarrierKind("fb", 8),
    "wicket_gate": BarrierKind("fb", 8),
    "kissing_gate": BarrierKind("f", 5),
    "horse_stile": BarrierKind("f", 5),
    "stile": BarrierKind("f", 10),
    "turnstile": BarrierKind("f", 5),
    "full-height_turnstile": BarrierKind("f", 5),
    "fence": BarrierKind(""),
    "wall": BarrierKind(""),
    "hedge": BarrierKind(""),
}
