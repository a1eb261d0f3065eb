"""Joins the parts of a path that a person takes for one way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routing.streets.access import ROUND_JUNCTIONS
from routing.streets.network import BACKWARD, BARRIER_NUMBER, CLOSED, FORWARD
from routing.streets.profiles import Profile
from routing.streets.speed_tables import CLASS_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    """What a person takes a part for."""

    name: str
    kind: WayKind
    is_round: bool

    @property
    def key(self) -> tuple[str, WayKind, bool]:
        """What two parts of one way have in common."""
        if self.is_round:
            return "", WayKind.STREET, True
        is_named = self.name and self.kind is not WayKind.STEPS
        return self.name, WayKind.STREET if is_named else self.kind, False


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
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
    lengths = np.diff(line.ends, prepend=0.0)
    is_barrier = network.edge_classes[trail.edges] == BARRIER_NUMBER
    kept = np.flatnonzero((lengths > NOTHING) & ~is_barrier).tolist() or [final]
    ways = dict(zip(kept, streets.ways(kept), strict=True))
    turns = line.turns()
    runs: list[Run] = []
    for before, at in zip([-1, *kept], kept, strict=False):
        way = ways[at]
        if runs and way.key == runs[-1].way.key:
            is_bent = abs(turns[before]) >= BEND and not way.is_round
            if not is_bent or not streets.has_choice(before):
                runs[-1] = replace(runs[-1], last=at)
                continue
        runs.append(Run(way=way, first=before + 1, last=at, ahead=at))
    runs[-1] = replace(runs[-1], last=final)
    runs = _merged(_linked(runs, line), line)
    return [
        replace(run, num_exits=streets.num_exits(run)) if run.way.is_round else run for run in runs
    ]


def _length(run: Run, line: Line) -> float:
    return line.ends[run.last] - line.begin_of(run.ahead)


def _linked(runs: list[Run], line: Line) -> list[Run]:
    """Let short nameless links count to what follows them."""
    found: list[Run] = []
    waiting: int | None = None
    for at, run in enumerate(runs):
        is_plain = not run.way.name and run.way.kind is not WayKind.STEPS and not run.way.is_round
        if is_plain and 0 < at < len(runs) - 1 and _length(run, line) < LINK:
            waiting = run.first if waiting is None else waiting
            continue
        found.append(run if waiting is None else replace(run, first=waiting))
        waiting = None
    return found


def _merged(runs: list[Run], line: Line) -> list[Run]:
    """Join what goes on: the same way, or nameless ways straight on that are short."""
    found = runs[:1]
    for run in runs[1:]:
        last = found[-1]
        turn = abs(line.turn(last, run))
        is_linked = run.first < run.ahead and run.way.key == last.way.key
        is_same = is_linked and (turn < BEND or run.way.is_round)
        is_plain = not any(
            one.way.name or one.way.is_round or one.way.kind is WayKind.STEPS for one in (run, last)
        )
        if is_same or (is_plain and turn < STRAIGHT and _length(run, line) < KIND):
            found[-1] = replace(last, last=run.last)
        else:
            found.append(run)
    return found


class _Streets:
    """The network as somebody who moves through it sees it."""

    def __init__(self, network: Network, profile: Profile, trail: Trail) -> None:
        self.network = network
        self.profile = profile
        self.trail = trail
        self._edges: dict[int, list[int]] = {}

    def ways(self, parts: list[int]) -> Iterator[Way]:
        """Yield what parts of the trail are."""
        network, edges = self.network, self.trail.edges[parts]
        columns = network.edge_names[edges], network.edge_rules[edges], network.edge_classes[edges]
        for name, rule, number in zip(*(column.tolist() for column in columns), strict=True):
            is_round = network.rules[rule].get("junction") in ROUND_JUNCTIONS
            yield Way(
                network.names[name],
                KINDS.get(CLASS_NAMES[number], WayKind.STREET),
                is_round and self.profile is not Profile.FOOT,
            )

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
        """Return the edges that lead away from a node of the trail."""
        if not self._edges:
            self._edges = self._list_leaving()
        return self._edges[node]

    def _list_leaving(self) -> dict[int, list[int]]:
        """Look through all edges once, for all nodes of the trail."""
        network, edges = self.network, self.trail.edges
        is_met = np.zeros(network.num_nodes, np.bool_)
        is_met[network.edge_from[edges]] = is_met[network.edge_to[edges]] = True
        found: dict[int, list[int]] = {node: [] for node in np.flatnonzero(is_met).tolist()}
        times = network.durations[self.profile.row]
        for way, tails in ((FORWARD, network.edge_from), (BACKWARD, network.edge_to)):
            leaving = np.flatnonzero(is_met[tails])
            leaving = leaving[times[way, leaving] != CLOSED]
            for edge, node in zip(leaving.tolist(), tails[leaving].tolist(), strict=True):
                found[node].append(edge)
        return found
