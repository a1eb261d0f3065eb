"""Engines that answer the same question: seconds from each of some nodes to each of them.

Every engine gets the same graph, prepares itself outside the clock, and answers with an
array of tenths of a second (ours: seconds and metres).
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from routing.streets.hierarchy.labels import make_ends, make_tree
from routing.streets.hierarchy.order import dissection_order
from routing.streets.hierarchy.table import travel_table
from routing.streets.hierarchy.topology import build_topology
from routing.streets.hierarchy.weights import customize

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from bench.street_graphs import Streets
    from routing.streets.hierarchy.labels import Ends, Tree
    from routing.streets.hierarchy.table import Table
    from routing.streets.hierarchy.topology import Topology
    from routing.streets.hierarchy.weights import Weights

    Answer = Callable[[NDArray[np.int32]], object]


class Prepare(Protocol):
    """Makes an engine ready for a graph."""

    def __call__(self, streets: Streets, file: Path, /) -> Answer:
        """Return what answers for some nodes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A way to compute matrices.

    Attributes
    ----------
    name
        As in the results.
    module
        What has to be importable.
    most_points, most_repeats
        So that a slow engine does not take all day.
    prepare
        Makes it ready.
    needs
        Least version of Python that has a wheel.
    """

    name: str
    module: str
    most_points: int
    most_repeats: int
    prepare: Prepare
    needs: tuple[int, int] = (3, 11)

    def missing(self) -> str:
        """Return why it cannot run here; empty if it can."""
        if importlib.util.find_spec(self.module) is not None:
            return ""
        if sys.version_info < self.needs:
            return f"{self.module} has wheels for Python >= {'.'.join(map(str, self.needs))} only"
        return f"{self.module} is not installed: make peers"


class Hierarchy(NamedTuple):
    """Our own engine, ready for one graph."""

    topology: Topology
    tree: Tree
    weights: Weights

    @property
    def num_bytes(self) -> int:
        """Memory of what is kept between questions."""
        topology, weights = self.topology, self.weights
        arrays = (
            *(topology.order, topology.rank, topology.depth, topology.pointers, topology.upper),
            *(topology.arc_edge, topology.is_up, weights.arcs, weights.up, weights.down),
            *self.tree,
        )
        return sum(array.nbytes for array in arrays)

    def at(self, nodes: NDArray[np.int32]) -> Ends:
        """Return points that are nodes."""
        twice = np.stack((nodes, nodes), axis=1).astype(np.int32)
        return make_ends(self.topology, twice, np.zeros(twice.shape))

    def table(self, rows: NDArray[np.int32], columns: NDArray[np.int32]) -> Table:
        """Return seconds and metres between nodes."""
        return travel_table(self.tree, self.weights, self.at(rows), self.at(columns))


def hierarchy(streets: Streets) -> Hierarchy:
    """Prepare our own engine."""
    order = dissection_order(streets.tails, streets.heads, streets.lats, streets.lons)
    topology = build_topology(order, streets.tails, streets.heads)
    return Hierarchy(topology, make_tree(topology), customize(topology, streets.costs))


def ours(streets: Streets, _file: Path) -> Answer:
    """Prepare the hierarchy; answers are seconds and metres."""
    prepared = hierarchy(streets)
    return lambda nodes: prepared.table(nodes, nodes)


def scipy(streets: Streets, _file: Path) -> Answer:
    """Prepare Dijkstra in C++."""
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415 - a peer

    graph = streets.matrix(times_only=True)
    return lambda nodes: dijkstra(graph, indices=nodes)[:, nodes]


def networkx(streets: Streets, _file: Path) -> Answer:
    """Prepare Dijkstra in Python."""
    nx = import_module("networkx")
    graph = nx.DiGraph()
    rows = zip(streets.tails.tolist(), streets.heads.tolist(), streets.times.tolist(), strict=True)
    for tail, head, time in sorted(rows, reverse=True):
        graph.add_edge(tail, head, weight=time)

    def answer(nodes: NDArray[np.int32]) -> object:
        wanted = nodes.tolist()
        reached = (nx.single_source_dijkstra_path_length(graph, node) for node in wanted)
        return np.array([[found[other] for other in wanted] for found in reached])

    return answer


def routingkit(streets: Streets, _file: Path) -> Answer:
    """Prepare RoutingKit's customizable contraction hierarchy, with pinned targets."""
    rk = import_module("routingkit_cch")
    tails, heads = streets.tails.tolist(), streets.heads.tolist()
    order = rk.compute_order_inertial(
        streets.num_nodes, tails, heads, streets.lats.tolist(), streets.lons.tolist()
    )
    metric = rk.CCHMetric(rk.CCH(order, tails, heads, False), streets.times.tolist())  # noqa: FBT003 - its own signature

    def answer(nodes: NDArray[np.int32]) -> object:
        wanted = nodes.tolist()
        query = rk.CCHOneToMany(metric, wanted)
        return np.array([query.distances_from(node) for node in wanted])

    return answer


