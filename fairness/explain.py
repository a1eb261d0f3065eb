"""Why this courier: the alternatives of one assignment, ranked, with their terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fairness.policy import Policy

CLAUSES_BEHIND: Final = ("lambda_s", "ledger_mix_permille")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One courier who was considered for a shipment.

    Attributes
    ----------
    courier
        Who.
    added_s, added_m
        Travel that the shipment adds to their route.
    lateness_s
        Lateness that it adds, over all stops.
    imbalance_s
        Seconds from `fairness.targets.imbalance_cost_s`.
    balance_minor
        Their balance in the ledger.
    blocked_by
        Code of the hard rule that forbids it; ``None`` when nothing does.
    """

    courier: str
    added_s: int
    added_m: int
    lateness_s: int = 0
    imbalance_s: int = 0
    balance_minor: int = 0
    blocked_by: str | None = None

    @property
    def total_s(self) -> int:
        """What the ranking goes by: travel, lateness and imbalance in seconds."""
        return self.added_s + self.lateness_s + self.imbalance_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A candidate in the ranking, against the chosen courier.

    Attributes
    ----------
    rank
        1 is the best; candidates that a hard rule forbids come last.
    candidate
        Who, with all terms.
    extra_s, extra_m, extra_lateness_s, extra_imbalance_s, extra_total_s
        Their terms less those of the chosen courier; below zero is better.
    """

    rank: int
    candidate: Candidate
    extra_s: int
    extra_m: int
    extra_lateness_s: int
    extra_imbalance_s: int
    extra_total_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why an assignment is as it is.

    Attributes
    ----------
    policy_version, clauses
        Rules that the ranking follows.
    chosen
        Courier who has the shipment.
    is_first
        Whether the chosen courier ranks first on this shipment alone. If not, the plan as a
        whole or a person's pin is the reason.
    alternatives
        Everybody considered, best first, the chosen among them.
    """

    policy_version: int
    clauses: tuple[str, ...]
    chosen: str
    is_first: bool
    alternatives: tuple[Alternative, ...]


def explain(policy: Policy, chosen: str, candidates: Sequence[Candidate]) -> Explanation:
    """Rank the candidates of one assignment against the chosen courier.

    Parameters
    ----------
    policy
        Rules in force at the decision.
    chosen
        Courier who has the shipment.
    candidates
        Everybody considered, the chosen among them, each once.

    Returns
    -------
    Explanation
        Ranked by the sum of terms; ties go to the lowest id.

    Raises
    ------
    ValueError
        When the chosen courier is missing or somebody comes twice.
    """
    by_courier = {candidate.courier: candidate for candidate in candidates}
    if chosen not in by_courier or len(by_courier) < len(candidates):
        msg = f"Expected {chosen!r} among different candidates, got {sorted(by_courier)}."
        raise ValueError(msg)
    best = by_courier[chosen]
    ranked = sorted(candidates, key=lambda c: (c.blocked_by is not None, c.total_s, c.courier))
    return Explanation(
        policy_version=policy.version,
        clauses=CLAUSES_BEHIND,
        chosen=chosen,
        is_first=ranked[0].courier == chosen,
        alternatives=tuple(
            Alternative(
                rank=rank,
                candidate=candidate,
                extra_s=candidate.added_s - best.added_s,
                extra_m=candidate.added_m - best.added_m,
                extra_lateness_s=candidate.lateness_s - best.lateness_s,
                extra_imbalance_s=candidate.imbalance_s - best.imbalance_s,
                extra_total_s=candidate.total_s - best.total_s,
            )
            for rank, candidate in enumerate(ranked, start=1)
        ),
    )
