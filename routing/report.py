"""From the text of a public instance to the facts about its plan, ready to print."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from routing.instances import InstanceError, read_lilim, read_sartori, read_vroom
from routing.problem import Budget
from routing.solve import solve

if TYPE_CHECKING:
    from collections.abc import Callable

    from routing.instances import Instance, Report
    from routing.solvers.protocol import Progress

READERS = {"lilim": read_lilim, "sartori": read_sartori, "vroom": read_vroom}
"""Reader of each format by its name."""


def read_instance(text: str, form: str) -> Instance:
    """Read an instance in one of the formats of `READERS`.

    Raises
    ------
    InstanceError
        When the format is unknown, or the text is not in it; the message says where.
    """
    reader = READERS.get(form)
    if reader is None:
        msg = f"Expected a format of {', '.join(READERS)}, got {form!r}."
        raise InstanceError(msg)
    return reader(text)


def solve_text(  # noqa: PLR0913 - all but the subject are options
    text: str,
    form: str,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Report:
    """Read an instance, solve it and report.

    Parameters
    ----------
    text
        Content of the file.
    form
        Format: ``lilim``, ``sartori`` or ``vroom``.
    seconds, iterations
        Budget; at least one.
    seed
        Start of the random stream.
    on_progress
        Called now and then.
    stop
        Once it is true, the best plan so far is reported soon.

    Raises
    ------
    InstanceError
        When the text is not in the format.
    ValueError
        When there is no budget, or it is not positive.
    """
    budget = Budget(seconds=seconds, iterations=iterations)
    began = time.monotonic()
    instance = read_instance(text, form)
    solution = solve(instance.problem, budget, seed=seed, on_progress=on_progress, stop=stop)
    return instance.report(solution, seconds=time.monotonic() - began)
