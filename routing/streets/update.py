"""Builds a city anew from a newer map, and keeps what couriers learned about its doors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.streets.add import MAP_SUFFIXES, add_city
from routing.streets.errors import CityError
from routing.streets.places_memory import memory_file, num_doors
from routing.streets.raw import no_progress
from routing.streets.store import load_facts

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from routing.streets.city import City
    from routing.streets.facts import CityFacts
    from routing.streets.raw import Progress
    from routing.streets.read_online import Servers


@dataclass(frozen=True, slots=True, kw_only=True)
class CityUpdate:
    """What an update did.

    Attributes
    ----------
    city
        The new city.
    before
        What the old one said about itself.
    num_doors_kept
        Addresses that couriers corrected and that still count.
    """

    city: City
    before: CityFacts
    num_doors_kept: int

    def changes(self) -> dict[str, int]:
        """Return by how much each count grew."""
        counts = self.city.facts.counts
        return {name: count - self.before.counts.get(name, 0) for name, count in counts.items()}


def update_city(  # noqa: PLR0913 - all by name, most with a default
    directory: Path,
    source: str | Path | None = None,
    *,
    created_at: datetime,
    servers: Servers | None = None,
    elevation: Path | None = None,
    on_progress: Progress = no_progress,
) -> CityUpdate:
    """Build a city anew in its place; whoever has it open keeps the old one.

    Parameters
    ----------
    directory
        Where the city is.
    source
        As for `routing.streets.add.add_city`; ``None``: ask online for the same place or
        box again.
    created_at
        What the city says about when it was built.
    servers
        Whom to ask online; by default the public servers.
    elevation
        A grid of heights, as for `routing.streets.add.add_city`.
    on_progress
        Called now and then with the step and the share of it that is done.

    Returns
    -------
    CityUpdate
        The new city beside what the old one was.

    Raises
    ------
    CityError
        When there is no city, it came from a file and none is given, or for the reasons
        of `routing.streets.add.add_city`. The old city stays then.
    """
    before = load_facts(directory)
    if source is None and before.source.lower().endswith(MAP_SUFFIXES):
        msg = f"Expected a newer map file for a city made from {before.source}, got none."
        raise CityError(msg)
    doors = num_doors(memory_file(directory))
    city = add_city(
        directory,
        before.source if source is None else source,
        created_at=created_at,
        name=before.name,
        servers=servers,
        elevation=elevation,
        on_progress=on_progress,
    )
    return CityUpdate(city=city, before=before, num_doors_kept=doors)
