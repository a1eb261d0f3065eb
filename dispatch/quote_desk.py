"""One desk of a process gives its quotes, in turn: who waits meanwhile is served together.

Work on a live plan cannot be shared between threads, so one thread does it. While it works,
more questions come in; they are the next batch, read from one moment of the store and written
in one change. So many who ask at once wait, but none makes the others more work.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from dispatch.errors import RuleError
from dispatch.model import Quote
from dispatch.quote_work import Asked, Ground, Rivals, WorkedOut, work_out_all
from dispatch.quoting import keep_all

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from dispatch.live_plans import LivePlans
    from dispatch.model import Actor, CoopId, QuoteWish
    from dispatch.store import ReadTransaction, Store, Transaction
    from dispatch.streets import Streets

LARGEST_BATCH = 32
MOST_TRIES = 3
"""How often a quote is worked out before that is done while nobody else can write."""


@dataclass(slots=True, kw_only=True, eq=False)
class _Question:
    """Somebody who waits.

    Attributes
    ----------
    asked, streets
        For what, and where.
    answer
        The quote once it is held.
    tries
        How often it was worked out in vain.
    is_alone
        Whether it is to be worked out without others, because one of them broke it.
    """

    asked: Asked
    streets: Streets
    answer: Future[Quote] = field(default_factory=Future)
    tries: int = 0
    is_alone: bool = False
    is_begun: bool = False

    @property
    def coop(self) -> CoopId:
        return self.asked.actor.coop

    def is_awaited(self) -> bool:
        """Tell whether somebody still waits; from then on nobody can leave."""
        if not self.is_begun:
            self.is_begun = self.answer.set_running_or_notify_cancel()
        return self.is_begun

    def tell(self, outcome: Quote | BaseException) -> None:
        if isinstance(outcome, BaseException):
            self.answer.set_exception(outcome)
        else:
            self.answer.set_result(outcome)


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
        self._waiting: deque[_Question] = deque()
        self._lock = Lock()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="quote-desk")

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
        question = _Question(asked=Asked(actor=actor, wish=wish), streets=streets)
        self._put([question])
        return question.answer

    def _put(self, questions: Sequence[_Question]) -> None:
        with self._lock:
            self._waiting.extend(questions)
        self._thread.submit(self._serve)

    def _serve(self) -> None:
        batch = self._next_batch()
        if not batch:
            return
        try:
            self._give(batch)
        except RuleError as error:
            _tell_all(batch, error)
        except Exception as error:  # noqa: BLE001 - whatever it was, its caller must hear of it
            if len(batch) == 1:
                _tell_all(batch, error)
                return
            for question in batch:  # one must not spoil the others' answers
                question.is_alone = True
            self._put(batch)

    def _next_batch(self) -> list[_Question]:
        """Take those who wait, of the co-op whose turn it is."""
        batch: list[_Question] = []
        with self._lock:
            others: list[_Question] = []
            while self._waiting and len(batch) < LARGEST_BATCH:
                one = self._waiting.popleft()
                is_same = not batch or one.coop == batch[0].coop
                is_alone = bool(batch) and (one.is_alone or batch[0].is_alone)
                (batch if is_same and not is_alone else others).append(one)
            self._waiting.extendleft(reversed(others))
        if others:
            self._thread.submit(self._serve)
        return [one for one in batch if one.is_awaited()]

    def _give(self, batch: Sequence[_Question]) -> None:
        with self._store.read(batch[0].coop) as tx:
            given = work_out_all(self._ground(tx, batch[0]), [one.asked for one in batch])
        worked: list[tuple[_Question, WorkedOut]] = []
        for question, one in zip(batch, given, strict=True):
            if isinstance(one, RuleError):
                question.tell(one)
            else:
                worked.append((question, one))
        if worked:
            writing = self._store.write(batch[0].coop, lambda tx: self._keep(tx, worked))
            writing.add_done_callback(lambda done: self._tell(worked, done))

    def _keep(
        self, tx: Transaction, worked: Sequence[tuple[_Question, WorkedOut]]
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
        self, tx: Transaction, question: _Question, overtaken: WorkedOut
    ) -> Quote | RuleError | None:
        """Work a quote out while nobody else can write, when all else was in vain."""
        if question.tries < MOST_TRIES:
            return None
        overtaken.take_back()
        ground = self._ground(tx, question)
        (given,) = work_out_all(ground, [question.asked])
        if isinstance(given, RuleError):
            return given
        (held,) = keep_all(tx, [(question.asked.actor, given)], now=ground.now)
        return held

    def _tell(
        self,
        worked: Sequence[tuple[_Question, WorkedOut]],
        writing: Future[list[Quote | RuleError | None]],
    ) -> None:
        """Tell who asked what came of it; the writer's thread calls this."""
        error = writing.exception()
        outcomes = [error] * len(worked) if error else writing.result()
        again = []
        for (question, one), outcome in zip(worked, outcomes, strict=True):
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
            self._put(again)

    def _ground(self, tx: ReadTransaction, question: _Question) -> Ground:
        return Ground(
            tx=tx,
            streets=question.streets,
            now=self._clock(),
            new_id=self._new_id,
            live_plans=self._live_plans,
        )


def _tell_all(batch: Sequence[_Question], error: Exception) -> None:
    for question in batch:
        question.tell(error)
