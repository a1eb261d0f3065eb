"""Serve the application with uvicorn, from a program."""

from __future__ import annotations

import contextlib
import socket
import time
import uuid
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from threading import Event as Flag
from threading import Thread
from typing import IO, TYPE_CHECKING, Final

import uvicorn

from api.app import Options, create_app
from api.calm_memory import settle
from api.hint_words import hint_writer
from api.logs import start_logging
from dispatch.cluster import lanes_of
from dispatch.feed import MemoryFeed, RedisFeed
from dispatch.hinter import Hinter
from dispatch.notifier import Notifier
from dispatch.posting import Poster
from dispatch.store import open_store
from dispatch.travel_elsewhere import streets_of_cities
from dispatch.worker import Worker
from routing.problem import Budget
from routing.streets.city import load_city
from scenarios.city import city_directory, known_cities

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from fastapi import FastAPI

    from api.metrics import Metrics
    from dispatch.config import Settings
    from dispatch.feed import Feed
    from dispatch.model import Coop
    from dispatch.store import Store
    from dispatch.streets import Streets
    from dispatch.worker import Deed
    from routing.solvers.parts import PartRunner
    from routing.streets.city import City

GRACE_S: Final = 3
"""Seconds that open live streams get to end when the server stops."""

LONGEST_START_S: Final = 30.0


class CountedWorker(Worker):
    """A planner whose plans are counted and timed.

    Attributes
    ----------
    metrics
        Where; set before it runs, ``None``: nowhere.
    """

    metrics: Metrics | None = None

    def run_once(self) -> tuple[Deed, ...]:
        """Plan each day that needs it now, once.

        Returns
        -------
        tuple of Deed
            What was looked after.
        """
        began = time.perf_counter()
        deeds = super().run_once()
        if self.metrics is not None:
            for _ in deeds:
                self.metrics.plan_seconds.observe((time.perf_counter() - began) / len(deeds))
        return deeds


def serve(
    settings: Settings,
    *,
    on_ready: Callable[[str], None] | None = None,
    logs: IO[str] | None = None,
) -> None:
    """Serve an installation until it is interrupted.

    Parameters
    ----------
    settings
        Where the store and the cities are, and where to listen.
    on_ready
        Told the address once requests are answered.
    logs
        Where lines of JSON about requests go; ``None``: nowhere.

    Raises
    ------
    ValueError
        When the address is taken, a setting is wrong or a city is damaged.
    StoreUnavailable
        When the store cannot be opened.
    """
    if logs is not None:
        start_logging(logs)
    with ExitStack() as stack:
        store = open_store(settings.store_url)
        stack.callback(store.close)
        feed = feed_of(settings.redis_url, store)
        cities = load_cities(settings.cities_dir)
        streets = streets_of_cities(cities, settings.travel_url)
        app = create_app(
            store=store,
            cities=cities,
            streets=streets,
            clock=utc_now,
            new_id=new_id,
            feed=feed,
            options=Options(
                redis_url=settings.redis_url,
                places=settings.places_url,
                optimize_seconds=settings.optimize_seconds,
                public_url=settings.public_url,
                has_local_hooks=settings.has_local_hooks,
            ),
        )
        if settings.has_worker:
            runner = lanes_of(settings.cluster_url, settings.num_processes)
            stack.callback(runner.close)
            worker = _worker(settings, store, streets, runner, feed)
            worker.metrics = app.state.services.metrics
            stack.enter_context(planning(worker))
            stack.enter_context(notifying(notifier_of(store, settings)))
        run_app(app, host=settings.host, port=settings.port, on_ready=on_ready)


