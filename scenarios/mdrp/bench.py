"""Runs days with fairness and without, and has everything judged that is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from scenarios.live.rolling import run_day
from scenarios.mdrp.days import live_day, policy_of
from scenarios.mdrp.referee import judge
from scenarios.mdrp.report import DayFigures, figures_of
from scenarios.mdrp.written import write_day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from routing.instances.mdrp import MdrpDay
    from scenarios.live.outcome import LiveOutcome
    from scenarios.live.rules import LiveRules

MARGIN_S = 900
"""How much later than quoted a hand-over still keeps the quote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MdrpRun:
    """A day, planned in one way.

    Attributes
    ----------
    figures
        What the referee measured.
    files
        What was written, by file.
    """

    figures: DayFigures
    files: Mapping[str, str]


def run_mdrp(
    source: MdrpDay, rules: LiveRules, *, tell: Callable[[int, int], None] | None = None
) -> MdrpRun:
    """Run a day, write it down and have it judged.

    Parameters
    ----------
    source
        The day.
    rules
        How to plan; only the policy's ``lambda_s`` counts, all else of it is the day's.
    tell
        Called with orders that are over and all of them.
    """
    policy = policy_of(source.terms, lambda_s=rules.policy.lambda_s)
    live = live_day(source)
    outcome = run_day(live.day, replace(rules, policy=policy), tell=tell)
    files = write_day(live, outcome)
    return MdrpRun(
        figures=figures_of(
            source.name,
            judge(source, files),
            policy,
            target_min=source.terms.target,
            kept_quotes_percent=_kept(outcome),
        ),
        files=files,
    )


def run_both(
    sources: Sequence[MdrpDay],
    rules: LiveRules,
    *,
    tell: Callable[[str, int, int], None],
    keep: Callable[[str, str, Mapping[str, str]], None],
) -> tuple[list[DayFigures], list[DayFigures]]:
    """Run days with fairness and without.

    Parameters
    ----------
    sources
        The days.
    rules
        How to plan with fairness.
    tell
        Called with what is done, how much of it, and of how much.
    keep
        Called with ``fair`` or ``unfair``, the day's name and the files written about it.

    Returns
    -------
    tuple of list of DayFigures
        With fairness and without, in the order of the days.
    """
    plain = replace(rules, policy=replace(rules.policy, lambda_s=0))
    found: dict[str, list[DayFigures]] = {"fair": [], "unfair": []}
    for source in sources:
        for word, chosen in (("fair", rules), ("unfair", plain)):
            run = run_mdrp(source, chosen, tell=partial(tell, f"{source.name}, {word}"))
            keep(word, source.name, run.files)
            found[word].append(run.figures)
    return found["fair"], found["unfair"]


def _kept(outcome: LiveOutcome) -> float:
    """Return the percentage of hand-overs that kept their quote."""
    kept = [one for one in outcome.handled if one.quoted is not None]
    if not kept:
        return 100.0
    return 100 * sum(one.handed <= (one.quoted or 0) + MARGIN_S for one in kept) / len(kept)
