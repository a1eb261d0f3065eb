"""Questions are answered in turn by one thread; those that wait meanwhile are answered together.

What threads of one process cannot do at once anyway costs less when one of them does it: it
reads one moment of the store for all who wait, and none of them makes the others more work.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from dispatch.errors import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

AskedT = TypeVar("AskedT")
AnswerT = TypeVar("AnswerT")

LARGEST_BATCH = 32


@dataclass(slots=True, kw_only=True, eq=False)
class Question(Generic[AskedT, AnswerT]):
    """Somebody who waits.

    Attributes
    ----------
    asked
        For what.
    group
        Only questions of one group are answered together.
    answer
        Told to who waits.
    tries
        How often it was worked on in vain.
    is_alone
        Whether it is to be answered without others, because one of them broke it.
    is_begun
        Whether anybody has looked at it; from then on nobody can leave.
    """

    asked: AskedT
    group: Hashable
    answer: Future[AnswerT] = field(default_factory=Future)
    tries: int = 0
    is_alone: bool = False
    is_begun: bool = False

    def is_awaited(self) -> bool:
        """Tell whether somebody still waits."""
        if not self.is_begun:
            self.is_begun = self.answer.set_running_or_notify_cancel()
        return self.is_begun

    def tell(self, outcome: AnswerT | BaseException) -> None:
        """Answer it, with a value or an error; only the first answer counts."""
        if self.answer.done():
            return
        if isinstance(outcome, BaseException):
            self.answer.set_exception(outcome)
        else:
            self.answer.set_result(outcome)


class Turns(Generic[AskedT, AnswerT]):
    """A queue with a thread of its own, which begins with the first question.

    Parameters
    ----------
    serve
        Answers some questions of one group now or later. When it raises, they are given to it
        again one by one, so that one does not spoil the others' answers.
    name
        Of the thread.
    """

    def __init__(
        self, serve: Callable[[Sequence[Question[AskedT, AnswerT]]], None], *, name: str
    ) -> None:
        self._serve = serve
        self._waiting: deque[Question[AskedT, AnswerT]] = deque()
        self._is_called = False
        self._lock = Lock()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    def ask(self, asked: AskedT, group: Hashable) -> Future[AnswerT]:
        """Wait for one's turn; the future has the answer."""
        question: Question[AskedT, AnswerT] = Question(asked=asked, group=group)
        self.put([question])
        return question.answer

    def put(self, questions: Sequence[Question[AskedT, AnswerT]]) -> None:
        """Let questions wait, or wait again."""
        with self._lock:
            self._waiting.extend(questions)
            self._call()

    def fail(self, batch: Sequence[Question[AskedT, AnswerT]], error: BaseException) -> None:
        """Tell one who asked what went wrong; of several let each try alone whether it is them."""
        if len(batch) == 1 or isinstance(error, StoreUnavailable):
            for question in batch:
                question.tell(error)
            return
        for question in batch:
            question.is_alone = True
        self.put(batch)

    def _call(self) -> None:
        """Have a turn taken, unless one is about to be; the caller has the lock."""
        if self._waiting and not self._is_called:
            self._is_called = True
            self._thread.submit(self._take_turn)

    def _take_turn(self) -> None:
        batch = self._next_batch()
        if not batch:
            return
        try:
            self._serve(batch)
        except Exception as error:  # noqa: BLE001 - whatever it was, who asked must hear of it
            self.fail(batch, error)

    def _next_batch(self) -> list[Question[AskedT, AnswerT]]:
        """Take those who wait, of the group whose turn it is."""
        batch: list[Question[AskedT, AnswerT]] = []
        others: list[Question[AskedT, AnswerT]] = []
        with self._lock:
            self._is_called = False
            while self._waiting and len(batch) < LARGEST_BATCH:
                one = self._waiting.popleft()
                is_same = not batch or one.group == batch[0].group
                is_alone = bool(batch) and (one.is_alone or batch[0].is_alone)
                (batch if is_same and not is_alone else others).append(one)
            self._waiting.extendleft(reversed(others))
            self._call()
        return [one for one in batch if not one.answer.done() and one.is_awaited()]
