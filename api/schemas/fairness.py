"""How evenly work and pay are shared."""

from typing import Self

from api.schemas.fields import Answer
from api.schemas.plans import CourierFiguresOut, PriceOut
from fairness.measures import Equity


class EquityOut(Answer):
    """Measures of pay per online hour of the period, before top-up. Reported, never optimized."""

    couriers: int
    gini: float
    cv: float
    lowest_pay_per_hour_minor: float
    p10_pay_per_hour_minor: float
    median_pay_per_hour_minor: float
    p90_pay_per_hour_minor: float
    spread_per_hour_minor: float
    min_to_median: float
    share_below_floor: float

    @classmethod
    def of(cls, equity: Equity) -> Self:
        """Write measures."""
        return cls(
            couriers=equity.num_couriers,
            gini=equity.gini,
            cv=equity.cv,
            lowest_pay_per_hour_minor=equity.lowest_per_hour_minor,
            p10_pay_per_hour_minor=equity.p10_per_hour_minor,
            median_pay_per_hour_minor=equity.median_per_hour_minor,
            p90_pay_per_hour_minor=equity.p90_per_hour_minor,
            spread_per_hour_minor=equity.spread_per_hour_minor,
            min_to_median=equity.min_to_median,
            share_below_floor=equity.share_below_floor,
        )


class FairnessOut(Answer):
    """The plan in force beside the cheapest one; couriers see their own row only."""

    day: str
    version: int | None
    policy_version: int
    currency: str
    floor_per_hour_minor: int
    with_fairness: EquityOut
    without_fairness: EquityOut | None
    price_of_fairness: PriceOut
    couriers: list[CourierFiguresOut]
