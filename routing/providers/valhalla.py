"""Travel from a Valhalla server: its matrix and route services.

References
----------
.. [1] Valhalla. Matrix and route services. https://valhalla.github.io/valhalla/api/
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

COSTINGS: Mapping[Profile, str] = {
    Profile.FOOT: "pedestrian",
    Profile.BIKE: "bicycle",
    Profile.CARGO_BIKE: "bicycle",
    Profile.E_VAN: "auto",
}

OPTIONS: Mapping[Profile, Mapping[str, Mapping[str, float]]] = {
    Profile.BIKE: {"bicycle": {"cycling_speed": 17}},
    Profile.CARGO_BIKE: {"bicycle": {"cycling_speed": 15}},
}
"""What the server is told about speeds: km/h of our own on a cycleway."""

KILOMETRE = 1000
"""Metres in the unit that it is asked to answer in."""

SIX_DECIMALS = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Valhalla:
    """A Valhalla server.

    Attributes
    ----------
    connection
        How to reach it.
    costings
        What it calls the profiles.
    chunk
        Most points on each side of one question; a server takes 50 by default.
    """

    connection: Connection
    costings: Mapping[Profile, str] = field(default_factory=lambda: COSTINGS)
    chunk: int = 50

    def table(
        self, from_points: Sequence[Location], to_points: Sequence[Location], profile: Profile
    ) -> ProvidedTable:
        """Compute travel from some points to others, as `Engine.table` says."""

        def ask(sources: Sequence[Location], targets: Sequence[Location]) -> Numbers:
            shape = len(sources), len(targets)
            question = {"sources": _written(sources), "targets": _written(targets)}

            def read(answer: Any) -> Numbers:  # noqa: ANN401 - JSON
                cells = answer["sources_to_targets"]
                seconds = [[cell["time"] for cell in row] for row in cells]
                kilometres = [[cell["distance"] for cell in row] for row in cells]
                return table_of(seconds, kilometres, shape, unit=KILOMETRE)

            asked = question | self._manner(profile)
            return self.connection.post("/sources_to_targets", asked, read)

        return in_chunks(from_points, to_points, self.chunk, ask)

    def path(self, a: Location, b: Location, profile: Profile) -> ProvidedPath:
        """Find the fastest way from one point to another, as `Engine.path` says."""
        question = {"locations": _written([a, b]), "directions_type": "none"}
        return self.connection.post("/route", question | self._manner(profile), _read)

    def _manner(self, profile: Profile) -> dict[str, Any]:
        options = {"costing_options": OPTIONS[profile]} if profile in OPTIONS else {}
        return {"costing": self.costings[profile], "units": "kilometers"} | options


def read_polyline(text: str) -> list[tuple[float, float]]:
    """Read a line as Valhalla writes it.

    Parameters
    ----------
    text
        Differences of latitudes and longitudes in millionths of a degree, five bits to a
        character, least first, the sign in the lowest bit.

    Returns
    -------
    list of tuple
        Points, lon before lat.

    Raises
    ------
    ValueError
        When the text ends within a number or holds other characters.
    """
    numbers: list[int] = []
    value = shift = 0
    for character in text:
        bits = ord(character) - 63
        if not 0 <= bits < 64:  # noqa: PLR2004 - six bits
            msg = "a line with characters that no line has"
            raise ValueError(msg)
        value |= (bits & 31) << shift
        shift += 5
        if bits < 32:  # noqa: PLR2004 - the sixth bit says that more follow
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    if shift or len(numbers) % 2:
        msg = "a line that ends too early"
        raise ValueError(msg)
    points: list[tuple[float, float]] = []
    lat = lon = 0
    for north, east in zip(numbers[::2], numbers[1::2], strict=True):
        lat, lon = lat + north, lon + east
        points.append((lon / SIX_DECIMALS, lat / SIX_DECIMALS))
    return points


def _written(points: Sequence[Location]) -> list[dict[str, float]]:
    return [{"lat": round(point.lat, 6), "lon": round(point.lon, 6)} for point in points]


def _read(answer: Any) -> ProvidedPath:  # noqa: ANN401 - JSON
    trip = answer["trip"]
    line, told = read_polyline(trip["legs"][0]["shape"]), trip["summary"]
    return path_of(line, told["time"], told["length"], unit=KILOMETRE)
