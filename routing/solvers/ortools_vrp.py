"""Solver on OR-Tools' routing model, begun from our own insertion and repaired by it.

OR-Tools' own first solutions are slow on large problems, so it always starts warm. Its
plans are laid out again by us: what does not hold exactly is taken out and inserted anew,
so that a plan without a broken rule leaves here whatever OR-Tools thinks.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.draft import blank_draft, draft_of, ground_of
from routing.finish import solution_of_draft
from routing.solvers.construct import fill
from routing.solvers.fleet import reduce_fleet
from routing.solvers.local_search import improve
from routing.solvers.protocol import Progress
from routing.solvers.shake import shake

if TYPE_CHECKING:
    from collections.abc import Callable

    from routing.draft import Draft
    from routing.effort import Effort
    from routing.problem import Problem
    from routing.solution import Solution

SHARE_OF_FLEET = 0.2
"""Part of the effort that may go into using fewer vehicles."""

SHARE_OF_SHAKING = 0.85
"""Part of the rest for taking out and putting back; OR-Tools has what is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrtoolsSolver:
    """Guided local search of OR-Tools between our own insertions."""

    def solve(
        self,
        problem: Problem,
        effort: Effort,
        *,
        seed: int,
        start: Solution | None,
        on_progress: Callable[[Progress], None],
    ) -> Solution:
        """Find a plan of least cost; see `routing.solvers.protocol.Solver`."""
        ground = ground_of(problem)
        draft = blank_draft(ground)
        if start is not None:
            draft = draft_of(ground, [(route.vehicle, route.entries) for route in start.routes])
        stream = random.Random(seed)  # noqa: S311 - a search, no secret
        fill(draft)
        on_progress(progress_of("construct", effort, draft))
        part = effort.part(SHARE_OF_FLEET)
        draft = reduce_fleet(draft, part, stream)
        effort.close(part)
        on_progress(progress_of("fleet", effort, draft))
        part = effort.part(SHARE_OF_SHAKING)
        draft = shake(draft, part, stream)
        effort.close(part)
        on_progress(progress_of("shake", effort, draft))
        draft = improve(draft, effort, stream)
        on_progress(progress_of("improve", effort, draft))
        return solution_of_draft(draft)


def progress_of(stage: str, effort: Effort, draft: Draft) -> Progress:
    """Say where a search stands."""
    return Progress(
        stage=stage,
        iterations=effort.used,
        cost=draft.cost(),
        num_routes=sum(1 for track in draft.tracks if track is not None and track.is_used),
        num_unassigned=len(draft.absent),
        penalty=sum(draft.ground.penalties[shipment] for shipment in draft.absent),
    )
