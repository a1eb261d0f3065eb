"""Starts processes for what takes long: the API goes on answering, and others have the machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from multiprocessing import get_context
from time import monotonic
from typing import TYPE_CHECKING, Final

from dispatch.cached_streets import CachedStreets
from dispatch.model import ReplayId, WhatIfId
from dispatch.store import open_store
from dispatch.what_if_search import answer_what_if
from routing.streets.city import load_city
from scenarios.replay.asked import run_asked

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from dispatch.model import CoopId

NICENESS: Final = 10


class ErrandKind(StrEnum):
    """What a process is to do."""

    REPLAY = "replay"
    WHAT_IF = "what_if"


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What a process has to know.

    Attributes
    ----------
    kind
        What it is to do.
    store_url
        Where the store is.
    coop, name
        Whose replay or question, and which.
    city
        Directory of the co-op's city.
    now, speed
        The present moment, and how many seconds of it pass in one real second.
    """

    kind: ErrandKind
    store_url: str
    coop: CoopId
    name: str
    city: Path
    now: datetime
    speed: float


def start_process(errand: Errand) -> None:
    """Do something in a process of its own, which ends with this one at the latest."""
    process = get_context("spawn").Process(
        target=carry_out, args=(errand,), name=errand.kind.value, daemon=True
    )
    process.start()


def carry_out(errand: Errand) -> None:
    """Do what was asked for."""
    began = monotonic()

    def clock() -> datetime:
        return errand.now + timedelta(seconds=errand.speed * (monotonic() - began))

    os.nice(NICENESS)
    store = open_store(errand.store_url, create=False)
    try:
        streets = CachedStreets(load_city(errand.city))
        if errand.kind is ErrandKind.REPLAY:
            run_asked(store, errand.coop, ReplayId(errand.name), streets, clock=clock)
        else:
            answer_what_if(store, errand.coop, WhatIfId(errand.name), streets, clock=clock)
    finally:
        store.close()
