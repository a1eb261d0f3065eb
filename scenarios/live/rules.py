"""What a live day is planned by: the policy, how often, and what things are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fairness.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What a second of something costs in a plan, against each other.

    Attributes
    ----------
    delay
        Handing over later than the order's readiness allows.
    urgent
        The same, of an order that cannot be handed over `urgent_before` its target any more.
    urgent_before
        Seconds.
    travel
        Being on the way.
    """

    delay: int = 10
    urgent: int = 15
    urgent_before: int = 600
    travel: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Where couriers without an order wait.

    A place is worth the orders so far from all places around it, each weighted down by
    ``exp(-travel / nearness)``. A courier goes to wait at another place when it is worth at
    least `gain` times as much and not farther than `reach`.

    Attributes
    ----------
    nearness, reach
        Seconds of travel.
    gain
        Ratio; couriers near pickups stay where they are.
    before_off
        Seconds before the end of a shift in which nobody goes anywhere to wait.
    """

    nearness: int = 240
    reach: int = 720
    gain: float = 2.5
    before_off: int = 1200


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRules:
    """How a live day is planned.

    Attributes
    ----------
    policy
        Clauses ``lambda_s`` and ``ledger_mix_permille`` say what evenness may cost.
    epoch_s
        Seconds between two plans; what is placed in between waits for the next.
    iterations
        Budget of each plan.
    seed
        Start of all random streams.
    heats
        Temperatures of each search, in mean costs of a leg: high at first, because a second
        of delay costs more than one on the way, and the plan before knew less.
    prices, waiting
        See there.
    """

    policy: Policy
    epoch_s: int = 300
    iterations: int = 10
    seed: int = 1
    heats: tuple[float, float] = (5.0, 0.001)
    prices: Prices = Prices()
    waiting: Waiting = Waiting()
