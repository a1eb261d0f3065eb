"""Reads a city online through OSMnx: the outline from Nominatim, the map from Overpass.

OSMnx knows its servers as settings of the whole process. They are set for the time of a
read and put back afterwards, so two reads must not run at once in one process.
"""

from __future__ import annotations

import re
import socket
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from routing.streets.access import BARRIER_TAGS, ROUTING_TAGS
from routing.streets.errors import CityError
from routing.streets.osmnx_graph import from_osmnx
from routing.streets.raw import RawArea, RawLine, no_progress
from routing.streets.read_features import (
    AREA_KINDS,
    LINE_KINDS,
    PLACE_KEYS,
    TOWN_KINDS,
    area_kind,
    line_kind,
    place_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from routing.streets.raw import Progress, RawPlace, RawStreets

STEP = "asking the map servers"
LARGEST_SPAN = 1.0
"""Degrees; a larger box is for a map file, not for a public server."""

STREETS_FILTER = '["highway"]'
CONTACT = "commonwheel (https://wiki.openstreetmap.org/wiki/Overpass_API; courier co-operatives)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """Whom to ask online.

    Attributes
    ----------
    overpass
        Base address of an Overpass interpreter, without ``/interpreter``.
    nominatim
        Base address of a Nominatim server, without ``/search``.
    timeout
        Seconds to wait for an answer.
    has_slots
        Whether the Overpass server hands out slots that have to be waited for.
    """

    overpass: str
    nominatim: str
    timeout: float = 180.0
    has_slots: bool = True


PUBLIC_SERVERS = Servers(
    overpass="https://overpass-api.de/api", nominatim="https://nominatim.openstreetmap.org"
)


def read_online(
    where: str, *, servers: Servers = PUBLIC_SERVERS, on_progress: Progress = no_progress
) -> RawStreets:
    """Read the streets, places and surfaces of a place or a box.

    Parameters
    ----------
    where
        ``"south,west,north,east"`` in degrees, or the name of a place.
    servers
        Whom to ask.
    on_progress
        Called now and then with the step and the share of it that is done.

    Returns
    -------
    RawStreets
        Everything a network is built from, except turn restrictions.

    Raises
    ------
    CityError
        When the box is malformed, the place is not found, it has no streets, or the
        servers cannot be reached.
    """
    box = parse_box(where)
    import osmnx as ox  # noqa: PLC0415 - seconds; only who asks online pays for it
    import requests  # noqa: PLC0415 - as above

    on_progress(STEP, 0.0)
    with _asking(servers):
        try:
            outline = box or _outline(where)
            on_progress(STEP, 0.1)
            graph = ox.graph_from_polygon(
                outline, simplify=False, retain_all=True, custom_filter=STREETS_FILTER
            )
            on_progress(STEP, 0.6)
            places, areas, lines = _features(outline)
        except requests.RequestException as error:
            msg = f"Expected an answer from the map servers, got none: {_reason(error)}."
            raise CityError(msg) from error
        except ox._errors.ResponseStatusCodeError as error:  # noqa: SLF001 - not exported
            msg = f"Expected an answer from the map servers, got a refusal: {error}."
            raise CityError(msg) from error
        except (ox._errors.InsufficientResponseError, ValueError) as error:  # noqa: SLF001
            if isinstance(error, CityError):
                raise
            msg = f"Expected streets in {where!r}, got none from the map servers."
            raise CityError(msg) from error
    on_progress(STEP, 1.0)
    return replace(from_osmnx(graph), places=places, areas=areas, lines=lines)


def parse_box(text: str) -> shapely.Polygon | None:
    """Return the polygon of a bounding box.

    Parameters
    ----------
    text
        ``"south,west,north,east"`` in degrees, or anything else.

    Returns
    -------
    shapely.Polygon or None
        ``None`` when the text is not made of numbers, so that it may be a name.

    Raises
    ------
    CityError
        When it is made of numbers but is no box on earth, or too large.
    """
    if not re.fullmatch(r"[\d\s.,;+-]*\d[\d\s.,;+-]*", text):
        return None
    wanted = 'Expected a bounding box "south,west,north,east" in degrees'
    try:
        south, west, north, east = (float(part) for part in text.split(","))
    except ValueError as error:
        msg = f"{wanted}, got {text!r}."
        raise CityError(msg) from error
    if not (-90 <= south < north <= 90 and -180 <= west < east <= 180):  # noqa: PLR2004 - the earth
        msg = f"{wanted} with south < north and west < east, got {text!r}."
        raise CityError(msg)
    if max(north - south, east - west) > LARGEST_SPAN:
        msg = f"{wanted} of at most {LARGEST_SPAN:g} degree a side, got {text!r}; use a map file."
        raise CityError(msg)
    return shapely.box(west, south, east, north)


def _outline(name: str) -> shapely.Polygon | shapely.MultiPolygon:
    import osmnx as ox  # noqa: PLC0415 - as above

    try:
        found = ox.geocode_to_gdf(name)
    except ox._errors.InsufficientResponseError as error:  # noqa: SLF001 - not exported
        msg = f"Expected the name of a place, got {name!r}, which was not found."
        raise CityError(msg) from error
    except TypeError as error:
        msg = f"Expected a place with an outline, got {name!r}, which is only a point on the map."
        raise CityError(msg) from error
    return found.geometry.iloc[0]


def _features(
    outline: shapely.Polygon | shapely.MultiPolygon,
) -> tuple[tuple[RawPlace, ...], tuple[RawArea, ...], tuple[RawLine, ...]]:
    """Return addresses, named places, surfaces and lines; none when the server knows none."""
    import osmnx as ox  # noqa: PLC0415 - as above

    wanted: dict[str, bool | str | list[str]] = dict.fromkeys(PLACE_KEYS, True)
    wanted |= {"addr:housenumber": True, "building": True, "place": list(TOWN_KINDS)}
    for key, value in (*AREA_KINDS, *LINE_KINDS):
        if wanted.get(key) is not True:
            values = wanted.setdefault(key, [])
            assert isinstance(values, list)  # noqa: S101 - as set in the line before
            values.append(value)
    try:
        table = ox.features_from_polygon(outline, wanted)
    except ox._errors.InsufficientResponseError:  # noqa: SLF001 - not exported
        return (), (), ()
    places: list[RawPlace] = []
    areas: list[RawArea] = []
    lines: list[RawLine] = []
    for row in table.to_dict("records"):
        shape = row.pop("geometry")
        tags = {key: value for key, value in row.items() if isinstance(value, str)}
        middle = shape.centroid
        if place := place_of(tags, middle.y, middle.x):
            places.append(place)
        areas.extend(_areas(tags, shape))
        lines.extend(_lines(tags, shape))
    return tuple(places), tuple(areas), tuple(lines)


def _areas(tags: Mapping[str, str], shape: Any) -> Iterator[RawArea]:  # noqa: ANN401 - any geometry
    kind = area_kind(tags)
    for part in shapely.get_parts(shape):
        if kind is not None and isinstance(part, shapely.Polygon):
            rings = (part.exterior, *part.interiors)
            coordinates = tuple(np.asarray(shapely.get_coordinates(ring)) for ring in rings)
            yield RawArea(kind=kind, rings=coordinates)


def _lines(tags: Mapping[str, str], shape: Any) -> Iterator[RawLine]:  # noqa: ANN401 - any geometry
    kind = line_kind(tags)
    for part in shapely.get_parts(shape):
        if kind is not None and isinstance(part, shapely.LineString):
            yield RawLine(kind=kind, points=np.asarray(shapely.get_coordinates(part)))


def _reason(error: Exception) -> str:
    """Return the innermost words of a chain of network errors."""
    cause: BaseException = error
    while cause.__context__ is not None:
        cause = cause.__context__
    return str(cause).split(":")[-1].strip(" .)(>'\"") or type(error).__name__


@contextmanager
def _asking(servers: Servers) -> Iterator[None]:
    """Point OSMnx at servers, and put its settings back afterwards."""
    from osmnx import settings  # noqa: PLC0415 - as above

    wanted = {
        "overpass_url": servers.overpass.rstrip("/"),
        "nominatim_url": servers.nominatim.rstrip("/"),
        "requests_timeout": servers.timeout,
        "overpass_rate_limit": servers.has_slots,
        "http_user_agent": CONTACT,
        "use_cache": False,
        "all_oneway": True,
        "useful_tags_way": [*ROUTING_TAGS, "name", "ref"],
        "useful_tags_node": list(BARRIER_TAGS),
    }
    before = {name: getattr(settings, name) for name in wanted}
    resolver = socket.getaddrinfo  # OSMnx replaces it to stay with one Overpass machine
    for name, value in wanted.items():
        setattr(settings, name, value)
    try:
        yield
    finally:
        socket.getaddrinfo = resolver
        for name, value in before.items():
            setattr(settings, name, value)
