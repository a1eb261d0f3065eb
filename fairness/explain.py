"""Why this courier and not that one: the decision rule, its ranking, and where it would flip.

The rule is that of live insertion: of all couriers who can, the one with whom the order costs
least has it; cost is what it adds to the plan in force, and the price of evenness for who has
had more than their share. Everything here is computed by `decide`, so that an explanation can
be checked by changing what it names and deciding again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from fairness.targets import evenness_cost_s

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fairness.policy import Policy

CLAUSES_BEHIND: Final = ("lambda_s", "ledger_mix_permille")

MILLI: Final = 1000
"""Thousandths of an order in an order: the unit in which balances are told."""

FAR: Final = 5
"""Orders ahead or behind from which on a balance is called far."""


class Band(StrEnum):
    """Where somebody stands, told to others without the number."""

    FAR_BEHIND = "far_behind"
    BEHIND = "behind"
    EVEN = "even"
    AHEAD = "ahead"
    FAR_AHEAD = "far_ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """A hard rule that keeps an order from a courier, and what would help.

    Attributes
    ----------
    code
        Of the rule.
    values
        Numbers that a sentence about it needs.
    remedies
        Codes of what would help.
    """

    code: str
    values: Mapping[str, int | str] = field(default_factory=dict)
    remedies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One courier who was considered for an order.

    Attributes
    ----------
    courier
        Who.
    place
        Decides between equal costs: the lower has it.
    cost_s
        What the order adds to the cost of the plan with them, evenness aside, in seconds of
        travel.
    added_s, added_m, lateness_s
        Travel and lateness that it adds, over all their stops.
    balance
        Orders that one more would put them ahead of their share, as the policy mixes day and
        period; below zero is behind.
    blocked_by
        The hard rule that forbids it; ``None`` when nothing does.
    """

    courier: str
    place: int
    cost_s: int = 0
    added_s: int = 0
    added_m: int = 0
    lateness_s: int = 0
    balance: Fraction = Fraction(0)
    blocked_by: Binding | None = None

    @property
    def band(self) -> Band:
        """What others are told of the balance."""
        if self.balance <= -FAR:
            return Band.FAR_BEHIND
        if self.balance <= -1:
            return Band.BEHIND
        if self.balance < 1:
            return Band.EVEN
        return Band.AHEAD if self.balance < FAR else Band.FAR_AHEAD

    @property
    def balance_milli(self) -> int:
        """The balance in thousandths of an order, to the nearest."""
        return round(self.balance * MILLI)

    def nearer(self, seconds: int) -> Candidate:
        """Give the same courier with so many seconds less of travel and cost."""
        return replace(self, cost_s=self.cost_s - seconds, added_s=self.added_s - seconds)

    def at_balance(self, milli: int) -> Candidate:
        """Give the same courier with another balance, in thousandths of an order."""
        return replace(self, balance=Fraction(milli, MILLI))


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """Where the decision about one courier turns, everybody else as they are.

    Attributes
    ----------
    balance_milli
        The order is theirs as long as their balance is no more than this, in thousandths of
        an order; ``None`` when the policy spends nothing on evenness, or nobody else can.
    nearer_s
        The order is theirs from this many seconds less of travel on; zero or less: it is
        theirs, and would be with so much more. ``None`` when nobody else can.
    """

    balance_milli: int | None
    nearer_s: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A candidate in the ranking, against the chosen courier.

    Attributes
    ----------
    rank
        1 is the best; candidates that a hard rule forbids come last.
    candidate
        Who, with all terms.
    evenness_s, total_s
        The price of their balance, and all that the rule weighs, in seconds.
    extra_s, extra_m, extra_lateness_s, extra_evenness_s, extra_total_s
        Their terms less those of the courier who has it, or of the first one if nobody has;
        below zero is better. All zero for a candidate that a rule forbids.
    flip
        Where the decision about them turns; ``None`` when a rule forbids it.
    """

    rank: int
    candidate: Candidate
    evenness_s: int
    total_s: int
    extra_s: int = 0
    extra_m: int = 0
    extra_lateness_s: int = 0
    extra_evenness_s: int = 0
    extra_total_s: int = 0
    flip: Flip | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why an assignment is as it is.

    Attributes
    ----------
    policy_version, clauses
        Rules that the ranking follows.
    chosen
        Courier who has the order; ``None``: nobody.
    first
        Courier whom the rule gives it to, on this order alone; ``None``: nobody can. If that
        is not who has it, the plan as a whole or a person's pin is the reason.
    alternatives
        Everybody considered, best first, the chosen among them.
    """

    policy_version: int
    clauses: tuple[str, ...]
    chosen: str | None
    first: str | None
    alternatives: tuple[Alternative, ...]

    @property
    def is_first(self) -> bool:
        """Whether the rule, on this order alone, gives it to who has it."""
        return self.chosen is not None and self.first == self.chosen

    @property
    def num_able(self) -> int:
        """How many couriers no rule forbids it."""
        return sum(one.candidate.blocked_by is None for one in self.alternatives)

    def of(self, courier: str) -> Alternative | None:
        """Give a courier's place in the ranking, if they were considered."""
        return next((one for one in self.alternatives if one.candidate.courier == courier), None)


