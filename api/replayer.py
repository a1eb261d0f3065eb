"""Starts the process of a replay: the API goes on answering, and the machine is left to others."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from time import monotonic
from typing import TYPE_CHECKING, Final

from dispatch.cached_streets import CachedStreets
from dispatch.store import open_store
from routing.streets.city import load_city
from scenarios.replay.asked import run_asked

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from dispatch.model import CoopId, ReplayId

NICENESS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayOrder:
    """What the process of a replay has to know.

    Attributes
    ----------
    store_url
        Where the store is.
    coop, replay
        Whose replay, and which.
    city
        Directory of the co-op's city.
    now, speed
        The present moment, and how many seconds of it pass in one real second.
    """

    store_url: str
    coop: CoopId
    replay: ReplayId
    city: Path
    now: datetime
    speed: float


def start_process(order: ReplayOrder) -> None:
    """Start a replay in a process of its own, which ends with this one at the latest."""
    process = get_context("spawn").Process(
        target=carry_out, args=(order,), name="replay", daemon=True
    )
    process.start()


def carry_out(order: ReplayOrder) -> None:
    """Replay what was asked for."""
    began = monotonic()

    def clock() -> datetime:
        return order.now + timedelta(seconds=order.speed * (monotonic() - began))

    os.nice(NICENESS)
    store = open_store(order.store_url, create=False)
    try:
        streets = CachedStreets(load_city(order.city))
        run_asked(store, order.coop, order.replay, streets, clock=clock)
    finally:
        store.close()
