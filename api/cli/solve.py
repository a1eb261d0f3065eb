"""`commonwheel solve`: read a public instance, plan it, say what came out."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.interrupt import gentle_interrupt
from api.cli.options import AsJson
from api.cli.progress import parts_done, progress_bars
from api.cli.results import write_json, write_pairs

if TYPE_CHECKING:
    from api.cli.outcome import Streams
    from routing.solvers.protocol import Progress


DEFAULT_SECONDS = 10.0


class Format(StrEnum):
    """Formats of instances."""

    LILIM = "lilim"
    SARTORI = "sartori"
    VROOM = "vroom"


def solve(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The instance.")],
    *,
    form: Annotated[Format, typer.Option("--format", help="What the file is written in.")],
    seconds: Annotated[
        float | None, typer.Option(min=0.001, metavar="S", help="Stop after S seconds; default 10.")
    ] = None,
    iterations: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Stop after N iterations; the same on any machine."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="Start of the search.")] = 1,
    as_json: AsJson = False,
) -> None:
    r"""Solve an instance of pickups and deliveries.

    Li & Lim and Sartori & Buriol files are the usual text files; vroom is the JSON that the
    VROOM API takes. Ctrl-C ends the search and prints the best plan so far; the code is 130 then.

    Example:

    \b
    commonwheel solve lc101.txt --format lilim --seconds 5 --seed 1 --json
    """
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        msg = f"Expected UTF-8 text in {file}, got byte {error.start} that is none."
        raise ValueError(msg) from error
    from routing.instances import InstanceError
    from routing.report import solve_text

    streams: Streams = context.obj
    limit = DEFAULT_SECONDS if seconds is None and iterations is None else seconds
    with progress_bars(streams.err) as tell, gentle_interrupt() as is_interrupted:

        def show(progress: "Progress") -> None:
            done, total = parts_done(progress.share, seconds=limit, iterations=iterations)
            tell("Solving", done, total, note=_note(progress))

        try:
            found = solve_text(
                text,
                form.value,
                seconds=limit,
                iterations=iterations,
                seed=seed,
                on_progress=show,
                stop=is_interrupted,
            )
        except InstanceError as error:
            msg = f"{file}: {error}"
            raise ValueError(msg) from error
    if as_json:
        write_json(streams.out, found)
    else:
        write_pairs(streams.out, {key: _short(value) for key, value in found.items()})
    if is_interrupted():
        raise KeyboardInterrupt


def _note(progress: "Progress") -> str:
    cost = progress.cost - progress.penalty
    text = f"cost {cost}, {progress.num_routes} routes, {progress.num_unassigned} left out"
    if progress.lowest_rate is not None:
        text += f", lowest rate {float(progress.lowest_rate):.4g}"
    return text


def _short(value: object) -> str:
    if isinstance(value, list):
        return f"{len(value)}: " + " ".join(map(str, value)) if value else "none"
    return str(value)
