"""What to offer when a wish cannot be met: the next windows, or slots, that can be had."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from dispatch.fitting import fit, follow, travel_ahead
from dispatch.model import Window
from dispatch.slots import next_open

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.live_plan import LivePlan
    from dispatch.live_plans import LivePlans
    from dispatch.model import Delivery, Slot, StorefrontId
    from dispatch.store import ReadTransaction
    from dispatch.streets import Streets

LENGTH = timedelta(minutes=30)
"""Length of the windows that are offered where nothing is sold by the slot."""

MOST = 3
MOST_TRIED = 12
DAYS = 2
"""How many days are looked at: the one that was asked for, and the next."""


def next_windows(
    tx: ReadTransaction,
    plans: LivePlans,
    delivery: Delivery,
    streets: Streets,
    *,
    now: datetime,
) -> tuple[Window, ...]:
    """Find windows in which somebody could begin service, on that day or else the next.

    Parameters
    ----------
    tx, plans
        Know the plans in force.
    delivery
        What was asked for.
    streets
        The city.
    now
        The present moment.
    """
    day = tx.coop.day_of(delivery.delivery_window.latest)
    begins = max(now, delivery.pickup_window.earliest)
    for ahead in range(DAYS):
        live = plans.get(tx, day + timedelta(days=ahead), streets, now=now)
        follow(live, tx, streets, now=now)
        begins_day, end = live.state.coop.bounds(live.state.day)
        found = _windows(live, delivery, streets, max(begins, begins_day), end)
        if found:
            return found
    return ()


def next_slots(  # noqa: PLR0913 - all named by the caller
    tx: ReadTransaction,
    plans: LivePlans,
    delivery: Delivery,
    streets: Streets,
    *,
    slot: Slot,
    storefront: StorefrontId,
    now: datetime,
) -> tuple[Window, ...]:
    """Find the next open slots that a courier can really keep, on that day or the next.

    Parameters
    ----------
    tx, plans
        Know what is booked, and the plans in force.
    delivery
        What was asked for.
    streets
        The city.
    slot
        What could not be had.
    storefront
        For whom.
    now
        The present moment.
    """
    found: list[Window] = []
    coming = next_open(tx, slot, storefront=storefront, now=now, days=DAYS)
    for other in islice(coming, MOST_TRIED):
        if len(found) == MOST:
            break
        live = plans.get(tx, tx.coop.day_of(other.window.latest), streets, now=now)
        follow(live, tx, streets, now=now)
        pickup = Window(earliest=delivery.pickup_window.earliest, latest=other.window.latest)
        then = replace(delivery, pickup_window=pickup, delivery_window=other.window)
        if fit(live, then, travel_ahead(live, [then], streets)).offers:
            found.append(other.window)
    return tuple(found)


def _windows(
    live: LivePlan, delivery: Delivery, streets: Streets, begins: datetime, ends: datetime
) -> tuple[Window, ...]:
    if begins >= ends:
        return ()
    later = replace(
        delivery,
        pickup_window=Window(earliest=delivery.pickup_window.earliest, latest=ends),
        delivery_window=Window(earliest=begins, latest=ends),
    )
    found: list[Window] = []
    ahead = travel_ahead(live, [later], streets)
    tried = fit(live, later, ahead, has_all_times=True)
    starts = [tried.start(place) for place in range(len(tried.offers))]
    for seconds in sorted(starts):
        start = live.state.moment(seconds)
        if len(found) < MOST and (not found or start > found[-1].latest):
            found.append(Window(earliest=start, latest=start + LENGTH))
    return tuple(found)
