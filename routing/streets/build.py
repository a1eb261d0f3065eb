"""Turns raw streets into a network: junctions, edges, durations, parts that hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routing.streets.barriers import Drawing, insert_barriers
from routing.streets.errors import CityError
from routing.streets.geodesy import segment_lengths
from routing.streets.network import CLOSED, Network
from routing.streets.pieces import cut, join
from routing.streets.profiles import Profile, barrier_seconds, speeds
from routing.streets.raw import Numbering, no_progress
from routing.streets.speed_tables import BARRIER_CLASS, CLASS_NAMES
from routing.streets.turns import find_turns, nodes_to_cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from routing.streets.raw import Progress, RawStreets

STEP = "building the network"
DECISECONDS_PER_KMH_DECIMETRE = 3.6
"""Tenths of a second that a decimetre takes at 1 km/h."""


def build_network(raw: RawStreets, *, on_progress: Progress = no_progress) -> Network:
    """Build the network of a city.

    Parameters
    ----------
    raw
        Streets as a reader hands them over.
    on_progress
        Called now and then with the step and the share of it that is done.

    Returns
    -------
    Network
        With the largest strongly connected part marked per profile.

    Raises
    ------
    CityError
        When no street is open to any profile.
    """
    on_progress(STEP, 0.0)
    barriers = {node: tags for node, tags in raw.barriers.items() if any(_barrier_costs(tags))}
    rules, barrier_rules = _all_rules(raw, barriers)
    speed_table = _speed_table(rules)
    special = np.array([*barriers, *nodes_to_cut(raw)], dtype=np.int64)
    cut_nodes = np.isin(raw.node_ids, special)
    is_used: NDArray[np.bool_] = np.any(speed_table > 0, axis=(1, 2))
    pieces = join(cut(raw, is_used[raw.way_rules], cut_nodes), raw, cut_nodes)
    on_progress(STEP, 0.4)
    if len(pieces.starts) == 1:
        msg = "Expected streets that couriers can use, got none in the map data."
        raise CityError(msg)
    drawing = insert_barriers(pieces, raw, barrier_rules)
    on_progress(STEP, 0.6)
    network = _assemble(raw, drawing, rules, speed_table)
    on_progress(STEP, 1.0)
    return network


def _all_rules(
    raw: RawStreets, barriers: dict[int, dict[str, str]]
) -> tuple[tuple[dict[str, str], ...], dict[int, int]]:
    """Return the tag combinations of streets, then barriers; and each barrier's number."""
    numbering: Numbering[tuple[tuple[str, str], ...]] = Numbering()
    first = len(raw.rules)
    numbers = {
        node: first + numbering.number(tuple(sorted(tags.items())))
        for node, tags in barriers.items()
    }
    return (*raw.rules, *map(dict, numbering.values())), numbers


def _assemble(
    raw: RawStreets,
    drawing: Drawing,
    rules: tuple[dict[str, str], ...],
    speed_table: NDArray[np.float64],
) -> Network:
    ways, is_barrier = drawing.first_ways, drawing.first_ways < 0
    class_numbers = {name: index for index, name in enumerate(CLASS_NAMES)}
    rule_classes = np.array([class_numbers[r.get("highway", BARRIER_CLASS)] for r in rules])
    edge_rules = np.where(is_barrier, 0, raw.way_rules[ways])
    edge_rules[is_barrier] = drawing.barrier_rules
    lengths = _lengths(drawing, raw)
    durations = _durations(lengths, edge_rules, speed_table)
    costs = [_barrier_costs(rules[rule]) for rule in drawing.barrier_rules]
    durations[:, :, is_barrier] = np.array(costs).reshape(-1, len(Profile)).T[:, None, :]
    turns = find_turns(raw, drawing)
    tails = np.concatenate((drawing.edge_from, drawing.edge_to))
    leaving = np.argsort(tails, kind="stable").astype(np.int32)
    num_nodes = len(drawing.node_points)
    return Network(
        node_ids=raw.node_ids[drawing.node_points],
        node_lats=raw.node_lats[drawing.node_points],
        node_lons=raw.node_lons[drawing.node_points],
        edge_from=drawing.edge_from,
        edge_to=drawing.edge_to,
        leaving_from=np.searchsorted(tails[leaving], np.arange(num_nodes + 1)),
        leaving=leaving,
        edge_lengths=lengths,
        edge_classes=rule_classes[edge_rules].astype(np.uint8),
        edge_names=np.where(is_barrier, 0, raw.way_names[ways]).astype(np.int32),
        edge_rules=edge_rules.astype(np.int32),
        edge_first_ways=np.where(is_barrier, -1, raw.way_ids[ways]),
        edge_last_ways=np.where(is_barrier, -1, raw.way_ids[drawing.last_ways]),
        points_from=drawing.starts,
        point_lats=raw.node_lats[drawing.points],
        point_lons=raw.node_lons[drawing.points],
        durations=durations,
        is_main=_main_parts(drawing, durations),
        turn_from=turns.from_edges,
        turn_via=turns.via_nodes,
        turn_over=turns.over,
        turn_over_from=turns.over_from,
        turn_to=turns.to_edges,
        turn_is_only=turns.is_only,
        turn_exempt=turns.exempt,
        turn_modes=turns.modes,
        names=raw.names,
        rules=rules,
    )


