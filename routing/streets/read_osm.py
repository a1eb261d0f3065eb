"""Reads OpenStreetMap files: ``.osm.pbf``, ``.osm``, ``.osm.gz`` and ``.osm.bz2``.

Streets and their points come from `routing.streets.read_pbf` where the file is as usual.
osmium reads the rest, filtered before Python sees anything: turn restrictions, then
everything that has an address, a name, a barrier or a surface. Of files in other formats,
and of unusual ones, it reads the streets as well, and notes where every node is.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import osmium

from routing.streets.access import ROUTING_TAGS
from routing.streets.errors import CityError
from routing.streets.pbf import UnusualFileError
from routing.streets.raw import RawStreets, Restriction, WayCollector, no_progress
from routing.streets.read_features import FEATURE_KEYS, FeatureCollector
from routing.streets.read_pbf import Points, read_pbf
from routing.streets.speed_tables import CLASSES
from routing.streets.turn_rules import MODES_OF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from routing.streets.raw import Progress

STEP = "reading the map"
SHARE_OF_STREETS = 0.5
SHARE_OF_FEATURES = 0.8
POINTS_PER_REPORT = 20_000
MODES = sorted(set().union(*MODES_OF.values()))
RESTRICTION_KEYS = ("restriction", *(f"restriction:{mode}" for mode in MODES))
"""Tags of the turn restrictions that concern any profile."""

CONDITIONAL_KEYS = tuple(f"{key}:conditional" for key in RESTRICTION_KEYS)
"""Tags of those that hold at some hours only."""


def read_osm(path: Path, *, on_progress: Progress = no_progress) -> RawStreets:
    """Read the streets, places and surfaces of a map file.

    Parameters
    ----------
    path
        File whose name tells its format.
    on_progress
        Called now and then with the step and the share of it that is done.

    Returns
    -------
    RawStreets
        Everything a network is built from.

    Raises
    ------
    CityError
        When the file is missing, is no OpenStreetMap file, is damaged, or has no streets.
    """
    if not path.is_file():
        msg = f"Expected an OpenStreetMap file at {path}, got nothing there."
        raise CityError(msg)
    try:
        return _read(path, on_progress)
    except (RuntimeError, UnicodeDecodeError) as error:
        msg = f"Expected an intact OpenStreetMap file at {path}, got: {error}."
        raise CityError(msg) from error


def _read(path: Path, on_progress: Progress) -> RawStreets:
    on_progress(STEP, 0.0)
    ways, points = _read_quickly(path, on_progress)
    kinds = osmium.osm.RELATION if points else osmium.osm.RELATION | osmium.osm.WAY
    restrictions, num_left_out = _read_ways(path, kinds, ways)
    if not ways.way_ids:
        found = "none" if _has_anything(path) else "an empty file"
        msg = f"Expected streets in {path}, got {found}."
        raise CityError(msg)
    on_progress(STEP, SHARE_OF_STREETS)
    features, locations = _read_features(path)
    on_progress(STEP, SHARE_OF_FEATURES)
    points = points or _points(ways.points(), locations, on_progress)
    on_progress(STEP, 1.0)
    return replace(
        ways.finish(points.ids, points.lats, points.lons),
        restrictions=tuple(restrictions),
        num_restrictions_left_out=num_left_out,
        barriers=features.barriers,
        places=tuple(features.places),
        areas=tuple(features.areas),
        spans=tuple(features.spans),
        lines=tuple(features.lines),
    )


def _read_quickly(path: Path, on_progress: Progress) -> tuple[WayCollector, Points | None]:
    """Return streets and their points; neither if the file has to be read by osmium."""
    if path.suffix != ".pbf":
        return WayCollector(), None
    try:
        return read_pbf(path, lambda share: on_progress(STEP, share * SHARE_OF_STREETS))
    except UnusualFileError:
        return WayCollector(), None


def _read_ways(
    path: Path, kinds: osmium.osm.osm_entity_bits, ways: WayCollector
) -> tuple[list[Restriction], int]:
    """Return turn restrictions and how many nobody here understands; add streets on the way."""
    restrictions: list[Restriction] = []
    num_left_out = 0
    keys = osmium.filter.KeyFilter("highway", *RESTRICTION_KEYS, *CONDITIONAL_KEYS)
    for entity in _entities(osmium.FileProcessor(path, kinds).with_filter(keys)):
        tags = entity.tags
        if entity.is_relation():
            understood = tuple(_restrictions(entity))
            restrictions.extend(understood)
            at_hours = any(key in tags for key in CONDITIONAL_KEYS)
            is_meant = at_hours or any(key in tags for key in RESTRICTION_KEYS)
            num_left_out += is_meant and (at_hours or not understood)
        elif tags.get("highway") in CLASSES:
            kept = {key: value for key in ROUTING_TAGS if (value := tags.get(key)) is not None}
            name = tags.get("name") or tags.get("ref") or ""
            ways.add(entity.id, [node.ref for node in entity.nodes], kept, name)
    return restrictions, num_left_out


def _restrictions(relation: Any) -> Iterator[Restriction]:  # noqa: ANN401 - osmium's own type
    """Yield the turn restrictions of a relation, if its members say which turn is meant."""
    by_role: dict[tuple[str, str], list[int]] = {}
    for member in relation.members:
        by_role.setdefault((member.role, member.type), []).append(member.ref)
    nodes, via_ways = by_role.get(("via", "n"), []), by_role.get(("via", "w"), [])
    if (len(nodes), bool(via_ways)) not in ((1, False), (0, True)):
        return
    ends = product(by_role.get(("from", "w"), []), by_role.get(("to", "w"), []))
    for (from_way, to_way), key in product(ends, RESTRICTION_KEYS):
        kind = relation.tags.get(key, "")
        if kind.startswith(("no_", "only_")):
            yield Restriction(
                from_way=from_way,
                via_node=nodes[0] if nodes else None,
                via_ways=tuple(via_ways),
                to_way=to_way,
                is_only=kind.startswith("only_"),
                exempt=relation.tags.get("except", ""),
                mode=key.removeprefix("restriction").lstrip(":"),
            )


def _read_features(path: Path) -> tuple[FeatureCollector, osmium.index.LocationTable]:
    """Return addresses, barriers and surfaces, and where every node of the file is."""
    features = FeatureCollector()
    keys = osmium.filter.KeyFilter(*FEATURE_KEYS)
    processor = osmium.FileProcessor(path).with_locations().with_areas(keys)
    for entity in _entities(processor.with_filter(keys)):
        if entity.is_node():
            features.add_node(entity)
        elif entity.is_area():
            features.add_area(entity)
        elif entity.is_way():
            features.add_way(entity)
    locations = processor.node_location_storage
    assert locations is not None  # noqa: S101 - with_locations() made it
    return features, locations


def _points(
    wanted: NDArray[np.int64], locations: osmium.index.LocationTable, on_progress: Progress
) -> Points:
    """Return those wanted points that exist; osmium counts ids from 0."""
    wanted = wanted[wanted >= 0]
    found: list[tuple[int, int, int]] = []
    for number, node in enumerate(wanted.tolist()):
        try:
            location = locations.get(node)
        except KeyError:  # the extract was cut here
            continue
        found.append((node, location.y, location.x))
        if number % POINTS_PER_REPORT == 0:
            done = number / len(wanted)
            on_progress(STEP, SHARE_OF_FEATURES + done * (1.0 - SHARE_OF_FEATURES))
    ids, lats, lons = np.array(found, dtype=np.int64).reshape(-1, 3).T
    return Points(ids, lats.astype(np.int32), lons.astype(np.int32))


def _entities(processor: osmium.FileProcessor) -> Iterable[Any]:
    """Return the entities without osmium's union type, whose members differ by kind."""
    return processor


def _has_anything(path: Path) -> bool:
    return any(True for _ in osmium.FileProcessor(path))
