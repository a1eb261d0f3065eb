"""The second half of the demo: the day is played, and served as pages."""

import multiprocessing
import os
import socket
import sys
import tempfile
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from api.app import Options, create_app
from api.cli.demo_plan import Drawn
from api.hint_words import hint_writer
from api.serve import feed_of, new_id, notifying, serving
from dispatch.cached_streets import CachedStreets
from dispatch.hinter import Hinter
from dispatch.keys import Holder, grant, new_secret
from dispatch.model import AccessKind, MemberId, Role
from dispatch.notifier import Notifier
from dispatch.posting import Poster
from dispatch.store import open_store
from dispatch.worker import Worker
from routing.problem import Budget
from scenarios.calendar import moment_of
from scenarios.founding import found
from scenarios.player import Player
from scenarios.processes import Stage, plan_the_day, play_the_day
from scenarios.rehearsal import place_orders
from scenarios.scene import Scene

if TYPE_CHECKING:
    from datetime import datetime
    from multiprocessing.connection import Connection

    from api.cli.outcome import Streams
    from dispatch.plan_progress import PlanProgress
    from dispatch.store import Store
    from scenarios.founding import Founded

MORNING = timedelta(hours=7, minutes=30)
PLAN_SECONDS = 2.0
GRACE_S = 8.0
"""How long a process may take to finish a plan when it is told to stop."""

LINKS_LAST = timedelta(days=30)
"""Of the played clock, which runs fast."""


def check_port(port: int) -> None:
    """Make sure that a port is free before a day is planned for nothing.

    Raises
    ------
    ValueError
        When it is taken.
    """
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError as error:
        msg = f"Expected a free port as --port, got {port} ({os.strerror(error.errno or 0)})."
        raise ValueError(msg) from error


def play(drawn: Drawn, *, streams: "Streams", data: Path | None, speed: float, port: int) -> None:
    """Serve the day and let it go on until the command is interrupted.

    Parameters
    ----------
    drawn
        The day.
    streams
        Where to print links and how the day goes.
    data
        Folder to keep the store in; ``None``: it is thrown away at the end.
    speed
        Played seconds per second.
    port
        Where to listen.

    Raises
    ------
    ValueError
        When the port is taken, or the folder has a played day already.
    """
    with _folder(data) as folder:
        url = f"sqlite:///{folder / 'demo.sqlite'}"
        store = open_store(url)
        try:
            _play(drawn, store, url, streams=streams, speed=speed, port=port)
        finally:
            store.close()


def _play(
    drawn: Drawn, store: "Store", url: str, *, streams: "Streams", speed: float, port: int
) -> None:
    founded = found(store, drawn.script, city=drawn.city)
    start = moment_of(founded.coop, drawn.script.scenario.day, MORNING)
    scene = Scene(store=store, city=drawn.city, streets=drawn.streets)
    known = Player(scene, founded, drawn.script).calls_until(start)
    place_orders(scene, founded, known, tell=lambda _step, _done, _of: None)
    stage = Stage(
        store_url=url,
        city_directory=drawn.cities / drawn.city,
        founded=founded,
        script=drawn.script,
        start=start,
        speed=speed,
        plan_seconds=PLAN_SECONDS,
    )
    with _processes(stage) as lines:
        streets = CachedStreets(drawn.streets)
        _plan_the_morning(store, streets, stage)
        for line in lines:
            line.recv()
        started = replace(stage, started_at=time.time())
        feed = feed_of(None, store)
        options = Options(speed=speed, has_local_hooks=True)
        app = create_app(
            store=store,
            cities={drawn.city: drawn.streets},
            streets={drawn.city: streets},
            clock=started.clock,
            new_id=new_id,
            feed=feed,
            options=options,
        )
        post = Poster(is_local_allowed=True)
        hinter = Hinter(store, post, clock=started.clock, writer=hint_writer(options.public_url))
        notifier = Notifier(store, post, clock=started.clock, hinter=hinter)
        with serving(app, port=port) as address, notifying(notifier):
            links = _links(store, founded, drawn, address, now=start)
            _print_links(streams, links, speed=speed)
            for line in lines:
                line.send(started.started_at)
            show = partial(feed.show, founded.coop.id)
            Thread(target=_relay, args=(lines[0], show), daemon=True).start()
            if _has_display():
                webbrowser.open(links[0][1])
            Event().wait()


