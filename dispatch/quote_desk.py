"""One desk of a process gives its quotes, in turn: who waits meanwhile is served together.

A batch is read from one moment of the store and written in one change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.errors import RuleError
from dispatch.model import Quote
from dispatch.quote_work import Asked, Ground, Rivals, WorkedOut, work_out_all
from dispatch.quoting import keep_all
from dispatch.turns import Question, Turns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from datetime import datetime

    from dispatch.live_plans import LivePlans
    from dispatch.model import Actor, QuoteWish
    from dispatch.store import ReadTransaction, Store, Transaction
    from dispatch.streets import Streets

MOST_TRIES = 3
"""How often a quote is worked out before that is done while nobody else can write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked(Asked):
    """With the co-op's city."""

    streets: Streets


_Quoted = Question[_Asked, Quote]


class QuoteDesk:
    """Gives quotes; safe to share between threads.

    Parameters
    ----------
    store
        What is known.
    live_plans
        Plans kept ready between quotes.
    clock, new_id
        Tells the time; gives ids.
    """

    def __init__(
        self,
        store: Store,
        live_plans: LivePlans,
        *,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._live_plans = live_plans
        self._clock = clock
        self._new_id = new_id
        self._turns: Turns[_Asked, Quote] = Turns(self._give, name="quote-desk")

    def ask(self, actor: Actor, wish: QuoteWish, streets: Streets) -> Future[Quote]:
        """Ask for a quote that is held.

        Parameters
        ----------
        actor
            Who asks, and in which co-op.
        wish
            What to carry.
        streets
            The co-op's city.

        Returns
        -------
            Resolves once the quote is in the store; `RuleError` as `dispatch.quoting.quote`.
        """
        return self._turns.ask(_Asked(actor=actor, wish=wish, streets=streets), actor.coop)

    def _give(self, batch: Sequence[_Quoted]) -> None:
        coop = batch[0].asked.actor.coop
        with self._store.read(coop) as tx:
            given = work_out_all(self._ground(tx, batch[0].asked), [one.asked for one in batch])
        worked: list[tuple[_Quoted, WorkedOut]] = []
        for question, one in zip(batch, given, strict=True):
            if isinstance(one, RuleError):
                question.tell(one)
            else:
                worked.append((question, one))
        if worked:
            writing = self._store.write(
                batch[0].asked.actor.coop, lambda tx: self._keep(tx, worked)
            )
            writing.add_done_callback(lambda done: self._tell(worked, done))

    def _keep(
        self, tx: Transaction, worked: Sequence[tuple[_Quoted, WorkedOut]]
    ) -> list[Quote | RuleError | None]:
        """Write quotes down whose place nobody has taken; ``None``: it is to be tried again."""
        rivals = Rivals(tx)
        sound = {one.quote.id for _, one in worked if not rivals.have_taken(one)}
        held = keep_all(
            tx,
            [(question.asked.actor, one) for question, one in worked if one.quote.id in sound],
            now=self._clock(),
        )
        quotes = iter(held)
        return [
            next(quotes) if one.quote.id in sound else self._once_more(tx, question, one)
            for question, one in worked
        ]

    def _once_more(
        self, tx: Transaction, question: _Quoted, overtaken: WorkedOut
    ) -> Quote | RuleError | None:
        """Work a quote out while nobody else can write, when all else was in vain."""
        if question.tries < MOST_TRIES:
            return None
        overtaken.take_back()
        ground = self._ground(tx, question.asked)
        (given,) = work_out_all(ground, [question.asked])
        if isinstance(given, RuleError):
            return given
        (held,) = keep_all(tx, [(question.asked.actor, given)], now=ground.now)
        return held

    def _tell(
        self,
        worked: Sequence[tuple[_Quoted, WorkedOut]],
        writing: Future[list[Quote | RuleError | None]],
    ) -> None:
        """Tell who asked what came of it; the writer's thread calls this."""
        if error := writing.exception():
            for _, one in worked:
                one.take_back()
            self._turns.fail([question for question, _ in worked], error)
            return
        again = []
        for (question, one), outcome in zip(worked, writing.result(), strict=True):
            if isinstance(outcome, Quote):
                question.tell(outcome)
                continue
            one.take_back()
            if outcome is None:
                question.tries += 1
                again.append(question)
            else:
                question.tell(outcome)
        if again:
            self._turns.put(again)

    def _ground(self, tx: ReadTransaction, asked: _Asked) -> Ground:
        return Ground(
            tx=tx,
            streets=asked.streets,
            now=self._clock(),
            new_id=self._new_id,
            live_plans=self._live_plans,
        )
