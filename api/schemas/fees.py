"""A fee and what it is made of."""

from typing import Self

from api.schemas.fields import (
    Answer,
)
from fairness.tariff import FeeBreakdown


class FeeOut(Answer):
    """A fee and where it goes: pay, on-cost, the co-op's share and tax add up to the total.

    Pay and on-cost are the fair labor cost; no fee is below it.
    """

    total_minor: int
    currency: str
    courier_pay_minor: int
    on_cost_minor: int
    coop_share_minor: int
    tax_minor: int
    labor_cost_minor: int
    partner: str

    @classmethod
    def of(cls, fee: FeeBreakdown) -> Self:
        """Write a fee."""
        return cls(
            total_minor=fee.total_minor,
            currency=fee.currency,
            courier_pay_minor=fee.labor_minor,
            on_cost_minor=fee.on_cost_minor,
            coop_share_minor=fee.coop_minor,
            tax_minor=fee.tax_minor,
            labor_cost_minor=fee.labor_cost_minor,
            partner=fee.partner,
        )
