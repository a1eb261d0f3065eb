"""Turn restrictions against a Dijkstra that remembers the last half edges, on random grids."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.streets.network import CLOSED
from routing.streets.profiles import Profile
from routing.streets.raw import Restriction
from routing.streets.router import build_router
from routing.streets.turn_rules import TURNING_ROUND, half_edges, turn_rules
from tests.drawn_streets import Drawing, Way
from tests.plain_dijkstra import Travel, fastest

if TYPE_CHECKING:
    from routing.model import Location
    from routing.streets.city import City

SIZE = 4
NAMES = {Profile.BIKE: "bicycle", Profile.E_VAN: "motorcar"}
Half = tuple[int, int]
"""Edge and direction."""
History = tuple[Half, ...]
"""Half edges in the order of travel, the last ones only."""


@st.composite
def restricted(draw: st.DrawFn) -> Drawing:
    """Draw a grid of long and short streets, a dead end, and restrictions at any crossing."""
    stretch = draw(st.sampled_from((1.0, 0.2)))
    nodes = {
        10 * column + row + 1: (column * stretch, row * stretch)
        for column, row in product(range(SIZE), range(SIZE))
    }
    kinds = st.sampled_from(("no", "no", "yes", "-1"))
    ways = [Way((1, 11, 21), {"highway": "residential", "oneway": draw(kinds)}, "Long Street")]
    for a in nodes:
        for b in (a + 10, a + 1):
            if b in nodes and (a, b) not in ((1, 11), (11, 21)):
                tags = {"highway": "residential", "oneway": draw(kinds)}
                ways.append(Way((a, b), tags, f"Street {a} {b}"))
    nodes[99] = (1.5 * stretch, 1.5 * stretch)
    ways.append(Way((12, 99), {"highway": "residential"}, "Dead End"))
    turns = draw(st.lists(restriction_on(tuple(ways)), max_size=8))
    return Drawing(nodes, tuple(ways), restrictions=tuple(turns))


@st.composite
def restriction_on(draw: st.DrawFn, ways: tuple[Way, ...]) -> Restriction:
    """Draw a restriction at a node, or over one or two of the ways; it may lead back."""
    chain = [draw(st.integers(0, len(ways) - 1))]
    node = draw(st.sampled_from(ways[chain[0]].refs))
    via = node
    for _ in range(draw(st.sampled_from((1, 2, 2, 3)))):
        touching = [number for number, way in enumerate(ways) if node in way.refs]
        others = [number for number in touching if number not in chain]
        chain.append(draw(st.sampled_from(others or touching)))
        refs = ways[chain[-1]].refs
        node = refs[0] if node == refs[-1] else refs[-1]
    if draw(st.integers(0, 3)) == 0:
        chain[-1] = draw(st.sampled_from([n for n, way in enumerate(ways) if node in way.refs]))
    over = tuple(100 + number for number in chain[1:-1])
    return Restriction(
        from_way=100 + chain[0],
        via_node=None if over else via,
        via_ways=tuple(draw(st.permutations(over))),
        to_way=100 + chain[-1],
        is_only=draw(st.integers(0, 3)) == 0,
        exempt=draw(st.sampled_from(("", "", "bicycle", "psv;motorcar"))),
        mode=draw(st.sampled_from(("", "", "", "bicycle", "motorcar"))),
    )


class Turning:
    """What may follow what, read from the restrictions of the network, one by one."""

    def __init__(self, city: City, profile: Profile) -> None:
        self.network = network = city.network
        self.profile = profile
        halves = half_edges(network, profile)
        self.priced = set(turn_rules(network, halves, profile).nodes)
        main = network.is_main[profile.row]
        self.halves: list[Half] = [
            (edge, way)
            for edge, way in product(range(network.num_edges), (0, 1))
            if network.durations[profile.row, way, edge] != CLOSED
            and main[network.edge_from[edge]]
            and main[network.edge_to[edge]]
        ]
        self.onward = {
            half: [other for other in self.halves if self.tail(other) == self.head(half)]
            for half in self.halves
        }
        self.no: set[History] = set()
        self.only: set[History] = set()
        for number, (mode, exempt) in enumerate(
            zip(network.turn_modes, network.turn_exempt, strict=True)
        ):
            name = NAMES[profile]
            if name not in exempt.split(";") and mode in ("", name):
                kind = self.only if network.turn_is_only[number] else self.no
                kind.update(self.sequences(number))
        self.memory = max((len(s) - 1 for s in self.no | self.only), default=1)

    def sequences(self, number: int) -> list[History]:
        """Return the half edges that a restriction names, in all ways that hang together."""
        network = self.network
        edges = [network.turn_from[number], *network.over(number), network.turn_to[number]]
        found: list[History] = [
            (half,)
            for half in self.halves
            if half[0] == edges[0] and self.head(half) == network.turn_via[number]
        ]
        for edge in edges[1:]:
            found = [(*s, half) for s in found for half in self.onward[s[-1]] if half[0] == edge]
        return found

    def tail(self, half: Half) -> int:
        """Return where a half edge begins."""
        ends = (self.network.edge_from, self.network.edge_to)
        return int(ends[half[1]][half[0]])

    def head(self, half: Half) -> int:
        """Return where a half edge ends."""
        return self.tail((half[0], 1 - half[1]))

    def cost(self, history: History, other: Half) -> int | None:
        """Return the tenths of a second of a turn, None where it is forbidden."""
        half, via = history[-1], self.head(history[-1])
        for begin in range(len(history)):
            end = history[begin:]
            if (*end, other) in self.no:
                return None
            only = {s[len(end)] for s in self.only if s[: len(end)] == end and len(s) > len(end)}
            if only and other not in only:
                return None
        is_back = other == (half[0], 1 - half[1])
        is_priced = is_back and via in self.priced and len(self.onward[half]) > 1
        return TURNING_ROUND[self.profile] if is_priced else 0

    def travel(self, half: Half) -> Travel:
        """Return time and length of a half edge."""
        time = int(self.network.durations[self.profile.row, half[1], half[0]])
        return time, int(self.network.edge_lengths[half[0]])


def split(packed: float) -> Travel:
    """Return time and length."""
    return int(packed) >> 26, int(packed) & (2**26 - 1)


def onward_arcs(turning: Turning) -> list[tuple[History, History, Travel]]:
    """Return each allowed turn with the time and length of it and what follows."""
    arcs = []
    waiting: list[History] = [(half,) for half in turning.halves]
    known = set(waiting)
    while waiting:
        history = waiting.pop()
        for other in turning.onward[history[-1]]:
            if (cost := turning.cost(history, other)) is not None:
                time, length = turning.travel(other)
                longer = (*history, other)[-turning.memory :]
                arcs.append((history, longer, (cost + time, length)))
                if longer not in known:
                    known.add(longer)
                    waiting.append(longer)
    return arcs


def expected_times(city: City, points: list[Location], profile: Profile) -> list[list[int | None]]:
    """Return seconds by a search over the last half edges, rounded up."""
    turning, snapped = Turning(city, profile), city.snap(points, profile)
    arcs = onward_arcs(turning)
    table: list[list[int | None]] = []
    for i, edge in enumerate(snapped.edges.tolist()):
        after = [(way, snapped.after[i, way]) for way in (0, 1)]
        starts = [(((edge, way),), split(cost)) for way, cost in after if np.isfinite(cost)]
        found = fastest(arcs, starts)
        row: list[int | None] = []
        for j, target in enumerate(snapped.edges.tolist()):
            ways = []
            for last in ((target, way) for way in (0, 1) if (target, way) in turning.halves):
                before = split(snapped.before[j, last[1]])[0]
                arriving = [history for history in found if last in turning.onward[history[-1]]]
                costs = [(history, turning.cost(history, last)) for history in arriving]
                ways += [found[h][0] + cost + before for h, cost in costs if cost is not None]
                ahead = (snapped.shares[j] - snapped.shares[i]) * (1 - 2 * last[1])
                if target == edge and ahead >= 0:
                    ways.append(before - split(snapped.before[i, last[1]])[0])
            row.append(-(-min(ways) // 10) if ways else None)
        table.append(row)
    return table


@st.composite
def points_on(draw: st.DrawFn, drawing: Drawing) -> list[Location]:
    """Draw points on streets, also at their ends; often where a restriction begins and ends."""
    share = st.sampled_from((0.0, 0.3, 0.5, 1.0))
    chosen = [draw(st.sampled_from(drawing.ways)) for _ in range(draw(st.integers(2, 4)))]
    if draw(st.booleans()) and drawing.restrictions:
        rule = draw(st.sampled_from(drawing.restrictions))
        named = (rule.from_way, rule.to_way, *rule.via_ways)
        chosen = [drawing.ways[way - 100] for way in named]
    return [drawing.between(way.refs[-2], way.refs[-1], draw(share)) for way in chosen]


@settings(max_examples=120, deadline=None)
@given(data=st.data(), drawing=restricted(), profile=st.sampled_from(sorted(NAMES)))
def test_travel_keeps_turn_restrictions_and_is_fastest_among_those_that_do(
    data: st.DataObject, drawing: Drawing, profile: Profile
) -> None:
    """Forbidden and only turns, over nodes and ways, for all or one, and turning round."""
    city = drawing.city()
    points = data.draw(points_on(drawing))

    found = city.matrix(points, profile)

    expected = expected_times(city, points, profile)
    for i, j in product(range(len(points)), repeat=2):
        assert found.reachable[i, j] == (expected[i][j] is not None)
        assert found.durations[i, j] == (expected[i][j] or 0)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), drawing=restricted(), profile=st.sampled_from(sorted(NAMES)))
def test_no_path_makes_a_forbidden_turn(
    data: st.DataObject, drawing: Drawing, profile: Profile
) -> None:
    """From the street of the first point over every arc to the street of the last."""
    city = drawing.city()
    points = data.draw(points_on(drawing))[:2]
    router, turning = build_router(city.network, profile), Turning(city, profile)
    snapped = city.snap(points, profile)
    source, target = snapped.part(slice(0, 1)), snapped.part(slice(1, 2))

    path = router.path(source, target)

    if path is not None:
        graph = router.graph
        first, last = int(source.edges[0]), int(target.edges[0])
        leaves = [way for way in (0, 1) if graph.edge_heads[way, first] == path.leaving]
        enters = [way for way in (0, 1) if graph.edge_tails[way, last] == path.reaching]
        streets = [arc for arc in path.arcs.tolist() if graph.edges[arc] >= 0]
        middle = [(int(graph.edges[arc]), int(graph.directions[arc])) for arc in streets]
        chains = [
            ((first, leave), *middle, (last, enter)) for leave, enter in product(leaves, enters)
        ]
        assert any(
            all(turning.cost(chain[:at], chain[at]) is not None for at in range(1, len(chain)))
            for chain in chains
        )
