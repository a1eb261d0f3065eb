"""A co-op's own weeks, as its store has them, to be replayed under other policies.

What happened is taken from orders and shifts only: who asked for what, when and where, and
who had agreed to work. Who carried what, and when, is what the policies are compared by.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from dispatch.model import OrderState, ShiftState
from routing.model import Matrix
from routing.streets.profiles import Profile
from scenarios.live.day import LiveCourier, LiveDay, LiveOrder
from scenarios.replay.weeks import DAYS_PER_WEEK, HANDLING, LATEST_S, TARGET_S, Weeks, WorkDay

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from dispatch.model import Coop, Order, Shift
    from dispatch.store import ReadTransaction
    from dispatch.streets import Streets
    from routing.model import Location

WANTED_S = LATEST_S - TARGET_S
"""How long after the promised window somebody still wants an order."""


class NoHistoryError(ValueError):
    """Weeks in which nothing was done."""


def own_weeks(tx: ReadTransaction, streets: Streets, *, until: date, num_weeks: int) -> Weeks:
    """Read weeks of a co-op's own work.

    Canceled orders and shifts count as if they had never been. Everybody rides at a bike's
    pace; loads, skills, breaks and care windows are left out, under every policy alike.

    Parameters
    ----------
    tx
        The co-op's store.
    streets
        Its city.
    until
        The last day.
    num_weeks
        How many weeks, at least 1.

    Returns
    -------
    Weeks
        The same for the same store.

    Raises
    ------
    NoHistoryError
        When nobody worked or nothing was ordered in these weeks.
    ValueError
        When it is less than a week.
    """
    if num_weeks < 1:
        msg = f"Expected at least one week, got {num_weeks}."
        raise ValueError(msg)
    first = until - timedelta(days=DAYS_PER_WEEK * num_weeks - 1)
    days = [first + timedelta(days=number) for number in range(DAYS_PER_WEEK * num_weeks)]
    shifts = {
        day: [one for one in tx.shifts.of_day(day) if one.state is not ShiftState.CANCELED]
        for day in days
    }
    orders = {
        day: [one for one in tx.orders.of_day(day) if one.state is not OrderState.CANCELED]
        for day in days
    }
    crew = sorted({str(shift.courier) for some in shifts.values() for shift in some})
    if not crew or not any(orders.values()):
        msg = (
            f"Expected shifts and orders between {first} and {until}, "
            f"got {len(crew)} couriers and {sum(map(len, orders.values()))} orders."
        )
        raise NoHistoryError(msg)
    number = {courier: index for index, courier in enumerate(crew)}
    return Weeks(
        couriers=tuple(crew),
        days=tuple(
            WorkDay(
                begins=tx.coop.beginning(day),
                live=_live(tx.coop, day, shifts[day], orders[day], streets),
                crew=tuple(number[str(shift.courier)] for shift in shifts[day]),
            )
            for day in days
        ),
        zone=ZoneInfo(tx.coop.time_zone),
    )


def _live(
    coop: Coop, day: date, shifts: Sequence[Shift], orders: Sequence[Order], streets: Streets
) -> LiveDay:
    begins = coop.beginning(day)

    def seconds(moment: datetime) -> int:
        return max(0, (moment - begins) // timedelta(seconds=1))

    shops = tuple(dict.fromkeys(order.delivery.pickup.location for order in orders))
    doors = tuple(order.delivery.delivery.location for order in orders)
    starts = tuple(shift.start for shift in shifts)
    matrix = _travel(streets, (*shops, *doors, *starts))
    counter = {place: index for index, place in enumerate(shops)}
    return LiveDay(
        name=day.isoformat(),
        orders=tuple(
            _order(order, seconds(order.placed_at), index, counter, matrix, seconds)
            for index, order in enumerate(orders, start=len(shops))
        ),
        couriers=tuple(
            LiveCourier(
                id=str(shift.courier),
                on=seconds(shift.starts_at),
                off=seconds(shift.ends_at),
                start=index,
            )
            for index, shift in enumerate(shifts, start=len(shops) + len(doors))
        ),
        counters=tuple(range(len(shops))),
        matrix=matrix,
        pickup=HANDLING,
        delivery=HANDLING,
    )


def _order(  # noqa: PLR0913, PLR0917 - private, each another part of an order
    order: Order,
    placed: int,
    door: int,
    counter: dict[Location, int],
    matrix: Matrix,
    seconds: Callable[[datetime], int],
) -> LiveOrder:
    """Make an order that is not handed over before its window begins, however it is carried."""
    asked = order.delivery
    shop = counter[asked.pickup.location]
    ride = int(matrix.durations[shop, door]) + HANDLING.after + HANDLING.before
    target = seconds(asked.delivery_window.latest)
    return LiveOrder(
        id=str(order.id),
        placed=placed,
        ready=max(
            placed,
            seconds(asked.pickup_window.earliest),
            seconds(asked.delivery_window.earliest) - ride,
        ),
        pickup=shop,
        delivery=door,
        target=target,
        latest=target + WANTED_S,
    )


def _travel(streets: Streets, places: Sequence[Location]) -> Matrix:
    if not places:
        none = np.zeros((0, 0), dtype=np.int32)
        return Matrix(durations=none, distances=none, reachable=none.astype(np.bool_))
    different = tuple(dict.fromkeys(places))
    at = {place: index for index, place in enumerate(different)}
    found = streets.matrix(different, Profile.BIKE)
    rows = [at[place] for place in places]
    return Matrix(
        durations=found.durations[np.ix_(rows, rows)],
        distances=found.distances[np.ix_(rows, rows)],
        reachable=found.reachable[np.ix_(rows, rows)],
    )
