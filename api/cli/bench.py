"""`commonwheel bench`: public benchmarks, run through the product's own planner."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson
from api.cli.progress import progress_bars
from api.cli.results import write_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.cli.outcome import Streams


def group() -> typer.Typer:
    """Put the commands of this group together."""
    app = typer.Typer(help="Run public benchmarks through the planner.", no_args_is_help=True)
    app.callback()(_several)
    app.command("mdrp")(mdrp)
    return app


def _several() -> None:
    """Run public benchmarks through the planner."""


def mdrp(
    context: typer.Context,
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", exists=True, file_okay=False, help="A day's folder, or one of such."
        ),
    ],
    *,
    minutes: Annotated[
        float,
        typer.Option(
            "--lambda",
            min=0,
            max=1440,
            metavar="MIN",
            help="Minutes to spend per order of imbalance.",
        ),
    ] = 3.0,
    epoch: Annotated[
        int, typer.Option(min=1, max=60, metavar="MIN", help="Minutes between two plans.")
    ] = 5,
    iterations: Annotated[
        int, typer.Option(min=1, metavar="N", help="Iterations of search per plan.")
    ] = 10,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="Start of the search.")] = 1,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write all assignments there, in the days' own tables."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    r"""Run days of the meal delivery routing problem, with fairness and without.

    Orders are unknown before they are placed. What is planned is written down in the days' own
    units and judged by a referee that knows nothing of the planner.

    Example:

    \b
    commonwheel bench mdrp public_instances --json
    """
    from scenarios.live.rules import LiveRules
    from scenarios.mdrp.bench import run_both
    from scenarios.mdrp.days import policy_of, read_days
    from scenarios.mdrp.report import as_json as to_json
    from scenarios.mdrp.report import as_table

    streams: Streams = context.obj
    days = read_days(folder)
    rules = LiveRules(
        policy=policy_of(days[0].terms, lambda_s=round(60 * minutes)),
        epoch_s=60 * epoch,
        iterations=iterations,
        seed=seed,
    )

    def keep(word: str, name: str, files: "Mapping[str, str]") -> None:
        if out is None:
            return
        target = out / word / name
        target.mkdir(parents=True, exist_ok=True)
        for file, text in files.items():
            (target / file).write_text(text, encoding="utf-8")

    with progress_bars(streams.err) as tell:
        fair, unfair = run_both(days, rules, tell=tell, keep=keep)
    if as_json:
        write_json(streams.out, to_json(fair, unfair))
        return
    from rich.console import Console

    console = Console(file=streams.out, highlight=False)
    console.print(as_table(fair, unfair))
    for one in (*fair, *unfair):
        for fault in one.faults:
            console.print(f"{one.name}: {fault}")
