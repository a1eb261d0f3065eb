"""The city of the demo: built from a map file on first use, kept for the next time."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from routing.streets.add import add_city
from routing.streets.city import load_city
from routing.streets.errors import CityError
from routing.streets.facts import FORMAT
from scenarios.founding import slug

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from routing.streets.city import City


def open_or_add(
    extract: Path,
    *,
    cities: Path,
    created_at: datetime,
    on_progress: Callable[[str, float], None],
) -> tuple[str, City]:
    """Open the city of a map file, or build it when this very file was not built yet.

    A city that another version built lies under another name and is left alone.

    Parameters
    ----------
    extract
        A map file.
    cities
        Directory of cities; made when missing.
    created_at
        What a new city says about when it was built.
    on_progress
        Called with the step and the share of it that is done, while building.

    Returns
    -------
    tuple
        Name of the city directory, and the city.

    Raises
    ------
    CityError
        When there is no such file, or no city can be made of it.
    """
    try:
        digest = hashlib.sha256(extract.read_bytes()).hexdigest()[:12]
    except OSError as error:
        msg = (
            f"Expected a map at {extract}, got: {error.strerror}. `make demo` fetches it; "
            "or name another with --extract."
        )
        raise CityError(msg) from error
    name = f"{slug(extract.name.split('.')[0]) or 'city'}-{digest}-{FORMAT}"
    directory = cities / name
    try:
        return name, load_city(directory)
    except CityError:
        title = extract.name.split(".")[0]
        return name, add_city(
            directory, extract, created_at=created_at, name=title, on_progress=on_progress
        )
