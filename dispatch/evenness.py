"""What an order that comes in live costs with each courier: the policy's `lambda_s`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dispatch.day_figures import online_today
from dispatch.day_state import Earned
from fairness.targets import Share, order_prices_s

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    counts = Counter(order.courier for order in state.orders if order.courier is not None)
    online = online_today(state)
    day = {
        courier: Share(num_orders=counts[courier], online_s=online.get(courier, 0))
        for courier in {*online, *counts}
    }
    period = {
        courier: day.get(courier, Share()) + _share(state.before.get(courier, Earned()))
        for courier in {*day, *state.before}
    }
    return order_prices_s(
        state.policy,
        day=[day.get(shift.courier, Share()) for shift in shifts],
        crew_day=sum(day.values(), Share()),
        period=[period.get(shift.courier, Share()) for shift in shifts],
        crew_period=sum(period.values(), Share()),
    )


def _share(earned: Earned) -> Share:
    return Share(num_orders=earned.num_drops, online_s=earned.online_s)
