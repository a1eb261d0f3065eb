"""Who asks is looked up in turn: those that come at once, from one moment of the store.

Who was looked up before is known at once, for as long as the store says that nothing about
their key or session has changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch import keys
from dispatch.errors import BadToken
from dispatch.store import digest_of
from dispatch.turns import Question, Turns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from datetime import datetime

    from dispatch.model import Access, Actor, Coop
    from dispatch.store import Store
    from dispatch.store.glance import Row

Known = tuple["Access", "Actor", "Coop"]

LONGEST_SECRET = 200
MOST_KEPT = 10_000
"""Holders that are remembered; they are all forgotten when there are more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """Who was looked up, and what the store said of their secret then."""

    known: Known
    said: Row


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
        self._kept: dict[str, _Kept] = {}

    def known(self, secret: str) -> Known | None:
        """Tell at once who holds a secret, as it is at this moment.

        Returns
        -------
            ``None``: nobody, or it cannot be told without looking it up.
        """
        if len(secret) > LONGEST_SECRET:
            return None
        digest = digest_of(secret)
        kept = self._kept.get(digest)
        if kept is None or self._store.glance(digest) != kept.said:
            return None
        ends = kept.known[0].expires_at
        return None if ends is not None and ends <= self._clock() else kept.known

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
        digest = digest_of(secret)
        said = self._store.glance(digest)
        try:
            with self._store.read_of(secret) as tx:
                if tx is None:
                    return BadToken(msg)
                access, actor = keys.identify(tx, secret, now=now)
                known = access, actor, tx.coop
        except BadToken as error:
            self._kept.pop(digest, None)
            return error
        if said is not None and access.parent is None:  # a token ends with its key, too
            self._keep(digest, _Kept(known=known, said=said))
        return known

    def _keep(self, digest: str, kept: _Kept) -> None:
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[digest] = kept
