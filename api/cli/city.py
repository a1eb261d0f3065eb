"""`commonwheel city`: streets from a map, one directory per city."""

from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson
from api.cli.outcome import Streams
from api.cli.progress import progress_bars
from api.cli.results import hand_out_rows, write_json, write_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from routing.streets.facts import CityFacts

CitiesDir = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Where cities lie; default: COMMONWHEEL_CITIES_DIR."),
]
Elevation = Annotated[
    Path | None,
    typer.Option(
        metavar="GRID",
        help="Heights for climbs: an ESRI ASCII grid in degrees (.asc) or an .npz file.",
    ),
]
CityName = Annotated[str, typer.Argument(metavar="NAME", help="Short name of the city.")]
Bbox = Annotated[str | None, typer.Option(metavar="S,W,N,E", help="Degrees; fetched online.")]
PlaceName = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Name of a place; fetched online.")
]
MAX_LAT, MAX_LON = 90, 180


def group() -> typer.Typer:
    """Put the commands about cities together."""
    cities = typer.Typer(help="Add, update and show cities.", rich_markup_mode=None)
    cities.command("add")(add)
    cities.command("update")(update)
    cities.command("list")(list_cities)
    cities.command("show")(show)
    return cities


def add(
    context: typer.Context,
    name: CityName,
    *,
    pbf: Annotated[
        Path | None, typer.Option(metavar="FILE", help="An .osm.pbf, .osm or .osm.gz file.")
    ] = None,
    bbox: Bbox = None,
    place: PlaceName = None,
    elevation: Elevation = None,
    cities_dir: CitiesDir = None,
    as_json: AsJson = False,
) -> None:
    r"""Read the streets and addresses of a city from a map.

    The source is a local file, a bounding box or the name of a place; without any of them,
    the place that is called NAME. With a grid of heights, climbs take longer and descents
    less; without one the city is flat.

    Example:

    \b
    commonwheel city add helsinki --pbf Helsinki.osm.pbf
    commonwheel city add porto --bbox 41.13,-8.69,41.19,-8.55 --elevation porto.asc
    """
    from datetime import UTC, datetime

    from routing.streets.add import add_city
    from scenarios.city import city_directory

    streams: Streams = context.obj
    source = _source(pbf, bbox, place)
    directory = city_directory(cities_directory(cities_dir), name)
    with _progress(streams) as on_progress:
        city = add_city(
            directory,
            name if source is None else source,
            created_at=datetime.now(UTC).replace(microsecond=0),
            name=name,
            elevation=elevation,
            on_progress=on_progress,
        )
    _print_facts(streams, directory, city.facts, as_json=as_json)


def update(
    context: typer.Context,
    name: CityName,
    *,
    pbf: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A newer .osm.pbf, .osm or .osm.gz file.")
    ] = None,
    bbox: Bbox = None,
    place: PlaceName = None,
    elevation: Elevation = None,
    cities_dir: CitiesDir = None,
    as_json: AsJson = False,
) -> None:
    r"""Build a city anew from a newer map and keep the doors that couriers corrected.

    Without a source, a city that was fetched online is fetched again. If the new map cannot
    be read, the old city stays. Heights are not kept: name the grid again.

    Example:

    \b
    commonwheel city update helsinki --pbf Helsinki.osm.pbf
    commonwheel city update porto
    """
    from datetime import UTC, datetime

    from routing.streets.update import update_city
    from scenarios.city import city_directory

    streams: Streams = context.obj
    source = _source(pbf, bbox, place)
    directory = city_directory(cities_directory(cities_dir), name)
    with _progress(streams) as on_progress:
        done = update_city(
            directory,
            source,
            created_at=datetime.now(UTC).replace(microsecond=0),
            elevation=elevation,
            on_progress=on_progress,
        )
    if as_json:
        found = {"changes": done.changes(), "doors_kept": done.num_doors_kept}
        facts = asdict(done.city.facts)
        write_json(streams.out, {"directory": str(directory), **facts, **found})
        return
    grown = {name.replace("_", " "): f"{count:+d}" for name, count in done.changes().items()}
    before = {"made before": done.before.created_at, "made now": done.city.facts.created_at}
    write_pairs(streams.out, {**before, **grown, "corrected doors kept": done.num_doors_kept})