def run_app(
    app: FastAPI,
    *,
    host: str,
    port: int,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve an application in this thread until it is interrupted.

    Parameters
    ----------
    app
        What `create_app` made.
    host, port
        Where to listen; port 0 takes a free one.
    on_ready
        Told the address once requests are answered.

    Raises
    ------
    ValueError
        When the address is taken or not ours.
    """
    with _listen(host, port) as listening:
        server = uvicorn.Server(_config(app))
        settle()
        if on_ready is not None:
            tell = Thread(target=_tell, args=(server, _url(listening), on_ready), daemon=True)
            tell.start()
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listening])


@contextmanager
def serving(app: FastAPI, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve an application in another thread while the context lasts.

    Parameters
    ----------
    app
        What `create_app` made.
    host, port
        Where to listen; port 0 takes a free one.

    Yields
    ------
    str
        Its address; it answers.

    Raises
    ------
    ValueError
        When the address is taken or not ours.
    """
    with _listen(host, port) as listening:
        server = uvicorn.Server(_config(app))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        _wait(server)
        try:
            yield _url(listening)
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def planning(worker: Worker) -> Iterator[None]:
    """Let a planner run in another thread while the context lasts.

    Parameters
    ----------
    worker
        Who plans.

    Yields
    ------
    None
        While it runs; a plan that is being made is finished first.
    """
    with _going_on(worker.run, "planner"):
        yield


@contextmanager
def notifying(notifier: Notifier) -> Iterator[None]:
    """Let a notifier run in another thread while the context lasts.

    Parameters
    ----------
    notifier
        Who sends webhooks.

    Yields
    ------
    None
        While it runs; what is on its way is finished first.
    """
    with _going_on(notifier.run, "notifier"):
        yield


@contextmanager
def _going_on(run: Callable[[Flag], None], name: str) -> Iterator[None]:
    """Let something run in another thread until the context ends, and wait for its end."""
    stop = Flag()
    thread = Thread(target=run, args=(stop,), name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def notifier_of(store: Store, settings: Settings) -> Notifier:
    """Make the notifier of an installation.

    Parameters
    ----------
    store
        What has happened, and who wants to hear it.
    settings
        Whether this machine may be told, and how the installation is reached.

    Returns
    -------
    Notifier
        It does not run yet.
    """
    post = Poster(is_local_allowed=settings.has_local_hooks)
    hinter = Hinter(store, post, clock=utc_now, writer=hint_writer(settings.public_url))
    return Notifier(store, post, clock=utc_now, hinter=hinter)


def load_cities(directory: Path) -> dict[str, City]:
    """Load every city of a directory.

    Parameters
    ----------
    directory
        Where ``commonwheel city add`` put them.

    Returns
    -------
    dict
        Cities by name of their directory, as `Coop.city` names them.

    Raises
    ------
    CityError
        When one is damaged.
    """
    names = [name for name, _ in known_cities(directory)]
    return {name: load_city(city_directory(directory, name)) for name in names}


def utc_now() -> datetime:
    """Give the present moment."""
    return datetime.now(UTC)


def new_id() -> str:
    """Give an id that nobody had before."""
    return uuid.uuid4().hex


def feed_of(redis_url: str | None, store: Store) -> Feed:
    """Make a feed that a store wakes, between processes where there is a Redis.

    Parameters
    ----------
    redis_url
        Where it is; ``None`` or empty: followers are in this process.
    store
        Whose commits wake followers.

    Returns
    -------
    Feed
        Also takes what a planner shows.
    """
    feed: Feed = RedisFeed(redis_url) if redis_url else MemoryFeed()
    store.on_commit(feed.publish)
    return feed


def _worker(
    settings: Settings,
    store: Store,
    streets: Mapping[str, Streets],
    runner: PartRunner,
    feed: Feed,
) -> CountedWorker:
    def streets_of(coop: Coop) -> Streets:
        return streets[coop.city]

    return CountedWorker(
        store,
        streets_of,
        clock=utc_now,
        budget=Budget(seconds=settings.solve_seconds),
        seed=settings.seed,
        runner=runner,
        show=feed.show,
    )


def _config(app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,  # our own lines say more, and nothing about people
        access_log=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=GRACE_S,
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        msg = f"Expected a free address to listen on, got {host}:{port} ({error.strerror})."
        raise ValueError(msg) from error


def _url(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _wait(server: uvicorn.Server) -> None:
    deadline = time.monotonic() + LONGEST_START_S
    while not server.started:
        if time.monotonic() > deadline:
            msg = f"Expected the server to start within {LONGEST_START_S:.0f} s."
            raise RuntimeError(msg)
        time.sleep(0.01)


def _tell(server: uvicorn.Server, url: str, on_ready: Callable[[str], None]) -> None:
    _wait(server)
    on_ready(url)
