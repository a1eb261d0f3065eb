"""Progress bars on a terminal; silence when stderr goes into a file or a pipe."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO


class Tell(Protocol):
    """Moves a bar on."""

    def __call__(self, name: str, done: int, total: int, /, note: str = "") -> None:
        """Say of a step how much is done, of how much, and what there is so far."""


@contextmanager
def progress_bars(stream: TextIO) -> Iterator[Tell]:
    """Show one bar per step while the block runs.

    Parameters
    ----------
    stream
        Where to draw.

    Yields
    ------
    Tell
        To be called with a step's name, how much of it is done, and of how much.
    """
    if not stream.isatty():
        yield lambda _name, _done, _total, note="": None  # noqa: ARG005 - a name of `Tell`
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
    from rich.progress import TimeElapsedColumn as Elapsed
    from rich.table import Column

    def whole(width: int) -> Column:
        """Give a column that a narrow terminal does not cut."""
        return Column(no_wrap=True, min_width=width)

    columns = (
        TextColumn("{task.description}", table_column=whole(1)),
        BarColumn(bar_width=16),
        MofNCompleteColumn(table_column=whole(9)),
        Elapsed(table_column=whole(7)),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=Console(file=stream)) as bars:
        rows: dict[str, TaskID] = {}

        def tell(name: str, done: int, total: int, /, note: str = "") -> None:
            if name not in rows:
                rows[name] = bars.add_task(name, total=total, note=note)
            bars.update(rows[name], completed=done, total=total, note=note)

        yield tell


def parts_done(share: float, *, seconds: float | None, iterations: int | None) -> tuple[int, int]:
    """Say how much of a budget is spent and of how much, in what it counts.

    Parameters
    ----------
    share
        Part that is spent, 0 to 1.
    seconds, iterations
        The budget; with both limits, parts of a hundred until the nearer one.

    Returns
    -------
    tuple of int
        What is done, and the total.
    """
    if seconds is None:
        total = iterations or 100
    else:
        total = max(1, round(seconds)) if iterations is None else 100
    return round(share * total), total
