"""Who asks is looked up in turn: those that come at once, from one moment of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch import keys
from dispatch.errors import BadToken
from dispatch.turns import Question, Turns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from datetime import datetime

    from dispatch.model import Access, Actor, Coop
    from dispatch.store import Store

Known = tuple["Access", "Actor", "Coop"]

LONGEST_SECRET = 200


class Reception:
    """Tells who holds a secret; safe to share between threads.

    Parameters
    ----------
    store
        Knows the secrets' hashes.
    clock
        Tells the time.
    """

    def __init__(self, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._turns: Turns[str, Known] = Turns(self._serve, name="reception")

    def identify(self, secret: str) -> Future[Known]:
        """Look up the holder of a key or session as it is from now on.

        Returns
        -------
            Resolves to the access, the actor and their co-op; `BadToken` when it is not good.
        """
        return self._turns.ask(secret, None)

    def _serve(self, batch: Sequence[Question[str, Known]]) -> None:
        now = self._clock()
        found = {secret: self._look(secret, now) for secret in {one.asked for one in batch}}
        for question in batch:
            question.tell(found[question.asked])

    def _look(self, secret: str, now: datetime) -> Known | BadToken:
        msg = "Expected a key or session that is known here, got another."
        if len(secret) > LONGEST_SECRET:
            return BadToken(msg)
        try:
            with self._store.read_of(secret) as tx:
                if tx is None:
                    return BadToken(msg)
                access, actor = keys.identify(tx, secret, now=now)
                return access, actor, tx.coop
        except BadToken as error:
            return error
