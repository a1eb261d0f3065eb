"""Streets whose travel times come from where the settings say."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

from dispatch.cached_streets import CachedStreets
from dispatch.config import Elsewhere
from routing.providers.connection import Connection
from routing.providers.osrm import Osrm
from routing.providers.provided_streets import ProvidedStreets
from routing.providers.valhalla import Valhalla

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dispatch.config import Server
    from routing.providers.engine import Engine
    from routing.streets.city import City

PATIENCE_S: Final = 2.0
"""How long one question to an engine may take: somebody waits for a quote."""

NUM_REPEATS: Final = 1


def streets_of_cities(
    cities: Mapping[str, City], travel: Server | None
) -> dict[str, CachedStreets]:
    """Give cities as use cases ask them, each with a memory of its own.

    Parameters
    ----------
    cities
        By name.
    travel
        The engine that knows travel; ``None``: the cities themselves.
    """
    if travel is None:
        return {name: CachedStreets(city) for name, city in cities.items()}
    engine = _engine(travel)
    return {
        name: CachedStreets(ProvidedStreets(city=city, engine=engine))
        for name, city in cities.items()
    }


def _engine(travel: Server) -> Engine:
    connection = Connection(
        url=travel.url,
        random=Random(),  # noqa: S311 - jitter between repeats, no secret
        timeout=PATIENCE_S,
        num_repeats=NUM_REPEATS,
    )
    if travel.kind is Elsewhere.OSRM:
        return Osrm(connection=connection)
    return Valhalla(connection=connection)
