"""What deliveries cost under the rules in force, in numbers and in words."""

from datetime import datetime
from typing import Final, Self

from api.policy_words import rule_texts
from api.schemas.fees import FeeOut
from api.schemas.fields import Answer
from api.words import Words
from fairness.policy import Policy
from fairness.tariff import PartnerClass, fee

DISTANCES_M: Final = (1000, 2000, 4000, 8000)
SECONDS_PER_KM: Final = 240
"""By bike, as a rule of thumb; a quote counts the way there is."""
AT_THE_DOORS_S: Final = 420
"""Usual service at both ends, with parking twice."""

CLAUSES: Final = (
    "hourly_floor_minor",
    "per_drop_minor",
    "per_km_minor",
    "on_cost_permille",
    "labor_share_permille",
    "member_share_percent",
    "ally_share_percent",
    "market_share_percent",
    "tax_permille",
)
"""Clauses that a fee comes from, in the order in which it is reckoned."""


class ExampleOut(Answer):
    """What a delivery over a distance costs each class of storefronts."""

    distance_m: int
    duration_s: int
    fees: list[FeeOut]


class TariffOut(Answer):
    """Examples of fees, and the rules that they follow."""

    version: int
    valid_from: datetime
    examples: list[ExampleOut]
    rules: list[str]

    @classmethod
    def of(cls, policy: Policy, words: Words) -> Self:
        """Write the tariff of a policy."""
        said = rule_texts(words, policy)
        return cls(
            version=policy.version,
            valid_from=policy.valid_from,
            examples=[_example(policy, meters) for meters in DISTANCES_M],
            rules=[said[name] for name in CLAUSES],
        )


def _example(policy: Policy, meters: int) -> ExampleOut:
    seconds = AT_THE_DOORS_S + meters * SECONDS_PER_KM // 1000
    fees = [fee(policy, seconds=seconds, meters=meters, partner=one) for one in PartnerClass]
    return ExampleOut(distance_m=meters, duration_s=seconds, fees=[FeeOut.of(one) for one in fees])
