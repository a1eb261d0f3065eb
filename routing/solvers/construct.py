"""A first plan by insertion: the shipment that would regret waiting most goes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

    from routing.draft import Draft

MANY = 200
"""With more shipments than this, each is looked at once only, most urgent first."""

ALONE = 10**15
"""Regret of a shipment that only one vehicle can take."""


def fill(draft: Draft, random_stream: random.Random | None = None) -> None:
    """Insert absent shipments wherever that costs less than leaving them out.

    Up to `MANY` of them: by regret (difference between the second best and the best
    vehicle), re-evaluated for the changed route after every insertion; more of them:
    one after another, cheapest position each, in order of their last moment. An
    exchange of the order by chance gives other plans.

    Parameters
    ----------
    draft
        Changed in place.
    random_stream
        Shakes the order; ``None``: no shaking.
    """
    if len(draft.absent) <= MANY and random_stream is None:
        _fill_by_regret(draft)
        return
    order = sorted(draft.absent, key=lambda shipment: (_urgency(draft, shipment), shipment))
    if random_stream is not None:
        random_stream.shuffle(order)
    insert_each(draft, order)


def insert_each(draft: Draft, order: Iterable[int]) -> None:
    """Insert shipments one after another where each is cheapest, if that pays."""
    for shipment in order:
        options = draft.options(shipment)
        if options and options[0][0] < draft.ground.penalties[shipment]:
            _, track, fit = options[0]
            draft.insert(shipment, track, fit)


def _fill_by_regret(draft: Draft) -> None:
    waiting = set(draft.absent)
    while waiting:
        ranked = []
        for shipment in sorted(waiting):
            options = draft.options(shipment)
            if not options or options[0][0] >= draft.ground.penalties[shipment]:
                waiting.discard(shipment)
                continue
            best = options[0][0]
            second = options[1][0] if len(options) > 1 else best + ALONE
            ranked.append((best - second, best, shipment, options[0]))
        if not ranked:
            return
        _, _, shipment, (_, track, fit) = min(ranked, key=lambda entry: entry[:3])
        draft.insert(shipment, track, fit)
        waiting.discard(shipment)


def _urgency(draft: Draft, shipment: int) -> int:
    asked = draft.ground.problem.shipments[shipment]
    stops = [stop for stop in (asked.pickup, asked.delivery) if stop is not None]
    return min(stop.windows[-1].latest for stop in stops)
