"""What a reader of map data hands over, whatever format it came from.

Coordinates are OpenStreetMap's own: whole numbers of 1e-7 degrees.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Progress = Callable[[str, float], None]
    """Called with the name of the step at work and the share of it that is done."""

T = TypeVar("T")

COORDINATE_SCALE = 10_000_000


def no_progress(_step: str, _share: float) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """A turn that OpenStreetMap forbids or demands, at one node or over other ways.

    Attributes
    ----------
    from_way, to_way
        Ids of the ways it leads from and to.
    via_node
        Id of the node between them; ``None`` if there are ways between them.
    via_ways
        Ids of the ways between them, in any order; empty if there is a node.
    is_only
        Whether this turn is the only one allowed, rather than forbidden.
    exempt
        Modes it does not apply to (value of the tag ``except``), for example ``bicycle``.
    mode
        The one mode it applies to (from the tag ``restriction:bicycle`` and the like);
        empty: all vehicles.
    """

    from_way: int
    to_way: int
    is_only: bool
    via_node: int | None = None
    via_ways: tuple[int, ...] = ()
    exempt: str = ""
    mode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPlace:
    """An address or a named thing.

    Attributes
    ----------
    name
        Its name; empty for a bare address.
    street, house_number, postcode, city
        Parts of its address; empty where not known.
    lat, lon
        WGS84 degrees.
    kind
        ``"suburb"``, ``"village"`` and so on when it is a part of a town or a town; empty
        otherwise.
    """

    name: str
    street: str
    house_number: str
    postcode: str
    city: str
    lat: float
    lon: float
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RawSpan:
    """House numbers along a line of which only the ends are mapped.

    Attributes
    ----------
    street
        Name of their street.
    first, last
        Numbers at the ends.
    step
        2 when only even or only odd numbers occur, 1 when all do.
    points
        The line, shape ``(n, 2)``, lon and lat in degrees.
    """

    street: str
    first: int
    last: int
    step: int
    points: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RawLine:
    """Something long that a map shows beside streets.

    Attributes
    ----------
    kind
        ``"coastline"`` (land on its left), ``"river"``, ``"canal"``, ``"stream"`` or ``"rail"``.
    points
        Shape ``(n, 2)``, lon and lat in degrees.
    """

    kind: str
    points: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RawArea:
    """Something with a surface that a map shows.

    Attributes
    ----------
    kind
        ``"water"``, ``"park"`` or ``"building"``.
    rings
        Outer ring first, then holes: arrays of shape ``(n, 2)``, lon and lat in degrees.
    """

    kind: str
    rings: tuple[NDArray[np.float64], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RawStreets:
    """Streets as they were drawn, before they become a network.

    Attributes
    ----------
    node_ids
        Ids of the points of all ways, rising, shape ``(n,)``, int64.
    node_lats, node_lons
        Their coordinates in 1e-7 degrees, shape ``(n,)``, int32.
    refs
        Ids of the points of each way, one way after the other, int64. Points that the
        extract left out may appear here and not in `node_ids`.
    starts
        Where each way begins in `refs`, and the end of the last, shape ``(ways + 1,)``.
    way_ids
        OpenStreetMap's ids of the ways.
    way_rules
        Which of `rules` applies to each way.
    way_names
        Which of `names` each way has.
    rules
        Different combinations of the tags that profiles look at.
    names
        Different street names; the first is empty.
    barriers
        Tags of the nodes that are barriers.
    restrictions
        Turn restrictions.
    num_restrictions_left_out
        How many more there are: those that depend on the hour, and incomplete ones.
    places
        Addresses and named things.
    areas
        Surfaces for the map.
    spans
        House numbers along lines.
    lines
        Coasts, rivers and rails for the map.
    """

    node_ids: NDArray[np.int64]
    node_lats: NDArray[np.int32]
    node_lons: NDArray[np.int32]
    refs: NDArray[np.int64]
    starts: NDArray[np.int64]
    way_ids: NDArray[np.int64]
    way_rules: NDArray[np.int32]
    way_names: NDArray[np.int32]
    rules: tuple[dict[str, str], ...]
    names: tuple[str, ...]
    barriers: dict[int, dict[str, str]] = field(default_factory=dict)
    restrictions: tuple[Restriction, ...] = ()
    num_restrictions_left_out: int = 0
    places: tuple[RawPlace, ...] = ()
    areas: tuple[RawArea, ...] = ()
    spans: tuple[RawSpan, ...] = ()
    lines: tuple[RawLine, ...] = ()


class Numbering(Generic[T]):
    """Numbers for different values, in order of first appearance."""

    def __init__(self) -> None:
        self._numbers: dict[T, int] = {}

    def number(self, value: T) -> int:
        """Return the value's number, a new one if it is new."""
        return self._numbers.setdefault(value, len(self._numbers))

    def values(self) -> tuple[T, ...]:
        """Return all values in the order of their numbers."""
        return tuple(self._numbers)


@dataclass(slots=True)
class WayCollector:
    """Gathers ways one by one into the arrays of `RawStreets`."""

    way_ids: list[int] = field(default_factory=list)
    way_rules: list[int] = field(default_factory=list)
    way_names: list[int] = field(default_factory=list)
    _refs: list[NDArray[np.int64]] = field(default_factory=list)
    _rules: Numbering[tuple[tuple[str, str], ...]] = field(default_factory=Numbering)
    _names: Numbering[str] = field(default_factory=Numbering)

    def __post_init__(self) -> None:
        self._names.number("")

    def add(
        self,
        way_id: int,
        refs: Sequence[int] | NDArray[np.int64],
        tags: Mapping[str, str],
        name: str,
    ) -> None:
        """Add a way.

        Parameters
        ----------
        way_id
            OpenStreetMap's id.
        refs
            Ids of its points.
        tags
            Those of its tags that profiles look at.
        name
            Its name, or its reference number, or nothing.
        """
        self._refs.append(np.asarray(refs, dtype=np.int64))
        self.way_ids.append(way_id)
        self.way_rules.append(self._rules.number(tuple(sorted(tags.items()))))
        self.way_names.append(self._names.number(name))

    def points(self) -> NDArray[np.int64]:
        """Return the ids of all points of all ways so far, rising."""
        # sorting beats np.unique, whose table of ids this large is many times slower
        ids = np.sort(self._all_refs())
        return ids[np.diff(ids, prepend=ids[:1] - 1) > 0]

    def finish(
        self,
        node_ids: NDArray[np.int64],
        node_lats: NDArray[np.int32],
        node_lons: NDArray[np.int32],
    ) -> RawStreets:
        """Return everything gathered, with the points' coordinates (ids rising)."""
        return RawStreets(
            node_ids=node_ids,
            node_lats=node_lats,
            node_lons=node_lons,
            refs=self._all_refs(),
            starts=np.cumsum([0, *map(len, self._refs)], dtype=np.int64),
            way_ids=np.array(self.way_ids, dtype=np.int64),
            way_rules=np.array(self.way_rules, dtype=np.int32),
            way_names=np.array(self.way_names, dtype=np.int32),
            rules=tuple(dict(rule) for rule in self._rules.values()),
            names=self._names.values(),
        )

    def _all_refs(self) -> NDArray[np.int64]:
        return np.concatenate([np.empty(0, dtype=np.int64), *self._refs])
