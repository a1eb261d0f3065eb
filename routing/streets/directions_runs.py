"""Joins the parts of a path that a person takes for one way."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routing.streets.access import ROUND_JUNCTIONS
from routing.streets.directions_line import LOOK, turned
from routing.streets.network import BARRIER_NUMBER, CLOSED
from routing.streets.profiles import Profile
from routing.streets.speed_tables import CLASS_NAMES

if TYPE_CHECKING:
    from routing.streets.directions_line import Line
    from routing.streets.network import Network
    from routing.streets.path import Trail

NOTHING = 0.5
"""Metres up to which a part is only the touch of a street at its end."""

LINK = 25.0
"""Metres up to which a nameless way between two others is not worth a word."""

KIND = 100.0
"""Metres from which on it is worth a word that a nameless way becomes another kind."""

BEND = 50.0
"""Degrees from which on a way that turns at a junction is turned into, name or not."""

STRAIGHT = 20.0


class WayKind(StrEnum):
    """What a way is to a person, for when it has no name."""

    STREET = "street"
    SERVICE = "service"
    CYCLEWAY = "cycleway"
    FOOTWAY = "footway"
    PATH = "path"
    TRACK = "track"
    SQUARE = "square"
    STEPS = "steps"


KINDS = {
    "service": WayKind.SERVICE,
    "busway": WayKind.SERVICE,
    "cycleway": WayKind.CYCLEWAY,
    "footway": WayKind.FOOTWAY,
    "crossing": WayKind.FOOTWAY,
    "platform": WayKind.FOOTWAY,
    "corridor": WayKind.FOOTWAY,
    "path": WayKind.PATH,
    "bridleway": WayKind.PATH,
    "track": WayKind.TRACK,
    "pedestrian": WayKind.SQUARE,
    "steps": WayKind.STEPS,
}
"""Kind by class; all other classes are streets."""

NO_EXITS = (WayKind.FOOTWAY, WayKind.STEPS)
"""Ways off a roundabout that nobody counts."""


class Way(NamedTuple):
    """What a person takes a part for.

    Attributes
    ----------
    name, kind
        As in the network; steps may have a name.
    is_round
        Whether it is a roundabout.
    is_plain
        Whether it is neither that, nor steps, nor named.
    key
        What two parts of one way have in common.
    """

    name: str
    kind: WayKind
    is_round: bool
    is_plain: bool
    key: tuple[str, WayKind, bool]


class Run(NamedTuple):
    """Parts of a path that a person takes for one way.

    Attributes
    ----------
    way
        What it is.
    first, last
        Parts it counts.
    ahead
        Part by which it is entered: short links before it are counted, but do not lead.
    num_exits
        Exits of a roundabout up to the one that is taken, which is one of them.
    """

    way: Way
    first: int
    last: int
    ahead: int
    num_exits: int = 0


def find_runs(network: Network, profile: Profile, trail: Trail, line: Line) -> list[Run]:
    """Split a path into runs.

    Parameters
    ----------
    network
        Streets of the city.
    profile
        Who moves.
    trail, line
        The path.

    Returns
    -------
    list of Run
        At least one; together they count every part once.
    """
    streets = _Streets(network, profile, trail)
    final = len(trail.edges) - 1
    lengths = np.array(line.ends) - line.begins
    is_barrier = network.edge_classes[trail.edges] == BARRIER_NUMBER
    kept = np.flatnonzero((lengths > NOTHING) & ~is_barrier).tolist() or [final]
    turns = line.turns()
    runs: list[Run] = []
    before = -1
    for at, way in zip(kept, streets.ways(kept), strict=True):
        if runs and way.key == runs[-1].way.key:
            is_bent = abs(turns[before]) >= BEND and not way.is_round
            if not is_bent or not streets.has_choice(before):
                runs[-1] = runs[-1]._replace(last=at)
                before = at
                continue
        runs.append(Run(way, before + 1, at, at))
        before = at
    runs[-1] = runs[-1]._replace(last=final)
    runs = _merged(_linked(runs, line), line)
    return [
        run._replace(num_exits=streets.num_exits(run)) if run.way.is_round else run for run in runs
    ]


def _length(run: Run, line: Line) -> float:
    return line.ends[run.last] - line.begins[run.ahead]


def _linked(runs: list[Run], line: Line) -> list[Run]:
    """Let short nameless links count to what follows them."""
    found: list[Run] = []
    waiting: int | None = None
    for at, run in enumerate(runs):
        if run.way.is_plain and 0 < at < len(runs) - 1 and _length(run, line) < LINK:
            waiting = run.first if waiting is None else waiting
            continue
        found.append(run if waiting is None else run._replace(first=waiting))
        waiting = None
    return found


def _merged(runs: list[Run], line: Line) -> list[Run]:
    """Join what goes on: the same way, or nameless ways straight on that are short."""
    found = runs[:1]
    begins, ends = line.bearings(runs)
    for at, run in enumerate(runs[1:], start=1):
        last = found[-1]
        is_joined = last.ahead != runs[at - 1].ahead and _length(runs[at - 1], line) < LOOK
        turn = line.turn(last, run) if is_joined else turned(ends[at - 1], begins[at])
        is_linked = run.first < run.ahead and run.way.key == last.way.key
        is_same = is_linked and (abs(turn) < BEND or run.way.is_round)
        is_plain = run.way.is_plain and last.way.is_plain
        if is_same or (is_plain and abs(turn) < STRAIGHT and _length(run, line) < KIND):
            found[-1] = last._replace(last=run.last)
        else:
            found.append(run)
    return found


class _Streets:
    """The network as somebody who moves through it sees it."""

    def __init__(self, network: Network, profile: Profile, trail: Trail) -> None:
        self.network = network
        self.profile = profile
        self.trail = trail

    def ways(self, parts: list[int]) -> list[Way]:
        """Return what parts of the trail are; one for all parts that are the same."""
        network, edges = self.network, self.trail.edges[parts]
        columns = network.edge_names[edges], network.edge_rules[edges], network.edge_classes[edges]
        known: dict[tuple[int, int, int], Way] = {}
        found: list[Way] = []
        for numbers in zip(*(column.tolist() for column in columns), strict=True):
            way = known.get(numbers)
            if way is None:
                name, rule, kind = numbers
                way = known[numbers] = _way(
                    network.names[name],
                    KINDS.get(CLASS_NAMES[kind], WayKind.STREET),
                    is_round=self.profile is not Profile.FOOT
                    and network.rules[rule].get("junction") in ROUND_JUNCTIONS,
                )
            found.append(way)
        return found

    def has_choice(self, part: int) -> bool:
        """Return whether there is more than one way on behind a part, or only the way back."""
        arriving = int(self.trail.edges[part])
        onward = [edge for edge in self._leaving(self._head(part)) if edge != arriving]
        return arriving == self.trail.edges[part + 1] or len(onward) > 1

    def num_exits(self, run: Run) -> int:
        """Count exits of a roundabout up to the end of a run."""
        count = 1
        for part in range(run.ahead, run.last):
            for edge in self._leaving(self._head(part)):
                kind = KINDS.get(CLASS_NAMES[self.network.edge_classes[edge]], WayKind.STREET)
                rule = self.network.rules[self.network.edge_rules[edge]]
                count += kind not in NO_EXITS and rule.get("junction") not in ROUND_JUNCTIONS
        return count

    def _head(self, part: int) -> int:
        ends = self.network.edge_from if self.trail.is_backward[part] else self.network.edge_to
        return int(ends[self.trail.edges[part]])

    def _leaving(self, node: int) -> list[int]:
        """Return the edges by which the profile may leave a node."""
        network = self.network
        first, end = network.leaving_from[node : node + 2].tolist()
        ways, edges = np.divmod(network.leaving[first:end], network.num_edges)
        is_open = network.durations[self.profile.row][ways, edges] != CLOSED
        found: list[int] = edges[is_open].tolist()
        return found


def _way(name: str, kind: WayKind, *, is_round: bool) -> Way:
    """Return what a person takes streets of a name and a kind for."""
    is_plain = not name and kind is not WayKind.STEPS and not is_round
    if is_round:
        return Way(name, kind, is_round, is_plain, ("", WayKind.STREET, True))
    is_named = name and kind is not WayKind.STEPS
    return Way(name, kind, is_round, is_plain, (name, WayKind.STREET if is_named else kind, False))
