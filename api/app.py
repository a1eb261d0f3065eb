"""Make the application: every dependency is an argument."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

import anyio.to_thread
from fastapi import FastAPI
from fastapi.datastructures import Default
from fastapi.responses import JSONResponse, Response
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

from api import errors
from api.admission import JSON, TILES
from api.auth import Gate
from api.body_limit import IMPORT_LIMIT, PHOTO_LIMIT, BodyLimit, BodyRules
from api.city_versions import CityVersions
from api.declared_route import DeclaredRoute
from api.description import DESCRIPTION, TAGS, answers_of, describe, security_of
from api.errands import start_process
from api.geometry import Lines
from api.headers_only import HeadersOnly
from api.languages import load_catalogs
from api.limits import Limiter, Rate
from api.live import Tails
from api.metrics import new_metrics
from api.optimizer import Optimizer
from api.page_files import read_page_files
from api.security_headers import SecurityHeaders
from api.services import Services
from api.shared_limits import buckets_of
from api.shop_pages import CrossOrigin
from api.table import routes
from api.watch import Watch
from dispatch.cached_streets import CachedStreets
from dispatch.feed import MemoryFeed
from dispatch.importer import Importer
from dispatch.live_plan_keeper import LivePlanKeeper
from dispatch.live_plans import LivePlans
from dispatch.order_desk import OrderDesk
from dispatch.places_elsewhere import PlacesServer
from dispatch.quote_desk import QuoteDesk
from dispatch.reception import Reception

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from datetime import datetime

    from api.errands import Errand
    from dispatch.config import Server
    from dispatch.feed import Feed
    from dispatch.model import Coop
    from dispatch.store import Store
    from dispatch.streets import Streets
    from routing.streets.city import City

PAGES: Final = Path(__file__).parent / "web" / "dist"
"""Where the built pages lie."""

COOPCYCLE_FILES: Final = ("/api/deliveries/import_async", "/api/tasks/import")
"""Where CoopCycle's clients hand over files."""

VERSION: Final = "1"
"""Version of the API, as in the paths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How an application behaves.

    Attributes
    ----------
    rate
        How often one key may ask; ``None``: as often as it likes.
    redis_url
        Where several processes count together; ``None``: each counts for itself.
    speed
        Seconds of the clock per real second; other than 1 in demonstrations only.
    pages
        Directory of the built pages.
    interval_s
        How often the outbox is looked at for live streams.
    keep_alive_s
        How often a live stream says that it is alive.
    places
        A geocoder elsewhere; ``None``: addresses are looked up in the city's own map.
    optimize_seconds
        How long a request to the optimization endpoint is searched at most.
    public_url
        How people reach it; links that others show begin with it.
    has_local_hooks
        Whether webhooks may be sent to this machine.
    start_errand
        Starts the process of what takes long.
    """

    rate: Rate | None = field(default_factory=Rate)
    redis_url: str | None = None
    speed: float = 1.0
    pages: Path = PAGES
    interval_s: float = 1.0
    keep_alive_s: float = 15.0
    places: Server | None = None
    optimize_seconds: float = 5.0
    public_url: str = "http://127.0.0.1:8000"
    has_local_hooks: bool = False
    start_errand: Callable[[Errand], None] = start_process


