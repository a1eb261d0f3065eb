"""What an order that comes in live costs with each courier: the policy's `lambda_s`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dispatch.day_figures import online_today
from dispatch.day_state import Earned
from dispatch.model import OrderState
from fairness.targets import Share, evenness_cost_s, order_imbalances

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from dispatch.day_state import DayState
    from dispatch.model import Shift


def live_prices(state: DayState, shifts: Sequence[Shift]) -> tuple[int, ...]:
    """Price one more order for each shift, so that it goes to who has had less.

    Counts the orders of the day that each courier has or had, and those of the period before.

    Parameters
    ----------
    state
        The day, with its policy.
    shifts
        By index of vehicle.

    Returns
    -------
    tuple of int
        Seconds of travel >= 0 by vehicle; none when the policy spends nothing on evenness.
    """
    if not state.policy.lambda_s:
        return ()
    costs = [evenness_cost_s(state.policy, one) for one in live_balances(state, shifts)]
    least = min(costs, default=0)
    return tuple(cost - least for cost in costs)


def live_balances(state: DayState, shifts: Sequence[Shift]) -> tuple[Fraction, ...]:
    """Tell how far one more order would put the courier of each shift ahead, in orders.

    Parameters
    ----------
    state, shifts
        As for `live_prices`.
    """
    counts = Counter(
        order.courier
        for order in state.orders
        if order.courier is not None and order.state is not OrderState.CANCELED
    )
    online = online_today(state)
    day = {
        courier: Share(num_orders=counts[courier], online_s=online.get(courier, 0))
        for courier in {*online, *counts}
    }
    period = {
        courier: day.get(courier, Share()) + _share(state.before.get(courier, Earned()))
        for courier in {*day, *state.before}
    }
    return order_imbalances(
        state.policy,
        day=[day.get(shift.courier, Share()) for shift in shifts],
        crew_day=sum(day.values(), Share()),
        period=[period.get(shift.courier, Share()) for shift in shifts],
        crew_period=sum(period.values(), Share()),
    )


def _share(earned: Earned) -> Share:
    return Share(num_orders=earned.num_drops, online_s=earned.online_s)
