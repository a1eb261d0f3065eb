"""Settings of an installation, from the environment; `docs/settings.md` has a heading for each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PREFIX = "COMMONWHEEL_"
MAX_PORT = 65_535
MOST_PROCESSES = 256


class SettingError(ValueError):
    """A variable of the environment is not what it may be; the message names it."""


class Elsewhere(StrEnum):
    """Servers of others that can be asked."""

    OSRM = "osrm"
    VALHALLA = "valhalla"
    PHOTON = "photon"
    NOMINATIM = "nominatim"


TRAVEL_SERVERS = (Elsewhere.OSRM, Elsewhere.VALHALLA)
PLACES_SERVERS = (Elsewhere.PHOTON, Elsewhere.NOMINATIM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server of others.

    Attributes
    ----------
    kind
        What it is.
    url
        Its address.
    """

    kind: Elsewhere
    url: str

    @property
    def host(self) -> str:
        """Whose it is, as people are told."""
        return urlsplit(self.url).hostname or self.url


def _server(text: str, kinds: tuple[Elsewhere, ...]) -> Server | None:
    """Read an address like ``osrm+http://127.0.0.1:5000``."""
    if not text:
        return None
    kind, _, url = text.partition("+")
    host = urlsplit(url).hostname if url.startswith(("http://", "https://")) else None
    if kind not in kinds or not host:
        msg = " or ".join(f"{one}+http://HOST:PORT" for one in kinds)
        raise ValueError(msg)
    return Server(kind=Elsewhere(kind), url=url)


def _path(text: str) -> Path:
    return Path(text).expanduser()


def _optional(text: str) -> str | None:
    return text or None


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= MAX_PORT:
        msg = f"a port from 0 to {MAX_PORT}"
        raise ValueError(msg)
    return port


def _positive(text: str) -> float:
    number = float(text)
    if not 0 < number < float("inf"):
        msg = "a number above 0"
        raise ValueError(msg)
    return number


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MOST_PROCESSES:
        msg = f"a number from 1 to {MOST_PROCESSES}"
        raise ValueError(msg)
    return number


def _switch(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if text.lower() not in words:
        msg = "true or false"
        raise ValueError(msg)
    return words[text.lower()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How an installation runs.

    Each attribute is read from the variable ``COMMONWHEEL_`` plus its name in capitals.

    Attributes
    ----------
    store_url
        Where the store is: ``sqlite:///PATH`` or ``postgresql://...``.
    redis_url
        Redis that spreads live events; ``None``: everything works without.
    cities_dir
        Directory of city directories.
    host, port
        Where the API listens.
    public_url
        How people reach it; sign-in links begin with it.
    solve_seconds
        How long the worker searches for a plan.
    optimize_seconds
        How long a request to the optimization endpoint may be searched for.
    seed
        Start of the planner's random stream.
    has_worker
        Whether the API's process plans, too.
    num_processes
        On how many processes of this machine the parts of large days are planned.
    cluster_url
        Dask scheduler whose workers plan them instead; ``None``: this machine.
    travel_url
        Another engine that travel times come from; ``None``: the city's own streets.
    places_url
        Another geocoder that looks up addresses; ``None``: the city's own map.
    has_local_hooks
        Whether webhooks may be sent to this machine, and without TLS; for development.
    """

    store_url: str = "sqlite:///commonwheel.db"
    redis_url: str | None = None
    cities_dir: Path = Path("cities")
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = "http://127.0.0.1:8000"
    solve_seconds: float = 6.0
    optimize_seconds: float = 5.0
    seed: int = 1
    has_worker: bool = True
    num_processes: int = 2
    cluster_url: str | None = None
    travel_url: Server | None = None
    places_url: Server | None = None
    has_local_hooks: bool = False


READERS: dict[str, Callable[[str], object]] = {
    "store_url": str,
    "redis_url": _optional,
    "cities_dir": _path,
    "host": str,
    "port": _port,
    "public_url": str,
    "solve_seconds": _positive,
    "optimize_seconds": _positive,
    "seed": int,
    "has_worker": _switch,
    "num_processes": _count,
    "cluster_url": _optional,
    "travel_url": partial(_server, kinds=TRAVEL_SERVERS),
    "places_url": partial(_server, kinds=PLACES_SERVERS),
    "has_local_hooks": _switch,
}
"""How each setting is read from text."""


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read settings from variables, strictly.

    Parameters
    ----------
    environment
        Such as ``os.environ``; only names with our prefix are looked at.

    Raises
    ------
    SettingError
        When a variable has no meaning or its value cannot be read.
    """
    known = {PREFIX + setting.upper(): setting for setting in READERS}
    values: dict[str, object] = {}
    for name, text in environment.items():
        if not name.startswith(PREFIX):
            continue
        if name not in known:
            expected = ", ".join(sorted(known))
            msg = f"Expected one of {expected}, got a variable {name}."
            raise SettingError(msg)
        try:
            values[known[name]] = READERS[known[name]](text.strip())
        except ValueError as error:
            msg = f"Expected {name} to be readable ({error}), got {text!r}."
            raise SettingError(msg) from error
    return Settings(**values)  # type: ignore[arg-type]  # each was read by its own reader