def _relay(line: "Connection", show: "Callable[[PlanProgress], None]") -> None:
    """Show what the planner's process is at, until it ends."""
    with suppress(EOFError, OSError):
        while True:
            show(line.recv())


def _plan_the_morning(store: "Store", streets: CachedStreets, stage: Stage) -> None:
    """Plan what is known before the day begins, so that couriers find their routes."""
    Worker(
        store,
        lambda _coop: streets,
        clock=lambda: stage.start,
        budget=Budget(seconds=stage.plan_seconds),
        seed=stage.script.seed,
    ).run_once()


def _links(
    store: "Store", founded: "Founded", drawn: Drawn, address: str, *, now: "datetime"
) -> list[tuple[str, str]]:
    """Make a one-time sign-in link to each kind of page."""
    crew, shops = drawn.script.crew, drawn.script.storefronts
    holders = [
        ("console", Holder(member=MemberId("dispatcher"), role=Role.DISPATCHER, name="Aino"))
    ]
    holders += [
        (
            f"courier {crew[place].name}",
            Holder(
                member=MemberId(f"courier-{founded.couriers[place]}"),
                role=Role.COURIER,
                name=crew[place].name,
                courier=founded.couriers[place],
            ),
        )
        for place in range(min(2, len(crew)))
    ]
    holders.append(
        (
            f"storefront {shops[0].name}",
            Holder(
                member=MemberId(f"storefront-{founded.storefronts[0]}"),
                role=Role.STOREFRONT,
                name=shops[0].name,
                storefront=founded.storefronts[0],
            ),
        )
    )
    return [
        (title, f"{address}/sign-in/{_grant(store, founded, holder, now=now)}")
        for title, holder in holders
    ]


def _grant(store: "Store", founded: "Founded", holder: Holder, *, now: "datetime") -> str:
    secret = new_secret()
    store.write(
        founded.coop.id,
        partial(
            grant,
            actor=founded.dispatcher,
            holder=holder,
            kind=AccessKind.LINK,
            secret=secret,
            now=now,
            new_id=new_id,
            expires_at=now + LINKS_LAST,
        ),
    ).result()
    return secret


def _print_links(streams: "Streams", links: list[tuple[str, str]], *, speed: float) -> None:
    hours, minutes = divmod(MORNING // timedelta(minutes=1), 60)
    width = max(len(title) for title, _ in links)
    lines = [
        "",
        f"The day begins at {hours:02d}:{minutes:02d} and runs {speed:g} times as fast as yours.",
        "Each link signs in once:",
        *(f"  {title:<{width}}  {link}" for title, link in links),
        "Ctrl-C ends it.",
        "",
    ]
    streams.out.write("\n".join(lines) + "\n")
    streams.out.flush()


@contextmanager
def _processes(stage: Stage) -> "Iterator[tuple[Connection, ...]]":
    """Let the planner and the players run while the block does; give a line to each."""
    context = multiprocessing.get_context("spawn")
    started, lines = [], []
    for target in (plan_the_day, play_the_day):
        ours, theirs = context.Pipe()
        process = context.Process(
            target=target, args=(stage, theirs), name=target.__name__, daemon=True
        )
        process.start()
        theirs.close()
        started.append(process)
        lines.append(ours)
    try:
        yield tuple(lines)
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.join(GRACE_S)
            if process.is_alive():
                process.kill()
                process.join()


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data is None:
        with tempfile.TemporaryDirectory(prefix="commonwheel-") as folder:
            yield Path(folder)
        return
    if (data / "demo.sqlite").exists():
        msg = f"Expected --data without a played day in it, got {data / 'demo.sqlite'}."
        raise ValueError(msg)
    data.mkdir(parents=True, exist_ok=True)
    yield data


def _has_display() -> bool:
    """Tell whether a browser could be shown to somebody."""
    if sys.platform != "linux":
        return sys.stdout.isatty()
    is_there = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return is_there and sys.stdout.isatty()