def create_app(  # noqa: PLR0913 - the dependencies, each an argument
    *,
    store: Store,
    cities: Mapping[str, City],
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    feed: Feed | None = None,
    streets: Mapping[str, Streets] | None = None,
    options: Options | None = None,
) -> FastAPI:
    """Make the application.

    Parameters
    ----------
    store
        Where all state lives; the caller closes it.
    cities
        Streets by the name of the city, as `Coop.city` names them.
    clock
        Gives the present moment, with an offset.
    new_id
        Gives an id that nobody had before.
    feed
        Wakes live streams; ``None``: one of its own in memory, woken by the store.
    streets
        Cities as use cases ask them, by name, to share their memory with a planner in this
        process; ``None``: with a memory of its own.
    options
        How it behaves.

    Returns
    -------
    FastAPI
        Ready to be served.
    """
    chosen = options or Options()
    catalogs = load_catalogs()
    counted = new_metrics()
    fed = feed or _own_feed(store)

    def streets_of(coop: Coop) -> Streets:
        return services.streets_of(coop)

    importer = Importer(store, streets_of, clock=clock, new_id=new_id)
    plans = LivePlans()
    keeper = LivePlanKeeper(store, plans, streets_of=streets_of, clock=clock)
    services = Services(
        store=store,
        cities=cities,
        city_versions=CityVersions(),
        live_plans=plans,
        reception=Reception(store, clock=clock),
        quote_desk=QuoteDesk(store, plans, clock=clock, new_id=new_id),
        order_desk=OrderDesk(store, clock=clock),
        tails=Tails(store, feed=fed, interval_s=chosen.interval_s),
        streets=streets or {name: CachedStreets(city) for name, city in cities.items()},
        lines=Lines(),
        importer=importer,
        optimizer=Optimizer(seconds=chosen.optimize_seconds),
        start_errand=chosen.start_errand,
        files=read_page_files(chosen.pages),
        catalogs=catalogs,
        metrics=counted,
        clock=clock,
        speed=chosen.speed,
        new_id=new_id,
        keep_alive_s=chosen.keep_alive_s,
        places_host=chosen.places.host if chosen.places else "",
        places_server=PlacesServer(chosen.places) if chosen.places else None,
        public_url=chosen.public_url,
        has_local_hooks=chosen.has_local_hooks,
    )
    table = routes()
    limiter = Limiter(chosen.rate, seconds=time.monotonic) if chosen.rate else None
    buckets = buckets_of(chosen.redis_url, seconds=time.monotonic)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with services.tails.running():
            stop = Event()
            booking = Thread(target=importer.run, args=(stop,), name="importer", daemon=True)
            booking.start()
            try:
                with keeper.running():
                    yield
            finally:
                stop.set()
                importer.wake()
                await anyio.to_thread.run_sync(booking.join)
                await buckets.close()

    app = FastAPI(
        title="Commonwheel",
        version=VERSION,
        description=DESCRIPTION,
        openapi_tags=TAGS,
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.router.route_class = DeclaredRoute
    app.state.services = services
    app.state.gate = Gate(services, table, limiter=limiter, buckets=buckets)
    app.openapi = cache(partial(describe, app, table))  # type: ignore[method-assign]  # FastAPI's own way to extend it
    for declared in table:
        app.add_api_route(
            declared.path,
            declared.endpoint,
            methods=[declared.method],
            status_code=declared.status,
            tags=[declared.tag] if declared.tag else None,
            include_in_schema=bool(declared.tag),
            responses=answers_of(declared),
            openapi_extra=security_of(declared),
            response_class=Default(JSONResponse) if declared.media == JSON else Response,
        )
    app.state.gate.check(app)
    errors.install(app, catalogs)
    large = ("/v1/me/events", "/v1/imports", "/compat/vroom", *COOPCYCLE_FILES)
    by_path = {
        **dict.fromkeys(large, IMPORT_LIMIT),
        "/v1/me/orders/": PHOTO_LIMIT,
        "/v1/incidents/": PHOTO_LIMIT,
    }
    rules = BodyRules(by_path=by_path)
    # the last one added is the first to see a request
    app.add_middleware(BodyLimit, rules=rules, catalogs=catalogs)
    app.add_middleware(
        GZipMiddleware,
        minimum_size=1024,
        compresslevel=5,
        exclude_content_types=(*DEFAULT_EXCLUDED_CONTENT_TYPES, TILES),
    )
    app.add_middleware(CrossOrigin)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(HeadersOnly)
    app.add_middleware(Watch, metrics=counted, catalogs=catalogs)
    return app


def _own_feed(store: Store) -> Feed:
    feed = MemoryFeed()
    store.on_commit(feed.publish)
    return feed
