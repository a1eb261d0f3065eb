"""However a phone's history arrives, the facts and the pay end up the same."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch import closing, delivering, planning, review
from dispatch.auditing import audit
from dispatch.model import CourierEvent, CourierId, ReportKind, ReportOutcome
from dispatch.store import open_store
from routing.problem import Budget
from tests.dispatch_world import COOP, DAY, DISPATCHER, MORNING, World, at, courier_actor
from tests.faults.week import MONDAY, WEEK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dispatch.model import KeptReport, OrderId

NUM_EVENTS = 8


@dataclass(frozen=True)
class End:
    """What a history leaves behind."""

    states: tuple[str, ...]
    facts: tuple[object, ...]
    work: tuple[object, ...]
    tally: object
    kept: tuple[KeptReport, ...]
    pay: tuple[object, ...]


def _history(order: OrderId, other: OrderId) -> list[CourierEvent]:
    moments = [at(9), at(9, 10), at(9, 15), at(9, 20), at(9, 40), at(9, 44), at(10), at(13)]
    steps = [
        (ReportKind.SHIFT_BEGAN, None),
        (ReportKind.ARRIVED, order),
        (ReportKind.WAITING_BEGAN, order),
        (ReportKind.PICKED_UP, order),
        (ReportKind.ARRIVED, order),
        (ReportKind.DELIVERED, order),
        (ReportKind.DELIVERED, other),  # never picked up: a conflict wherever it stands
        (ReportKind.SHIFT_ENDED, None),
    ]
    return [
        CourierEvent(device="phone", sequence=number, kind=kind, at=moment, order=about)
        for number, (moment, (kind, about)) in enumerate(zip(moments, steps, strict=True), 1)
    ]


def _play(batches: Sequence[Sequence[int]]) -> End:
    """Send a day's reports in batches of their positions; the last is always all of them."""
    with tempfile.TemporaryDirectory() as directory:
        store = open_store(f"sqlite:///{Path(directory) / 'store.db'}")
        world = World(store)
        world.crew("ada")
        order, other = world.order(7000, 5000), world.order(7000, 5200)
        with store.read(COOP) as tx:
            state = planning.prepare(tx, DAY, MORNING)
        made = planning.draft(state, world.streets, budget=Budget(iterations=2), seed=1)
        version = world.do(lambda tx: planning.adopt(tx, DISPATCHER, made, now=MORNING)).version
        world.do(lambda tx: review.publish(tx, DISPATCHER, DAY, version, now=MORNING))
        history = _history(order.id, other.id)
        for batch in [*batches, range(NUM_EVENTS)]:
            events = [history[position] for position in batch]
            world.do(
                lambda tx, events=events: delivering.apply(  # type: ignore[misc]  # a default binds the loop's value
                    tx, courier_actor("ada"), events, now=at(20)
                )
            )
        ada = CourierId("ada")
        closed = world.do(lambda tx: closing.close(tx, DISPATCHER, WEEK, now=MONDAY))
        with store.read(COOP) as tx:
            kept = [tx.reports.find(ada, "phone", n) for n in range(1, NUM_EVENTS + 1)]
            end = End(
                states=tuple(one.state.value for one in tx.orders.of_day(DAY)),
                facts=tx.stop_facts.of_day(DAY),
                work=tx.work.of_courier(ada, DAY, DAY),
                tally=tx.tallies.get(ada, DAY),
                kept=tuple(one for one in kept if one is not None),
                pay=closed,
            )
            assert audit(tx).is_intact
        store.close()
    return end


@given(
    batches=st.lists(
        st.lists(st.integers(0, NUM_EVENTS - 1), max_size=NUM_EVENTS), min_size=0, max_size=4
    )
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_order_of_arrival_ends_like_the_order_of_events(batches: list[list[int]]) -> None:
    """Shuffled, doubled, in parts: same states, same facts, same work, same pay.

    Of eight reports seven apply and one, of an order never picked up, is a conflict.
    """
    straight = _play([])

    end = _play(batches)

    assert end == straight
    outcomes = [one.outcome for one in end.kept]
    assert outcomes.count(ReportOutcome.APPLIED) == 7
    assert outcomes.count(ReportOutcome.CONFLICT) == 1
