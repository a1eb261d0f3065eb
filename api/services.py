"""What routes work with: everything is given when the application is made."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import anyio.to_thread

from api.problems import refuse
from dispatch.local_streets import LocalStreets, Places
from dispatch.places_elsewhere import PlacesElsewhere, PlacesServer
from routing.streets.places_memory import DoorMemory, memory_file
from routing.streets.places_model import Zone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from api.city_versions import CityVersions
    from api.errands import Errand
    from api.geometry import Lines
    from api.languages import Catalogs
    from api.live import Tails
    from api.metrics import Metrics
    from api.optimizer import Optimizer
    from api.page_files import PageFile
    from dispatch.importer import Importer
    from dispatch.live_plans import LivePlans
    from dispatch.model import Coop, CoopId
    from dispatch.order_desk import OrderDesk
    from dispatch.quote_desk import QuoteDesk
    from dispatch.reception import Reception
    from dispatch.store import ReadTransaction, Store, Transaction
    from dispatch.streets import Streets
    from routing.streets.city import City

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Services:
    """Everything that routes work with.

    Attributes
    ----------
    store
        Where all state lives.
    cities
        Streets by the name of the city, as `Coop.city` names them.
    city_versions
        The same under overlays.
    streets
        The same, as use cases ask them; they remember travel times.
    live_plans
        Plans kept ready for quotes.
    reception
        Knows who asks.
    quote_desk, order_desk
        Give quotes and take orders.
    tails
        Ends of the outboxes, for live streams.
    lines
        Lines of routes on the map, remembered.
    importer
        Books the rows of files, in a thread of its own.
    optimizer
        Searches for plans of problems that requests bring along.
    start_errand
        Starts the process of what takes long.
    files
        Files of the pages by path.
    catalogs
        Sentences.
    metrics
        Numbers.
    clock
        Gives the present moment, with an offset.
    speed
        How many seconds of `clock` pass in one real second.
    new_id
        Gives an id that nobody had before.
    keep_alive_s
        How often a live stream says that it is alive.
    places_host, places_server
        Who else looks up addresses; empty and ``None``: nobody.
    public_url
        How people reach the server.
    has_local_hooks
        Whether webhooks may be sent to this machine.
    """

    store: Store
    cities: Mapping[str, City]
    city_versions: CityVersions
    streets: Mapping[str, Streets]
    live_plans: LivePlans
    reception: Reception
    quote_desk: QuoteDesk
    order_desk: OrderDesk
    tails: Tails
    lines: Lines
    importer: Importer
    optimizer: Optimizer
    start_errand: Callable[[Errand], None]
    files: Mapping[str, PageFile]
    catalogs: Catalogs
    metrics: Metrics
    clock: Callable[[], datetime]
    speed: float
    new_id: Callable[[], str]
    keep_alive_s: float
    places_host: str
    places_server: PlacesServer | None
    public_url: str
    has_local_hooks: bool

    def city_of(self, coop: Coop) -> City:
        """Give the streets of a co-op.

        Raises
        ------
        ProblemError
            ``city_unavailable`` when its city has not been loaded.
        """
        city = self.cities.get(coop.city)
        if city is None:
            refuse("city_unavailable")
        return city

    def doors_of(self, coop: Coop) -> DoorMemory:
        """Give what a co-op knows about the doors of its city.

        Raises
        ------
        ProblemError
            ``city_unavailable`` when its city has not been loaded.
        """
        return DoorMemory(file=memory_file(self.city_of(coop).directory), owner=coop.id)

    def streets_of(self, coop: Coop, *, is_typing: bool = False) -> Streets:
        """Give the streets of a co-op as use cases ask them, with its zone and its doors.

        Parameters
        ----------
        coop
            Whose.
        is_typing
            Whether places are suggested while somebody types.

        Returns
        -------
        Streets
            Places come from a geocoder elsewhere where the settings say so.

        Raises
        ------
        ProblemError
            ``city_unavailable`` when its city has not been loaded.
        """
        streets = self.streets.get(coop.city)
        if streets is None:
            refuse("city_unavailable")
        city = self.city_of(coop)
        zone = Zone(center=city.facts.center)
        server, places = self.places_server, city
        found: Places = places
        if server is not None and (server.may_suggest or not is_typing):
            found = PlacesElsewhere(
                server, own=places, bbox=city.facts.bbox, language=coop.language
            )
        return LocalStreets(streets, places=found, zone=zone, doors=self.doors_of(coop))

    async def read(self, coop: CoopId, function: Callable[[ReadTransaction], ResultT]) -> ResultT:
        """Run a function on one consistent moment of a co-op, in a thread.

        Parameters
        ----------
        coop
            Whose moment.
        function
            What to find out.

        Returns
        -------
        ResultT
            What the function gave.
        """
        return await anyio.to_thread.run_sync(partial(self._read, coop, function))

    async def write(self, coop: CoopId, function: Callable[[Transaction], ResultT]) -> ResultT:
        """Change a co-op; the answer comes when the change is durable.

        Parameters
        ----------
        coop
            What to change.
        function
            How to change it; runs in the writer's thread.

        Returns
        -------
        ResultT
            What the function gave.
        """
        return await asyncio.wrap_future(self.store.write(coop, function))

    def _read(self, coop: CoopId, function: Callable[[ReadTransaction], ResultT]) -> ResultT:
        with self.store.read(coop) as tx:
            return function(tx)