def list_cities(
    context: typer.Context, *, cities_dir: CitiesDir = None, as_json: AsJson = False
) -> None:
    r"""List the cities that were added.

    Example:

    \b
    commonwheel city list --json
    """
    from scenarios.city import known_cities

    streams: Streams = context.obj
    rows = [
        {"name": name, "source": facts.source, "created_at": facts.created_at, **facts.counts}
        for name, facts in known_cities(cities_directory(cities_dir))
    ]
    hand_out_rows(streams.out, "cities", rows, as_json=as_json)


def show(
    context: typer.Context,
    name: CityName,
    *,
    cities_dir: CitiesDir = None,
    as_json: AsJson = False,
) -> None:
    r"""Show what is known of a city: size, source, attribution.

    Example:

    \b
    commonwheel city show helsinki
    """
    from routing.streets.store import load_facts
    from scenarios.city import city_directory

    directory = city_directory(cities_directory(cities_dir), name)
    _print_facts(context.obj, directory, load_facts(directory), as_json=as_json)


def cities_directory(given: Path | None) -> Path:
    """Tell where cities lie: as asked for, or as the settings say."""
    if given is not None:
        return given
    from api.cli.settings import settings

    return settings().cities_dir


@contextmanager
def _progress(streams: Streams) -> "Iterator[Callable[[str, float], None]]":
    """Show how far a city is, step by step."""
    with progress_bars(streams.err) as tell:
        yield lambda step, share: tell(step, round(100 * share), 100)


def _source(pbf: Path | None, bbox: str | None, place: str | None) -> Path | str | None:
    """Return the one source that was given, if any."""
    given = [one for one in (pbf, bbox, place) if one is not None]
    if len(given) > 1:
        msg = f"Expected one of --pbf, --bbox and --place, got {len(given)}."
        raise ValueError(msg)
    if bbox is not None:
        _check_bbox(bbox)
    return given[0] if given else None


def _print_facts(streams: Streams, directory: Path, facts: "CityFacts", *, as_json: bool) -> None:
    if as_json:
        write_json(streams.out, {"directory": str(directory), **asdict(facts)})
        return
    rows = {
        "name": facts.name,
        "directory": directory,
        "source": facts.source,
        "attribution": facts.attribution,
        "created at": facts.created_at,
        "south, west, north, east": ", ".join(f"{degrees:.5f}" for degrees in facts.bbox),
    }
    counts = {name.replace("_", " "): count for name, count in facts.counts.items()}
    joined = {
        f"junctions for {profile.replace('_', ' ')}": _joined(found["nodes"], found["nodes_apart"])
        for profile, found in facts.profiles.items()
    }
    write_pairs(streams.out, {**rows, **counts, **joined})


def _joined(num_joined: int, num_apart: int) -> str:
    """Tell how many junctions hang together and how many are islands, not in use."""
    apart = f"{num_apart} on islands apart from them, not used" if num_apart else "none apart"
    return f"{num_joined} joined, {apart}"


def _check_bbox(text: str) -> None:
    """Refuse anything but ``south,west,north,east`` in degrees."""
    try:
        south, west, north, east = (float(part) for part in text.split(","))
    except ValueError:
        msg = f"Expected --bbox as four numbers S,W,N,E in degrees, got {text!r}."
        raise ValueError(msg) from None
    if not (-MAX_LAT <= south < north <= MAX_LAT and -MAX_LON <= west < east <= MAX_LON):
        msg = f"Expected --bbox with S < N in [-90, 90] and W < E in [-180, 180], got {text!r}."
        raise ValueError(msg)
