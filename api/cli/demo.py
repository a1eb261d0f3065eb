"""`commonwheel demo`: a co-op's day on real streets."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.results import write_json

if TYPE_CHECKING:
    from api.cli.outcome import Streams
    from scenarios.report import DayReport

EXTRACT = Path(".cache/extracts/Helsinki.osm.pbf")
CITIES = Path(".cache/cities")
ITERATIONS = 900


def demo(
    context: typer.Context,
    *,
    once: Annotated[bool, typer.Option("--once", help="Plan, print and stop.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON for programs; with --once.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="Draws the whole day.")] = 1,
    iterations: Annotated[
        int, typer.Option(min=2, metavar="N", help="How long to search; the same on any machine.")
    ] = ITERATIONS,
    scenario: Annotated[
        str, typer.Option(metavar="NAME", help="Size of the day: helsinki or small.")
    ] = "helsinki",
    extract: Annotated[Path, typer.Option(metavar="FILE", help="Map to play on.")] = EXTRACT,
    cities_dir: Annotated[
        Path, typer.Option(metavar="DIR", help="Where the map's city is kept.")
    ] = CITIES,
    data: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder to keep the played day in; default: not kept."),
    ] = None,
    speed: Annotated[
        float, typer.Option(min=1, max=3600, metavar="N", help="Played seconds per second.")
    ] = 60.0,
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="Where the pages are served.")
    ] = 8000,
) -> None:
    r"""Plan a day with fairness and without, compare, then play it at 60x speed.

    Fourteen couriers and 240 orders from twelve storefronts in Helsinki. Everything is drawn
    by the seed; the same seed gives the same plan. The played day is served as pages, with a
    link to sign in to each, until Ctrl-C.

    Example:

    \b
    commonwheel demo
    commonwheel demo --once --json --seed 2
    """
    streams: Streams = context.obj
    if as_json and not once:
        msg = "Expected --json together with --once: a day that is played does not end by itself."
        raise ValueError(msg)
    from api.cli.demo_plan import draw, plan_once

    if not once:
        from api.cli.demo_play import check_port, play

        check_port(port)
    drawn = draw(scenario, seed=seed, extract=extract, cities=cities_dir, err=streams.err)
    report = plan_once(drawn, iterations=iterations, err=streams.err)
    _show(report, streams, as_json=as_json)
    if not once:
        play(drawn, streams=streams, data=data, speed=speed, port=port)


def _show(report: "DayReport", streams: "Streams", *, as_json: bool) -> None:
    from scenarios import report as reports

    if as_json:
        write_json(streams.out, reports.as_json(report))
        return
    from rich.console import Console

    from api.languages import LANGUAGES, load_catalogs

    catalogs = load_catalogs()
    console = Console(file=streams.out, highlight=False, soft_wrap=not streams.out.isatty())
    tables = reports.as_tables(
        report,
        say=lambda remark: catalogs.say(LANGUAGES[0], f"reason.{remark.code}", remark.values),
    )
    for table in tables:
        console.print(table)
