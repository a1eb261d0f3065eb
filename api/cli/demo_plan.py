"""The first half of the demo: draw a day, plan it once in a store that is thrown away."""

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from api.cli.progress import progress_bars
from dispatch.store import open_store
from routing.problem import Budget
from routing.streets.city import City
from scenarios.city import addresses_of
from scenarios.demo_city import open_or_add
from scenarios.library import DayScript, draw_day, library
from scenarios.rehearsal import rehearse
from scenarios.report import DayReport
from scenarios.scene import Scene

NUM_ADDRESSES = 260


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A drawn day and the city it happens in.

    Attributes
    ----------
    script
        The day.
    cities
        Directory of city directories.
    city
        Name of the city directory.
    streets
        The city.
    """

    script: DayScript
    cities: Path
    city: str
    streets: City


def draw(scenario: str, *, seed: int, extract: Path, cities: Path, err: TextIO) -> Drawn:
    """Open the map's city, building it on first use, and draw a day on it.

    Raises
    ------
    ValueError
        When there is no such scenario, or no city can be made of the map.
    """
    known = library()
    if scenario not in known:
        msg = f"Expected --scenario to be one of {', '.join(known)}, got {scenario!r}."
        raise ValueError(msg)
    with progress_bars(err) as tell:
        city, streets = open_or_add(
            extract,
            cities=cities,
            created_at=datetime.now(UTC).replace(microsecond=0),
            on_progress=lambda step, share: tell(step.capitalize(), round(100 * share), 100),
        )
    addresses = addresses_of(streets, num_addresses=NUM_ADDRESSES, seed=seed)
    script = draw_day(known[scenario], addresses, seed=seed)
    return Drawn(script=script, cities=cities, city=city, streets=streets)


def plan_once(drawn: Drawn, *, iterations: int, err: TextIO) -> DayReport:
    """Plan the whole day, all orders known, with fairness and without.

    Parameters
    ----------
    drawn
        The day.
    iterations
        How long to search.
    err
        Where to show progress.
    """
    with progress_bars(err) as tell, tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/rehearsal.sqlite")
        try:
            scene = Scene(store=store, city=drawn.city, streets=drawn.streets)
            budget = Budget(iterations=iterations)
            return rehearse(scene, drawn.script, budget=budget, tell=tell).report
        finally:
            store.close()
