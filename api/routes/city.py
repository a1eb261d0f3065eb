"""The city's facts and its map."""

from functools import partial
from typing import Annotated, Any

import anyio.to_thread
from fastapi import Path, Query, Request, Response

from api.admission import GLYPHS, TILES
from api.deps import AskDep
from api.file_parts import send_part
from api.problems import refuse
from api.schemas.city import CityOut, StyleParams
from routing.streets.tiles.archive import TILES_FILE
from routing.streets.tiles.glyphs import GLYPHS_FOLDER, read_glyphs
from routing.streets.tiles.style import map_style

KEEP = "private, max-age=3600"
TILES_ADDRESS = "pmtiles:///v1/city/tiles.pmtiles"
GLYPHS_ADDRESS = "/v1/city/glyphs/{fontstack}/{range}.pbf"

FontPath = Annotated[str, Path(description="Name of a font.", examples=["regular"])]
CodesPath = Annotated[str, Path(description="First and last letter.", examples=["0-255"])]


async def city(ask: AskDep) -> CityOut:
    """Give the name, extent and attribution of the co-op's city."""
    return CityOut.of(ask.services.city_of(ask.coop).facts)


async def tiles(request: Request, ask: AskDep) -> Response:
    """Give the map as PMTiles, or the bytes of it that the Range header names."""
    file = ask.services.city_of(ask.coop).directory / TILES_FILE
    return await send_part(request, file, TILES, KEEP)


async def glyphs(font: FontPath, codes: CodesPath, ask: AskDep) -> Response:
    """Give the letters of the map's labels; a range without letters is an empty answer."""
    folder = ask.services.city_of(ask.coop).directory / GLYPHS_FOLDER
    found = await anyio.to_thread.run_sync(partial(read_glyphs, folder, font, codes))
    if found is None:
        refuse("not_found")
    return Response(found, media_type=GLYPHS, headers={"cache-control": KEEP})


async def style(
    ask: AskDep, query: Annotated[StyleParams, Query()], answer: Response
) -> dict[str, Any]:
    """Give the map's look for MapLibre; it refers to the tiles and letters here alone."""
    answer.headers["cache-control"] = KEEP
    facts = ask.services.city_of(ask.coop).facts
    return map_style(
        query.theme,
        tiles=TILES_ADDRESS,
        glyphs=GLYPHS_ADDRESS,
        attribution=facts.attribution,
        name=facts.name,
    )
