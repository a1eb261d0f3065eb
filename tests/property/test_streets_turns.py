"""Turn restrictions against a Dijkstra over half edges, on random grids."""

from __future__ import annotations

from itertools import pairwise, product
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
EXEMPT = {Profile.BIKE: "bicycle", Profile.E_VAN: "motorcar"}
Half = tuple[int, int]
"""Edge and direction."""


@st.composite
def restricted(draw: st.DrawFn) -> Drawing:
    """Draw a grid of long and short streets, a dead end, and restrictions at any crossing."""
    stretch = draw(st.sampled_from((1.0, 0.2)))
    nodes = {
        10 * column + row + 1: (column * stretch, row * stretch)
        for column, row in product(range(SIZE), range(SIZE))
    }
    kinds = st.sampled_from(("no", "no", "yes", "-1"))
    ways = []
    for a in nodes:
        for b in (a + 10, a + 1):
            if b in nodes:
                tags = {"highway": "residential", "oneway": draw(kinds)}
                ways.append(Way((a, b), tags, f"Street {a} {b}"))
    nodes[99] = (1.5 * stretch, 1.5 * stretch)
    ways.append(Way((12, 99), {"highway": "residential"}, "Dead End"))
    turns = []
    for _ in range(draw(st.integers(0, 8))):
        via = draw(st.sampled_from(sorted(nodes)))
        touching = [number for number, way in enumerate(ways, start=100) if via in way.refs]
        turns.append(
            Restriction(
                from_way=draw(st.sampled_from(touching)),
                via_node=via,
                to_way=draw(st.sampled_from(touching)),
                is_only=draw(st.integers(0, 3)) == 0,
                exempt=draw(st.sampled_from(("", "", "bicycle", "psv;motorcar"))),
            )
        )
    return Drawing(nodes, tuple(ways), restrictions=tuple(turns))


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
        self.rules = [
            number
            for number, exempt in enumerate(network.turn_exempt)
            if EXEMPT[profile] not in exempt.split(";")
        ]

    def tail(self, half: Half) -> int:
        """Return where a half edge begins."""
        ends = (self.network.edge_from, self.network.edge_to)
        return int(ends[half[1]][half[0]])

    def head(self, half: Half) -> int:
        """Return where a half edge ends."""
        return self.tail((half[0], 1 - half[1]))

    def onward(self, half: Half) -> list[Half]:
        """Return the half edges that begin where one ends."""
        return [other for other in self.halves if self.tail(other) == self.head(half)]

    def cost(self, half: Half, other: Half) -> int | None:
        """Return the tenths of a second of a turn, None where it is forbidden."""
        network, via = self.network, self.head(half)
        only = []
        for rule in self.rules:
            if network.turn_via[rule] != via or network.turn_from[rule] != half[0]:
                continue
            meant = [o for o in self.onward(half) if o[0] == network.turn_to[rule]]
            if network.turn_is_only[rule]:
                only.extend(meant)
            elif other in meant:
                return None
        if only and other not in only:
            return None
        is_back = other == (half[0], 1 - half[1])
        is_priced = is_back and via in self.priced and len(self.onward(half)) > 1
        return TURNING_ROUND[self.profile] if is_priced else 0

    def travel(self, half: Half) -> Travel:
        """Return time and length of a half edge."""
        time = int(self.network.durations[self.profile.row, half[1], half[0]])
        return time, int(self.network.edge_lengths[half[0]])


def split(packed: float) -> Travel:
    """Return time and length."""
    return int(packed) >> 26, int(packed) & (2**26 - 1)


def onward_arcs(turning: Turning) -> list[tuple[Half, Half, Travel]]:
    """Return each allowed turn with the time and length of it and what follows."""
    arcs = []
    for half in turning.halves:
        for other in turning.onward(half):
            if (cost := turning.cost(half, other)) is not None:
                time, length = turning.travel(other)
                arcs.append((half, other, (cost + time, length)))
    return arcs


def expected_times(city: City, points: list[Location], profile: Profile) -> list[list[int | None]]:
    """Return seconds by a search over half edges, rounded up."""
    turning, snapped = Turning(city, profile), city.snap(points, profile)
    arcs = onward_arcs(turning)
    table: list[list[int | None]] = []
    for i, edge in enumerate(snapped.edges.tolist()):
        after = [(way, snapped.after[i, way]) for way in (0, 1)]
        starts = [((edge, way), split(cost)) for way, cost in after if np.isfinite(cost)]
        found = fastest(arcs, starts)
        row: list[int | None] = []
        for j, target in enumerate(snapped.edges.tolist()):
            ways = []
            for last in ((target, way) for way in (0, 1) if (target, way) in turning.halves):
                before = split(snapped.before[j, last[1]])[0]
                arriving = [half for half in found if last in turning.onward(half)]
                costs = [(half, turning.cost(half, last)) for half in arriving]
                ways += [found[half][0] + cost + before for half, cost in costs if cost is not None]
                ahead = (snapped.shares[j] - snapped.shares[i]) * (1 - 2 * last[1])
                if target == edge and ahead >= 0:
                    ways.append(before - split(snapped.before[i, last[1]])[0])
            row.append(-(-min(ways) // 10) if ways else None)
        table.append(row)
    return table


@st.composite
def points_on(draw: st.DrawFn, drawing: Drawing) -> list[Location]:
    """Draw points on streets, also at their ends."""
    found = []
    for _ in range(draw(st.integers(2, 4))):
        a, b = draw(st.sampled_from(drawing.ways)).refs
        found.append(drawing.between(a, b, draw(st.sampled_from((0.0, 0.3, 0.5, 1.0)))))
    return found


@settings(max_examples=120, deadline=None)
@given(data=st.data(), drawing=restricted(), profile=st.sampled_from(sorted(EXEMPT)))
def test_travel_keeps_turn_restrictions_and_is_fastest_among_those_that_do(
    data: st.DataObject, drawing: Drawing, profile: Profile
) -> None:
    """Forbidden and only turns, exemptions, dead ends, turning round where it costs."""
    city = drawing.city()
    points = data.draw(points_on(drawing))

    found = city.matrix(points, profile)

    expected = expected_times(city, points, profile)
    for i, j in product(range(len(points)), repeat=2):
        assert found.reachable[i, j] == (expected[i][j] is not None)
        assert found.durations[i, j] == (expected[i][j] or 0)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), drawing=restricted(), profile=st.sampled_from(sorted(EXEMPT)))
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
            [(first, leave), *middle, (last, enter)] for leave, enter in product(leaves, enters)
        ]
        assert any(
            all(turning.cost(a, b) is not None for a, b in pairwise(chain)) for chain in chains
        )
