"""Parts of large plans on many machines, by Dask: the only place that knows it.

Dask is optional (``pip install commonwheel[cluster]``). Where it is missing or no scheduler
answers, parts are planned here, and the log says so. A part depends on nothing but what it
was given, so Dask repeats it elsewhere when its worker dies; what fails even so is planned
here.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from dispatch.lanes import ProcessLanes
from routing.solvers.parts import OneByOne, plan_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.solution import Route
    from routing.solvers.parts import PartRunner, PartTask

LONGEST_WAIT_S = 10.0
"""How long to wait for a scheduler to answer."""

log = logging.getLogger(__name__)


class ClusterLanes:
    """Plans parts on the workers of a Dask scheduler.

    Parameters
    ----------
    client
        A ``distributed.Client``.
    """

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - its type is an optional package's
        self._client = client

    @property
    def num_lanes(self) -> int:
        """How many parts are planned at once: threads of all workers."""
        return max(1, sum(int(number) for number in self._client.nthreads().values()))

    def run(self, tasks: Sequence[PartTask]) -> Iterator[tuple[int, tuple[Route, ...]]]:
        """Plan all tasks; see `routing.solvers.parts.PartRunner`."""
        from distributed import as_completed  # noqa: PLC0415 - an optional package

        futures = [self._client.submit(plan_part, task, pure=False) for task in tasks]
        places = {future.key: place for place, future in enumerate(futures)}
        try:
            for future in as_completed(futures, loop=self._client.loop):
                place = places[future.key]
                if future.status == "finished":
                    yield place, future.result()
                else:
                    log.warning("Part %d failed on the cluster and is planned here.", place)
                    yield place, plan_part(tasks[place])
        finally:
            self._client.cancel(futures)

    def close(self) -> None:
        """Let go of the scheduler."""
        self._client.close()


def lanes_of(cluster_url: str | None, num_processes: int) -> PartRunner:
    """Choose where parts are planned.

    Parameters
    ----------
    cluster_url
        A Dask scheduler, such as ``tcp://scheduler:8786``; ``None``: this machine.
    num_processes
        Processes of this machine, when there is no cluster; 1: this process.

    Returns
    -------
    routing.solvers.parts.PartRunner
        One that works: without Dask or an answer, this machine's.
    """
    if cluster_url is not None:
        try:
            from distributed import Client  # noqa: PLC0415 - an optional package

            return ClusterLanes(Client(cluster_url, timeout=LONGEST_WAIT_S, set_as_default=False))
        except ImportError:
            log.warning("Dask is not installed; parts of plans are planned on this machine.")
        except (OSError, ValueError) as error:
            log.warning(
                "No Dask scheduler at %s (%s); parts are planned on this machine.",
                cluster_url,
                error,
            )
    return ProcessLanes(num_processes) if num_processes > 1 else OneByOne()
