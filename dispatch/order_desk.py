"""One desk of a process takes its orders, in turn: who waits meanwhile is served together.

A batch is worked out from one moment of the store, beside the thread that writes, and written
in one change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.drafting import drafted_all
from dispatch.errors import RuleError
from dispatch.ordering import Placing, place_all
from dispatch.turns import Question, Turns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from datetime import datetime

    from dispatch.model import Order, Storefront
    from dispatch.store import Store, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An order that is in the store, and for whom it is."""

    order: Order
    storefront: Storefront | None


_Ordered = Question[Placing, Placed]


class OrderDesk:
    """Takes orders; safe to share between threads.

    Parameters
    ----------
    store
        Where they go.
    clock
        Tells the time.
    """

    def __init__(self, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._turns: Turns[Placing, Placed] = Turns(self._take, name="order-desk")

    def place(self, placing: Placing) -> Future[Placed]:
        """Place an order.

        Returns
        -------
            Resolves once it is durable; `RuleError` as `dispatch.ordering.place`.
        """
        return self._turns.ask(placing, placing.actor.coop)

    def _take(self, batch: Sequence[_Ordered]) -> None:
        coop, now = batch[0].asked.actor.coop, self._clock()
        with self._store.read(coop) as tx:
            asked = [one.asked for one in batch]
            ready = list(zip(asked, drafted_all(tx, asked, now=now), strict=True))
        writing = self._store.write(coop, lambda tx: _placed(tx, ready, now))
        writing.add_done_callback(lambda done: self._tell(batch, done))

    def _tell(self, batch: Sequence[_Ordered], writing: Future[list[Placed | RuleError]]) -> None:
        """Tell who ordered what came of it; the writer's thread calls this."""
        if error := writing.exception():
            self._turns.fail(batch, error)
            return
        for question, outcome in zip(batch, writing.result(), strict=True):
            question.tell(outcome)


def _placed(
    tx: Transaction, ready: Sequence[tuple[Placing, Order | RuleError | None]], now: datetime
) -> list[Placed | RuleError]:
    outcomes = place_all(tx, ready, now=now)
    whose = {one.storefront for one in outcomes if not isinstance(one, RuleError)}
    storefronts = tx.storefronts.by_keys(whose)
    return [
        one
        if isinstance(one, RuleError)
        else Placed(order=one, storefront=storefronts.get(one.storefront))
        for one in outcomes
    ]
