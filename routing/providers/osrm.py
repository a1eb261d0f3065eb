"""Travel from an OSRM server: its table and route services.

References
----------
.. [1] Project OSRM. HTTP API, version 1. https://project-osrm.org/docs/v5.24.0/api/
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from routing.providers.engine import (
    Numbers,
    ProvidedPath,
    ProvidedTable,
    in_chunks,
    path_of,
    table_of,
)
from routing.streets.profiles import Profile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from routing.model import Location
    from routing.providers.connection import Connection

NAMES: Mapping[Profile, str] = {
    Profile.FOOT: "foot",
    Profile.BIKE: "bike",
    Profile.CARGO_BIKE: "bike",
    Profile.E_VAN: "car",
}
"""What the profiles are called on most servers; one server usually has one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Osrm:
    """An OSRM server.

    Attributes
    ----------
    connection
        How to reach it.
    names
        What it calls the profiles.
    chunk
        Most points on each side of one question; a server takes 100 in all by default.
    """

    connection: Connection
    names: Mapping[Profile, str] = field(default_factory=lambda: NAMES)
    chunk: int = 50

    def table(
        self, from_points: Sequence[Location], to_points: Sequence[Location], profile: Profile
    ) -> ProvidedTable:
        """Compute travel from some points to others, as `Engine.table` says."""

        def ask(sources: Sequence[Location], targets: Sequence[Location]) -> Numbers:
            count, shape = len(sources), (len(sources), len(targets))
            query = {
                "sources": ";".join(map(str, range(count))),
                "destinations": ";".join(map(str, range(count, count + len(targets)))),
                "annotations": "duration,distance",
            }

            def read(answer: Any) -> Numbers:  # noqa: ANN401 - JSON
                return table_of(answer["durations"], answer["distances"], shape)

            path = f"/table/v1/{self.names[profile]}/{_written([*sources, *targets])}"
            return self.connection.get(path, query, read)

        return in_chunks(from_points, to_points, self.chunk, ask)

    def path(self, a: Location, b: Location, profile: Profile) -> ProvidedPath:
        """Find the fastest way from one point to another, as `Engine.path` says."""
        path = f"/route/v1/{self.names[profile]}/{_written([a, b])}"
        return self.connection.get(path, {"geometries": "geojson", "overview": "full"}, _read)


def _read(answer: Any) -> ProvidedPath:  # noqa: ANN401 - JSON
    route = answer["routes"][0]
    return path_of(route["geometry"]["coordinates"], route["duration"], route["distance"])


def _written(points: Sequence[Location]) -> str:
    return ";".join(f"{point.lon:.6f},{point.lat:.6f}" for point in points)
