"""The way along my route, and how far one gets."""

from functools import partial
from typing import Annotated

import anyio.to_thread
import orjson
import shapely
from fastapi import Query, Response

from api.courier_view import read_self
from api.deps import AskDep
from api.directions_view import write_directions
from api.routes.courier import DayQuery, day_of
from api.schemas.ways import IsochroneParams, RouteDirectionsOut
from dispatch import delivering
from dispatch.errors import PointUnreachable
from routing.model import Location
from routing.streets.city import City
from routing.streets.errors import FarFromStreetError

ABOUT_TEN_CENTIMETRES = 1e-6


async def directions(ask: AskDep, query: DayQuery) -> RouteDirectionsOut:
    """Tell what to do along each leg of my day, in my language."""
    day = query.day or await day_of(ask)
    courier = await ask.read(partial(read_self, actor=ask.actor))
    found = await ask.read(partial(delivering.route_of, actor=ask.actor, day=day))
    return await anyio.to_thread.run_sync(write_directions, ask, await ask.city(), courier, found)


async def isochrones(ask: AskDep, query: Annotated[IsochroneParams, Query()]) -> Response:
    """Outline what is reached from a point within minutes, as GeoJSON, the largest first."""
    drawn = await anyio.to_thread.run_sync(_outlines, await ask.city(), query)
    return Response(drawn, media_type="application/geo+json")


def _outlines(city: City, query: IsochroneParams) -> bytes:
    limits = sorted({int(minutes) for minutes in query.minutes.split(",")}, reverse=True)
    try:
        areas = city.isochrones(Location(lat=query.lat, lon=query.lon), query.profile, limits)
    except FarFromStreetError as error:
        raise PointUnreachable(
            str(error), field="lat, lon", distance_m=error.distance, limit_m=error.limit
        ) from error
    rounded = shapely.set_precision(list(areas), ABOUT_TEN_CENTIMETRES)
    features = [
        {
            "type": "Feature",
            "properties": {"minutes": minutes, "profile": query.profile},
            "geometry": orjson.loads(shapely.to_geojson(area)),
        }
        for minutes, area in zip(limits, rounded, strict=True)
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})
