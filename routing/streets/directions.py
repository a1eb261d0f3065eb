"""What to do along a path, step by step, in codes that any language can say.

A step begins with a maneuver at a place and lasts until the next. Small things are left
out: bends without a choice, kinks, short nameless links between two streets.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from routing.streets.directions_line import Line, turned
from routing.streets.directions_runs import Run, WayKind, find_runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.model import Location
    from routing.streets.network import Network
    from routing.streets.path import Path
    from routing.streets.profiles import Profile

STRAIGHT = 20.0
"""Degrees of a turn up to which a way goes straight on."""

SLIGHT = 50.0
SHARP = 120.0
BACK = 165.0


class Maneuver(StrEnum):
    """What to do where a step begins."""

    DEPART = "depart"
    CONTINUE = "continue"
    SLIGHT_LEFT = "slight_left"
    LEFT = "left"
    SHARP_LEFT = "sharp_left"
    SLIGHT_RIGHT = "slight_right"
    RIGHT = "right"
    SHARP_RIGHT = "sharp_right"
    U_TURN = "u_turn"
    ROUNDABOUT = "roundabout"
    STEPS = "steps"
    ARRIVE = "arrive"


LEFT_TURNS = (Maneuver.SLIGHT_LEFT, Maneuver.LEFT, Maneuver.SHARP_LEFT)
RIGHT_TURNS = (Maneuver.SLIGHT_RIGHT, Maneuver.RIGHT, Maneuver.SHARP_RIGHT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Part of a path that begins with something to do.

    Attributes
    ----------
    maneuver
        What to do.
    name
        Street to go on along; empty where it has none.
    kind
        What kind of way it is.
    distance, duration
        Metres and seconds until the next step.
    bearing
        Degrees clockwise from north in which to go on, 0 to 359.
    location
        Where it begins.
    exit
        Which exit of a roundabout to take, counted from 1; 0: none, the path ends in it,
        and for all other maneuvers.
    """

    maneuver: Maneuver
    name: str
    kind: WayKind
    distance: int
    duration: int
    bearing: int
    location: Location
    exit: int = 0


def directions(network: Network, profile: Profile, path: Path) -> tuple[Step, ...]:
    """Say what to do along a path.

    Parameters
    ----------
    network
        Streets of the city in which the path was found.
    profile
        Who moves.
    path
        What `routing.streets.city.City.path` returned.

    Returns
    -------
    tuple of Step
        From the departure to the arrival; metres and seconds sum to the path's exactly.
    """
    line = Line(path)
    found: list[Step] = []
    runs = find_runs(network, profile, path.trail, line)
    seconds, metres = path.trail.seconds.tolist(), path.trail.metres.tolist()
    begins, ends = line.bearings(runs)
    time = length = 0
    for at, run in enumerate(runs):
        if run.way.is_round and 0 < at < len(runs) - 1:
            continue
        ring = runs[at - 1] if at > 1 and runs[at - 1].way.is_round else None
        begin = ring or run
        step = Step(
            maneuver=_maneuver(runs, at, turned(ends[at - 1], begins[at])),
            name=run.way.name,
            kind=run.way.kind,
            distance=metres[run.last] - length,
            duration=seconds[run.last] - time,
            bearing=round(begins[at]) % 360,
            location=line.location(begin.first),
            exit=ring.num_exits if ring else 0,
        )
        found.append(step)
        time, length = seconds[run.last], metres[run.last]
    last = found[-1]
    arrival = replace(
        last,
        maneuver=Maneuver.ARRIVE,
        distance=0,
        duration=0,
        bearing=round(ends[-1]) % 360,
        location=line.end,
        exit=0,
    )
    return (*found, arrival)


def turn_of(angle: float) -> Maneuver:
    """Return what a turn is called.

    Parameters
    ----------
    angle
        Degrees clockwise, -180 to 180.

    Returns
    -------
    Maneuver
        From `CONTINUE` to `U_TURN`.
    """
    size = abs(angle)
    if size < STRAIGHT:
        return Maneuver.CONTINUE
    if size >= BACK:
        return Maneuver.U_TURN
    slight, plain, sharp = RIGHT_TURNS if angle > 0 else LEFT_TURNS
    if size < SLIGHT:
        return slight
    return plain if size < SHARP else sharp


def _maneuver(runs: Sequence[Run], at: int, turn: float) -> Maneuver:
    """Return how a run is entered after a turn of so many degrees."""
    run = runs[at]
    if at == 0:
        return Maneuver.DEPART
    if run.way.is_round or (at > 1 and runs[at - 1].way.is_round):
        return Maneuver.ROUNDABOUT
    if run.way.kind is WayKind.STEPS:
        return Maneuver.STEPS
    return turn_of(turn)