def total_s(policy: Policy, candidate: Candidate) -> int:
    """Say what an order costs with a candidate, evenness included, in seconds of travel."""
    return candidate.cost_s + evenness_cost_s(policy, candidate.balance)


def decide(policy: Policy, candidates: Sequence[Candidate]) -> str | None:
    """Give an order to the courier with whom it costs least.

    Parameters
    ----------
    policy
        Rules in force; clauses ``lambda_s`` and ``ledger_mix_permille``.
    candidates
        Everybody considered.

    Returns
    -------
    str or None
        Ties go to the lowest place; ``None`` when rules forbid it to everybody.
    """
    able = [one for one in candidates if one.blocked_by is None]
    best = min(able, key=lambda one: (total_s(policy, one), one.place), default=None)
    return None if best is None else best.courier


def flip_of(policy: Policy, asker: Candidate, others: Sequence[Candidate]) -> Flip:
    """Find out where the decision about one courier turns.

    Parameters
    ----------
    policy
        Rules in force.
    asker
        Whom it is about; no rule forbids it to them.
    others
        Everybody else.

    Returns
    -------
    Flip
        Exact: one thousandth of an order more, or one second less, and it is the other way.
    """
    able = [one for one in others if one.blocked_by is None]
    rival = min(((total_s(policy, one), one.place) for one in able), default=None)
    return _flip(policy, asker, rival)


def _flip(policy: Policy, asker: Candidate, rival: tuple[int, int] | None) -> Flip:
    """Find out where a decision turns, given total and place of the best of the others."""
    if rival is None:
        return Flip(balance_milli=None, nearer_s=None)
    total, place = rival
    nearer = total_s(policy, asker) - total + (0 if asker.place < place else 1)
    if not policy.lambda_s:
        return Flip(balance_milli=None, nearer_s=nearer)
    most = evenness_cost_s(policy, asker.balance) - nearer
    # floor(lambda x / 1000 + 1/2) <= most  <=>  x < (2 most + 1) 500 / lambda
    balance = -(-(2 * most + 1) * (MILLI // 2) // policy.lambda_s) - 1
    return Flip(balance_milli=balance, nearer_s=nearer)


def explain(policy: Policy, chosen: str | None, candidates: Sequence[Candidate]) -> Explanation:
    """Rank the candidates of one order against the courier who has it.

    Parameters
    ----------
    policy
        Rules in force at the decision.
    chosen
        Courier who has the order; ``None``: nobody.
    candidates
        Everybody considered, the chosen among them, each once.

    Returns
    -------
    Explanation
        Ranked as `decide` decides.

    Raises
    ------
    ValueError
        When the chosen courier is missing or somebody comes twice.
    """
    by_courier = {candidate.courier: candidate for candidate in candidates}
    if chosen not in {None, *by_courier} or len(by_courier) < len(candidates):
        msg = f"Expected {chosen!r} among different candidates, got {sorted(by_courier)}."
        raise ValueError(msg)
    ranked = sorted(
        candidates, key=lambda c: (c.blocked_by is not None, total_s(policy, c), c.place)
    )
    able = [one for one in ranked if one.blocked_by is None]
    first = able[0].courier if able else None
    against = by_courier.get(chosen or first or "")
    best_two = [(total_s(policy, one), one.place) for one in able[:2]]
    return Explanation(
        policy_version=policy.version,
        clauses=CLAUSES_BEHIND,
        chosen=chosen,
        first=first,
        alternatives=tuple(
            _against(policy, rank, one, against, _rival(best_two, is_best=rank == 1))
            for rank, one in enumerate(ranked, start=1)
        ),
    )


def _rival(best_two: Sequence[tuple[int, int]], *, is_best: bool) -> tuple[int, int] | None:
    """Give the best of all others: the second for the best, the best for everybody else."""
    return next(iter(best_two[int(is_best) :]), None)


def _against(
    policy: Policy,
    rank: int,
    one: Candidate,
    best: Candidate | None,
    rival: tuple[int, int] | None,
) -> Alternative:
    evenness, total = evenness_cost_s(policy, one.balance), total_s(policy, one)
    plain = Alternative(rank=rank, candidate=one, evenness_s=evenness, total_s=total)
    if one.blocked_by is not None:
        return plain
    flip = _flip(policy, one, rival)
    if best is None or best.blocked_by is not None:
        return replace(plain, flip=flip)
    return replace(
        plain,
        extra_s=one.added_s - best.added_s,
        extra_m=one.added_m - best.added_m,
        extra_lateness_s=one.lateness_s - best.lateness_s,
        extra_evenness_s=evenness - evenness_cost_s(policy, best.balance),
        extra_total_s=total - total_s(policy, best),
        flip=flip,
    )
