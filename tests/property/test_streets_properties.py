"""Laws of travel on random small grids, against NetworkX's Dijkstra on an explicit graph."""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.model import Location
from routing.streets.network import CLOSED
from routing.streets.profiles import Profile
from tests.drawn_streets import Drawing, Way

if TYPE_CHECKING:
    from routing.streets.city import City

SIZE = 4
KINDS: tuple[dict[str, str], ...] = (
    {"highway": "residential"},
    {"highway": "residential", "oneway": "yes"},
    {"highway": "residential", "oneway": "-1"},
    {"highway": "tertiary", "oneway": "yes", "oneway:bicycle": "no"},
    {"highway": "footway"},
    {"highway": "steps"},
    {"highway": "cycleway", "surface": "gravel"},
)
BARRIERS: tuple[dict[str, str], ...] = (
    {"barrier": "bollard"},
    {"barrier": "gate", "access": "private"},
    {"barrier": "cycle_barrier"},
)
SHARES = st.floats(0, 1, allow_nan=False)


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    """Draw a grid of streets of random kinds with a two-way frame, bent, with barriers."""
    nodes = {}
    for column, row in product(range(SIZE), range(SIZE)):
        bend = draw(st.sampled_from((0.0, 0.1, -0.2)))
        nodes[10 * column + row + 1] = (column + bend, row - bend)
    inner = [n for n in nodes if n // 10 not in {0, SIZE - 1} and n % 10 not in {1, SIZE}]
    ways = []
    for a in nodes:
        for b in (a + 10, a + 1):
            if b in nodes:
                on_frame = a not in inner and b not in inner
                kind = KINDS[0] if on_frame else draw(st.sampled_from(KINDS))
                ways.append(Way((a, b), kind, draw(st.sampled_from(("", "Grid Street")))))
    blocked = draw(st.dictionaries(st.sampled_from(inner), st.sampled_from(BARRIERS), max_size=2))
    return Drawing(nodes, tuple(ways), blocked)


@st.composite
def points_on(draw: st.DrawFn, drawing: Drawing) -> list[Location]:
    """Draw points on and beside the streets of a map."""
    found = []
    for _ in range(draw(st.integers(2, 6))):
        way = draw(st.sampled_from(drawing.ways))
        point = drawing.between(way.refs[0], way.refs[1], draw(SHARES))
        aside = draw(st.floats(-0.0001, 0.0001))
        found.append(Location(lat=point.lat + aside, lon=point.lon - aside))
    return found


def explicit_costs(city: City, points: list[Location], profile: Profile) -> list[list[int | None]]:
    """Return tenths of a second by NetworkX: each edge is cut at the points on it."""
    network, snapped = city.network, city.snap(points, profile)
    graph: nx.DiGraph[object] = nx.DiGraph()
    for edge, way in product(range(network.num_edges), (0, 1)):
        whole = int(network.durations[profile.row, way, edge])
        if whole == CLOSED:
            continue
        ends = [int(network.edge_from[edge]), int(network.edge_to[edge])]
        first, last = ends if way == 0 else reversed(ends)
        shares = snapped.shares if way == 0 else 1.0 - snapped.shares
        on_it = [i for i in range(len(points)) if snapped.edges[i] == edge]
        marks = [(round(whole * shares[i]), ("point", i)) for i in on_it]
        chain: list[tuple[int, object]] = [(0, first), *sorted(marks), (whole, last)]
        for (begin, tail), (end, head) in pairwise(chain):
            if not graph.has_edge(tail, head) or graph.edges[tail, head]["weight"] > end - begin:
                graph.add_edge(tail, head, weight=end - begin)
        for (begin, a), (end, b) in product(marks, marks):
            if begin == end and a != b:
                graph.add_edge(a, b, weight=0)
    distances = []
    for i in range(len(points)):
        reached = nx.single_source_dijkstra_path_length(graph, ("point", i))
        distances.append([reached.get(("point", j)) for j in range(len(points))])
    return distances


@settings(max_examples=60, deadline=None)
@given(data=st.data(), drawing=drawings(), profile=st.sampled_from(list(Profile)))
def test_travel_times_are_those_of_a_plain_dijkstra(
    data: st.DataObject, drawing: Drawing, profile: Profile
) -> None:
    """Whole seconds, rounded up, of the least sum of tenths on a graph built edge by edge."""
    city = drawing.city()
    points = data.draw(points_on(drawing))

    found = city.matrix(points, profile)

    expected = explicit_costs(city, points, profile)
    for i, j in product(range(len(points)), repeat=2):
        cost = expected[i][j]
        assert found.reachable[i, j] == (cost is not None)
        assert cost is None or found.durations[i, j] == -(-cost // 10)


@settings(max_examples=40, deadline=None)
@given(data=st.data(), drawing=drawings(), profile=st.sampled_from(list(Profile)))
def test_rows_of_points_that_stay_are_those_of_the_matrix(
    data: st.DataObject, drawing: Drawing, profile: Profile
) -> None:
    """A tuple of many points and a few others: computed, and again from what was kept of it."""
    city = drawing.city()
    few = data.draw(points_on(drawing))[:2]
    many = tuple(data.draw(points_on(drawing)) * 8)
    matrix = city.matrix([*few, *many], profile)

    for new in (few, few[:1], few[1:]):
        first, last = few.index(new[0]), few.index(new[0]) + len(new)
        onward, back = city.rows(new, many, profile), city.rows(many, new, profile)
        for name in ("durations", "distances", "reachable"):
            whole = getattr(matrix, name)
            assert np.array_equal(getattr(onward, name), whole[first:last, 2:])
            assert np.array_equal(getattr(back, name), whole[2:, first:last])


@settings(max_examples=60, deadline=None)
@given(data=st.data(), drawing=drawings(), profile=st.sampled_from(list(Profile)))
def test_a_matrix_entry_is_the_sum_of_its_path_s_stretches(
    data: st.DataObject, drawing: Drawing, profile: Profile
) -> None:
    """Seconds and metres alike, and the line is as long as the metres say."""
    city = drawing.city()
    points = data.draw(points_on(drawing))

    matrix, legs = city.matrix(points, profile), city.paths(points, profile)

    for i, leg in enumerate(legs):
        assert leg.duration == matrix.durations[i, i + 1]
        assert leg.distance == matrix.distances[i, i + 1]
        assert sum(part.duration for part in leg.stretches) == leg.duration
        assert sum(part.distance for part in leg.stretches) == leg.distance
        flat = np.asarray(leg.geometry.coords) * (np.cos(np.radians(60.0)), 1.0)
        drawn = np.hypot(*np.diff(flat, axis=0).T).sum() * 111_195
        assert drawn == pytest.approx(leg.distance, abs=3 + leg.distance * 0.01)


@settings(max_examples=40, deadline=None)
@given(data=st.data(), drawing=drawings(), profile=st.sampled_from(list(Profile)))
def test_no_detour_over_a_third_point_is_faster(
    data: st.DataObject, drawing: Drawing, profile: Profile
) -> None:
    """Rounding up keeps the triangle inequality of the exact times."""
    found = drawing.city().matrix(data.draw(points_on(drawing)), profile).durations

    over_third = (found[:, :, None] + found[None, :, :]).min(axis=1)

    assert (found <= over_third).all()
    assert (np.diag(found) == 0).all()


@settings(max_examples=40, deadline=None)
@given(data=st.data(), drawing=drawings(), profile=st.sampled_from(list(Profile)))
def test_rows_agree_with_the_matrix_from_either_side(
    data: st.DataObject, drawing: Drawing, profile: Profile
) -> None:
    """The backward search finds the same seconds and the same metres."""
    city = drawing.city()
    points = data.draw(points_on(drawing))
    split = data.draw(st.integers(0, len(points)))

    found = city.rows(points[:split], points[split:], profile)

    whole = city.matrix(points, profile)
    assert np.array_equal(found.durations, whole.durations[:split, split:])
    assert np.array_equal(found.distances, whole.distances[:split, split:])


@settings(max_examples=40, deadline=None)
@given(data=st.data(), drawing=drawings())
def test_no_path_breaks_a_rule_of_the_street(data: st.DataObject, drawing: Drawing) -> None:
    """Vans keep one-ways; bicycles too, except where contraflow is tagged, and no steps."""
    city = drawing.city()
    points = data.draw(points_on(drawing))
    tags_of = {way.refs: way.tags for way in drawing.ways}
    corners = {node: drawing.at(node) for node in drawing.nodes}
    at = {(round(p.lon, 6), round(p.lat, 6)): node for node, p in corners.items()}

    legs = {profile: city.paths(points, profile) for profile in (Profile.BIKE, Profile.E_VAN)}

    for profile, leg in ((profile, leg) for profile, found in legs.items() for leg in found):
        passed = [at.get((round(x, 6), round(y, 6))) for x, y in leg.geometry.coords]
        for a, b in pairwise(passed):
            if a is None or b is None or a == b:
                continue
            is_drawn = (a, b) in tags_of
            tags = tags_of[(a, b) if is_drawn else (b, a)]
            wanted = {"yes": True, "-1": False}.get(tags.get("oneway", ""))
            is_free = profile is Profile.BIKE and tags.get("oneway:bicycle") == "no"
            assert wanted in {None, is_drawn} or is_free
            assert tags["highway"] != "steps"
            assert profile is Profile.BIKE or tags["highway"] != "footway"
