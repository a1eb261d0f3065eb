"""A played day's own processes: one plans, one plays storefronts and couriers.

They share nothing but the store and the clock, as on a real installation. Each ends when it
is told to by a signal, and when the process that started it is gone.
"""

from __future__ import annotations

import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Event, Thread
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dispatch.cached_streets import CachedStreets
from dispatch.errors import StoreUnavailable
from dispatch.giving_way import give_way
from dispatch.store import open_store
from dispatch.worker import Worker
from routing.problem import Budget
from routing.streets.city import load_city
from scenarios.clock import AcceleratedClock
from scenarios.player import Player
from scenarios.scene import Scene

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

    from dispatch.model import CoopId
    from dispatch.plan_progress import PlanProgress
    from scenarios.founding import Founded
    from scenarios.library import DayScript

STATUS_EVERY = timedelta(minutes=15)
"""Played time between two lines about how the day goes."""

READY = "ready"

TICK_S = 0.5
"""Real seconds between two looks at what is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a process needs to know to take part in a played day.

    Attributes
    ----------
    store_url
        Where the store is.
    city_directory
        Where the city is.
    founded, script
        Who is who, and what was drawn.
    start
        Played moment at which the clock was started.
    speed
        Played seconds per second.
    plan_seconds
        How long to search for each plan.
    started_at
        Wall clock at the start, in seconds of `time.time`; 0 before the clock is started.
    """

    store_url: str
    city_directory: Path
    founded: Founded
    script: DayScript
    start: datetime
    speed: float
    plan_seconds: float
    started_at: float = 0.0

    @property
    def clock(self) -> AcceleratedClock:
        """The clock of the played day; the same in every process."""
        return AcceleratedClock(
            start=self.start, started_at=self.started_at, speed=self.speed, real=time.time
        )


def plan_the_day(stage: Stage, line: Connection) -> None:
    """Plan whenever the store says that it is needed, until told to stop.

    Parameters
    ----------
    stage
        The played day.
    line
        Says that this process is ready, hears when the clock was started, and shows what is
        being planned.
    """
    give_way()
    stop = _told_to_stop()
    streets = CachedStreets(load_city(stage.city_directory))
    store = open_store(stage.store_url)
    try:
        started = _begin(stage, line)
        Worker(
            store,
            lambda _coop: streets,
            clock=started.clock,
            budget=Budget(seconds=stage.plan_seconds),
            seed=stage.script.seed,
            show=partial(_show, line),
        ).run(stop)
    finally:
        store.close()


def play_the_day(stage: Stage, line: Connection) -> None:
    """Let storefronts order and couriers ride, until told to stop.

    Every quarter of an hour a line about how the day goes is printed.

    Parameters
    ----------
    stage
        The played day.
    line
        Says that this process is ready, and hears when the clock was started.
    """
    stop = _told_to_stop()
    store = open_store(stage.store_url)
    scene = Scene(
        store=store,
        city=stage.city_directory.name,
        streets=load_city(stage.city_directory),
    )
    player = Player(scene, stage.founded, stage.script)
    player.skip_until(stage.start)
    next_status = stage.start + STATUS_EVERY
    try:
        clock = _begin(stage, line).clock
        while not stop.wait(TICK_S):
            now = clock()
            try:
                player.tick(now)
                if now >= next_status:
                    next_status += STATUS_EVERY
                    sys.stdout.write(f"{_local(stage, now):%H:%M}  {player.status()}\n")
                    sys.stdout.flush()
            except StoreUnavailable:
                continue
    finally:
        store.close()


def _show(line: Connection, coop: CoopId, progress: PlanProgress) -> None:
    """Show what is being planned, if anybody still listens."""
    del coop
    with suppress(OSError):
        line.send(progress)


def _begin(stage: Stage, line: Connection) -> Stage:
    """Say that everything is loaded, and wait until the clock is started."""
    line.send(READY)
    return replace(stage, started_at=line.recv())


def _local(stage: Stage, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(stage.founded.coop.time_zone))


def _told_to_stop() -> Event:
    """Give a flag that is set by SIGTERM, or when the parent process is gone.

    Ctrl-C reaches every process of a terminal; the parent decides what it means.
    """
    stop = Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda _signal, _frame: stop.set())
    parent = parent_process()
    if parent is not None:

        def watch() -> None:
            wait([parent.sentinel])
            stop.set()

        Thread(target=watch, daemon=True).start()
    return stop
