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
    from numpy.typing import NDArray

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

IS_EXIT = np.array([KINDS.get(name, WayKind.STREET) not in NO_EXITS for name in CLASS_NAMES])
"""The same by number of the class."""


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
    ways = streets.ways(kept)
    way, first, last = ways[0], 0, kept[0]
    ahead, runs = last, list[Run]()
    for at, onward in zip(kept[1:], ways[1:], strict=True):
        is_same = onward is way or onward.key == way.key
        if is_same and (abs(turns[last]) < BEND or way.is_round or not streets.has_choice(last)):
            last = at
            continue
        runs.append(Run(way, first, last, ahead))
        way, first, last, ahead = onward, last + 1, at, at
    runs.append(Run(way, first, final, ahead))
    return streets.with_exits(_merged(_linked(runs, line), line))


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

    def with_exits(self, runs: list[Run]) -> list[Run]:
        """Count exits of roundabouts up to the end of each run."""
        rounds = [at for at, run in enumerate(runs) if run.way.is_round]
        if not rounds:
            return runs
        network = self.network
        sizes = [runs[at].last - runs[at].ahead for at in rounds]
        parts = np.concatenate([np.arange(runs[at].ahead, runs[at].last) for at in rounds])
        heads = np.where(self.trail.is_backward, *self._ends)[parts]
        begins = network.leaving_from[heads]
        counts = network.leaving_from[heads + 1] - begins
        owners = np.repeat(np.repeat(np.arange(len(rounds)), sizes), counts)
        rows = np.arange(len(owners)) + np.repeat(begins - np.cumsum(counts) + counts, counts)
        ways, edges = np.divmod(network.leaving[rows], network.num_edges)
        is_exit = network.durations[self.profile.row, ways, edges] != CLOSED
        is_exit &= IS_EXIT[network.edge_classes[edges]]
        rules = network.edge_rules[edges].tolist()
        for at in np.flatnonzero(is_exit).tolist():
            is_exit[at] = network.rules[rules[at]].get("junction") not in ROUND_JUNCTIONS
        found = list(runs)
        exits = np.bincount(owners[is_exit], minlength=len(rounds))
        for at, number in zip(rounds, exits.tolist(), strict=True):
            found[at] = runs[at]._replace(num_exits=1 + number)
        return found

    @property
    def _ends(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Begin and end of each edge of the trail, as drawn."""
        edges = self.trail.edges
        return self.network.edge_from[edges], self.network.edge_to[edges]

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