def _speed_table(rules: Sequence[dict[str, str]]) -> NDArray[np.float64]:
    """Return km/h per rule, profile and direction, shape ``(rules, 4, 2)``."""
    table = [
        [(s.forward, s.backward) for s in (speeds(rule, profile) for profile in Profile)]
        for rule in rules
    ]
    return np.array(table, dtype=np.float64).reshape(-1, len(Profile), 2)


def _barrier_costs(tags: dict[str, str]) -> tuple[int, ...]:
    """Return tenths of a second per profile, -1 for those who cannot pass."""
    costs = (barrier_seconds(tags, profile) for profile in Profile)
    return tuple(CLOSED if cost is None else round(cost * 10) for cost in costs)


def _lengths(drawing: Drawing, raw: RawStreets) -> NDArray[np.int32]:
    """Return the length of each edge in decimetres, at least 1 except for barriers."""
    lats = raw.node_lats[drawing.points] / 1e7
    lons = raw.node_lons[drawing.points] / 1e7
    segments = np.concatenate((segment_lengths(lats, lons), [0.0]))
    segments[drawing.starts[1:] - 1] = 0.0
    metres = np.add.reduceat(segments, drawing.starts[:-1])
    decimetres = np.maximum(1, np.rint(metres * 10))
    return np.where(drawing.first_ways < 0, 0, decimetres).astype(np.int32)


def _durations(
    lengths: NDArray[np.int32], rules: NDArray[np.integer], speed_table: NDArray[np.float64]
) -> NDArray[np.int32]:
    """Return tenths of a second per profile, direction and edge; at least 1."""
    speed = speed_table[rules].transpose(1, 2, 0)
    is_open = speed > 0
    exact = lengths * DECISECONDS_PER_KMH_DECIMETRE / np.where(is_open, speed, 1.0)
    return np.where(is_open, np.maximum(1, np.rint(exact)), CLOSED).astype(np.int32)


def _main_parts(drawing: Drawing, durations: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Mark each profile's largest strongly connected part; ties go to the lowest node."""
    from scipy.sparse import coo_array  # noqa: PLC0415 - not needed to open a city
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - as above

    num_nodes = len(drawing.node_points)
    is_main = np.zeros((len(Profile), num_nodes), dtype=np.bool_)
    for profile in Profile:
        forward, backward = durations[profile.row] != CLOSED
        tails = np.concatenate((drawing.edge_from[forward], drawing.edge_to[backward]))
        heads = np.concatenate((drawing.edge_to[forward], drawing.edge_from[backward]))
        if not len(tails):
            continue
        arcs = coo_array((np.ones(len(tails)), (tails, heads)), shape=(num_nodes, num_nodes))
        _, part = connected_components(arcs.tocsr(), directed=True, connection="strong")
        touched = np.zeros(num_nodes, dtype=np.bool_)
        touched[tails] = touched[heads] = True
        sizes = np.bincount(part[touched])
        is_main[profile.row] = touched & (part == sizes.argmax())
    return is_main
