"""What came of a day, written as the instances' own tables, in whole minutes.

``solution_info_assignments.txt`` says which orders left a restaurant together,
``solution_info_orders.txt`` when each was picked up and handed over, and
``solution_info_couriers.txt`` every way of every courier; ``0`` is where a courier begins.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scenarios.live.outcome import Handled, LiveOutcome
    from scenarios.mdrp.days import MdrpLive

ASSIGNMENTS = "solution_info_assignments.txt"
ORDERS = "solution_info_orders.txt"
COURIERS = "solution_info_couriers.txt"
MINUTE_S = 60


def write_day(live: MdrpLive, outcome: LiveOutcome) -> dict[str, str]:
    """Write a day.

    Returns
    -------
    dict
        Name of each file to its text.
    """
    return {
        ASSIGNMENTS: _text(
            "assignment_time pickup_time courier orders", _assignments(live, outcome)
        ),
        ORDERS: _text(
            "order placement_time ready_time pickup_time dropoff_time courier",
            _orders(live, outcome),
        ),
        COURIERS: _text("courier departure_time origin destination", _ways(live, outcome)),
    }


def _text(head: str, rows: Iterable[tuple[object, ...]]) -> str:
    lines = [head, *(" ".join(map(str, row)) for row in rows)]
    return "\n".join(lines) + "\n"


def _assignments(live: MdrpLive, outcome: LiveOutcome) -> Iterable[tuple[object, ...]]:
    stays: dict[int, list[Handled]] = defaultdict(list)
    for one in outcome.handled:
        stays[one.stay].append(one)
    for _, together in sorted(stays.items()):
        together.sort(key=lambda one: one.handed)
        decided = max(one.decided for one in together)
        names = [live.day.orders[one.order].id for one in together]
        courier = live.day.couriers[together[0].courier].id
        yield _minutes(decided), _minutes(together[0].picked), courier, *names


def _orders(live: MdrpLive, outcome: LiveOutcome) -> Iterable[tuple[object, ...]]:
    for one in outcome.handled:
        order = live.source.orders[one.order]
        yield (
            order.place.id,
            order.placed,
            order.ready,
            _minutes(one.picked),
            _minutes(one.handed),
            live.day.couriers[one.courier].id,
        )


def _ways(live: MdrpLive, outcome: LiveOutcome) -> Iterable[tuple[object, ...]]:
    for leg in outcome.legs:
        courier = live.day.couriers[leg.courier]
        origin = "0" if leg.origin == courier.start else live.name_of(leg.origin)
        yield courier.id, _minutes(leg.departs), origin, live.name_of(leg.destination)


def _minutes(moment: int) -> int:
    """Return a moment in minutes; all are whole, since all travel and handling is."""
    minutes, rest = divmod(moment, MINUTE_S)
    if rest:
        msg = f"Expected a whole minute, got {moment} s."
        raise ValueError(msg)
    return minutes
