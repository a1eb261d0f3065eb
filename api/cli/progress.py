"""Progress bars on a terminal; silence when stderr goes into a file or a pipe."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO


@contextmanager
def progress_bars(stream: TextIO) -> Iterator[Callable[[str, int, int], None]]:
    """Show one bar per step while the block runs.

    Parameters
    ----------
    stream
        Where to draw.

    Yields
    ------
    Callable
        To be called with a step's name, how much of it is done, and of how much.
    """
    if not stream.isatty():
        yield lambda _name, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
    from rich.progress import TimeElapsedColumn as Elapsed

    columns = (
        TextColumn("{task.description:<34}"),
        BarColumn(),
        MofNCompleteColumn(),
        Elapsed(),
    )
    with Progress(*columns, console=Console(file=stream)) as bars:
        rows: dict[str, TaskID] = {}

        def tell(name: str, done: int, total: int) -> None:
            if name not in rows:
                rows[name] = bars.add_task(name, total=total)
            bars.update(rows[name], completed=done, total=total)

        yield tell
