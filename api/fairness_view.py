"""Put together how evenly work and pay are shared on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.schemas.fairness import EquityOut, FairnessOut
from api.schemas.plans import CourierFiguresOut, PriceOut
from dispatch.model import PlanState, Role
from fairness.measures import equity

if TYPE_CHECKING:
    from datetime import date, datetime

    from dispatch.model import Actor, PlanFigures
    from dispatch.store import ReadTransaction


def fairness_of(tx: ReadTransaction, actor: Actor, day: date, now: datetime) -> FairnessOut:
    """Measure the plan in force, or the one that is proposed if there is none.

    Parameters
    ----------
    tx, actor
        Where, and who asks: dispatchers see everybody's row, others their own.
    day
        Which day.
    now
        Decides which policy counts where there is no plan.

    Returns
    -------
    FairnessOut
        Zeros without a plan; nothing about what is without fairness while that is not known.
    """
    plan = tx.plans.newest(day, PlanState.PUBLISHED) or tx.plans.newest(day, PlanState.PROPOSED)
    policy = tx.policies.at(max(now, tx.coop.beginning(day)))
    floor = policy.hourly_floor_minor
    price = plan.price_of_fairness if plan else None
    is_dispatcher = actor.role is Role.DISPATCHER
    rows = plan.figures.couriers if plan else ()
    return FairnessOut(
        day=day.isoformat(),
        version=plan.version if plan else None,
        policy_version=plan.policy_version if plan else policy.version,
        currency=tx.coop.currency,
        floor_per_hour_minor=floor,
        with_fairness=_measure(plan.figures if plan else None, floor),
        without_fairness=None
        if plan is not None and plan.free_figures is None
        else _measure(plan.free_figures if plan else None, floor),
        price_of_fairness=PriceOut(
            travel=price.travel if price else None,
            lateness=price.lateness if price else None,
        ),
        couriers=[
            CourierFiguresOut.of(row)
            for row in rows
            if is_dispatcher or row.courier == actor.courier
        ],
    )


def _measure(figures: PlanFigures | None, floor_minor: int) -> EquityOut:
    rows = [row for row in figures.couriers if row.online_s] if figures else []
    return EquityOut.of(
        equity(
            [row.period_pay_minor for row in rows],
            [row.period_online_s for row in rows],
            hourly_floor_minor=floor_minor,
        ),
    )
