"""The city's facts and its first map."""

import anyio.to_thread
from fastapi import Request, Response

from api.deps import AskDep
from api.page_files import send_file
from api.schemas.city import CityOut

KEEP = "private, max-age=3600"


async def city(ask: AskDep) -> CityOut:
    """Give the name, extent and attribution of the co-op's city."""
    return CityOut.of(ask.services.city_of(ask.coop).facts)


async def streets(request: Request, ask: AskDep) -> Response:
    """Give the streets as GeoJSON lines with class and name."""
    drawn = await anyio.to_thread.run_sync(
        ask.services.maps.streets, ask.services.city_of(ask.coop)
    )
    return send_file(request, drawn, KEEP)


async def areas(request: Request, ask: AskDep) -> Response:
    """Give water, parks and buildings as GeoJSON polygons with kind."""
    drawn = await anyio.to_thread.run_sync(ask.services.maps.areas, ask.services.city_of(ask.coop))
    return send_file(request, drawn, KEEP)
