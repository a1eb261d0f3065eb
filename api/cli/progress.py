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

    columns = (
        TextColumn("{task.description:<34}"),
        BarColumn(),
        MofNCompleteColumn(),
        Elapsed(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=Console(file=stream)) as bars:
        rows: dict[str, TaskID] = {}

        def tell(name: str, done: int, total: int, /, note: str = "") -> None:
            if name not in rows:
                rows[name] = bars.add_task(name, total=total, note=note)
            bars.update(rows[name], completed=done, total=total, note=note)

        yield tell