def pandana(streets: Streets, _file: Path) -> Answer:
    """Prepare pandana's contraction hierarchy."""
    pd, peer = import_module("pandas"), import_module("pandana")
    network = peer.Network(
        pd.Series(streets.lons),
        pd.Series(streets.lats),
        pd.Series(streets.tails.astype(np.int64)),
        pd.Series(streets.heads.astype(np.int64)),
        pd.DataFrame({"time": streets.times.astype(np.float64)}),
        twoway=False,
    )

    def answer(nodes: NDArray[np.int32]) -> object:
        count = len(nodes)
        wanted = nodes.astype(np.int64)
        lengths = network.shortest_path_lengths(np.repeat(wanted, count), np.tile(wanted, count))
        return np.array(lengths).reshape(count, count)

    return answer


def osrm(streets: Streets, file: Path) -> Answer:
    """Prepare OSRM's contraction hierarchy from the map itself, with its bicycle profile."""
    peer = import_module("osrm")
    package = Path(str(peer.__file__)).parent
    profile = next(package.glob("share/**/bicycle.lua"))
    folder = Path(tempfile.mkdtemp(prefix="osrm-"))
    copy = folder / "map.osm.pbf"
    shutil.copy(file, copy)
    for arguments in (
        ("extract", "-p", str(profile), str(copy)),
        ("contract", str(folder / "map.osrm")),
    ):
        subprocess.run((sys.executable, "-m", "osrm", *arguments), check=True, capture_output=True)
    engine = peer.OSRM(
        storage_config=str(folder / "map.osrm"),
        algorithm="CH",
        use_shared_memory=False,
        max_locations_distance_table=-1,
    )

    def answer(nodes: NDArray[np.int32]) -> object:
        lons, lats = streets.lons[nodes].tolist(), streets.lats[nodes].tolist()
        places = list(zip(lons, lats, strict=True))
        found = engine.Table(peer.TableParameters(coordinates=places, generate_hints=False))
        return np.array([list(row) for row in found["durations"]], dtype=np.float64)

    return answer


def valhalla(streets: Streets, file: Path) -> Answer:
    """Prepare Valhalla from the map itself, with its bicycle costing."""
    peer = import_module("valhalla")
    folder = Path(tempfile.mkdtemp(prefix="valhalla-"))
    (folder / "tiles").mkdir()
    config = peer.get_config(tile_extract="", tile_dir=folder / "tiles", verbose=False)
    config["service_limits"]["bicycle"] |= {
        "max_matrix_distance": 10_000_000.0,
        "max_matrix_location_pairs": 10_000_000,
        "max_locations": 100_000,
    }
    (folder / "valhalla.json").write_text(json.dumps(config), encoding="utf-8")
    build = Path(str(peer.__file__)).parent / "bin" / "valhalla_build_tiles"
    command = (str(build), "-c", str(folder / "valhalla.json"), str(file))
    subprocess.run(command, check=True, capture_output=True)
    engine = peer.Actor(config)

    def answer(nodes: NDArray[np.int32]) -> object:
        lats, lons = streets.lats[nodes].tolist(), streets.lons[nodes].tolist()
        places = [{"lat": lat, "lon": lon} for lat, lon in zip(lats, lons, strict=True)]
        found = engine.matrix({"sources": places, "targets": places, "costing": "bicycle"})
        rows = found["sources_to_targets"]
        return np.array([[cell["time"] for cell in row] for row in rows], dtype=np.float64)

    return answer


ENGINES = (
    Engine(name="commonwheel", module="numba", most_points=10_000, most_repeats=99, prepare=ours),
    Engine(
        name="routingkit-cch",
        module="routingkit_cch",
        most_points=2_000,
        most_repeats=99,
        prepare=routingkit,
    ),
    Engine(
        name="osrm-ch",
        module="osrm",
        most_points=2_000,
        most_repeats=99,
        prepare=osrm,
        needs=(3, 12),
    ),
    Engine(
        name="valhalla",
        module="valhalla",
        most_points=100,
        most_repeats=1,
        prepare=valhalla,
        needs=(3, 12),
    ),
    Engine(name="scipy", module="scipy", most_points=100, most_repeats=5, prepare=scipy),
    Engine(name="pandana", module="pandana", most_points=1_000, most_repeats=1, prepare=pandana),
    Engine(name="networkx", module="networkx", most_points=100, most_repeats=1, prepare=networkx),
)
