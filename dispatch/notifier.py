"""The notifier: makes notices and hints of what has happened and sends those that are due.

Like the planner it holds nothing that is not in the store. Killed at any moment, what was sent
but not written down is sent again under the same id, and nothing is forgotten.
"""

from __future__ import annotations

import logging
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta
from functools import partial
from threading import Event as Flag
from threading import Lock
from typing import TYPE_CHECKING, Final, Protocol

from dispatch import notices, outcomes
from dispatch.errors import StoreUnavailable
from dispatch.model import HookShape
from dispatch.signing import coopcycle_signature, standard_headers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from dispatch.hinter import Hinter
    from dispatch.model import CoopId, Notice, Subscription, SubscriptionId
    from dispatch.posting import Posted
    from dispatch.store import Store, Transaction

NUM_SENDERS: Final = 32
MOST_AT_ONCE: Final = 4
"""How many notices are on their way to one address; one only while it fails."""

PICKED: Final = 200
LEASE: Final = timedelta(minutes=2)
"""For how long a notice belongs to whoever is sending it; far longer than sending takes."""

KEPT: Final = timedelta(days=30)
"""How long the log keeps what is settled."""

CLEAN_EVERY: Final = timedelta(hours=1)
IDLE_S: Final = 1.0
GATHER_S: Final = 0.1
"""How long to let events gather: a busy hour costs ten looks into the store a second."""

log = logging.getLogger(__name__)


class Post(Protocol):
    """Posts a body to an address."""

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes, /) -> Posted:
        """Give what came of it; never an error."""


class Notifier:
    """Tells every subscription of every co-op.

    Parameters
    ----------
    store
        What has happened, and who wants to hear it.
    post
        Posts.
    clock
        Tells the time.
    hinter
        Tells phones besides; ``None``: nobody does.
    """

    def __init__(
        self,
        store: Store,
        post: Post,
        *,
        clock: Callable[[], datetime],
        hinter: Hinter | None = None,
    ) -> None:
        self._store = store
        self._post = post
        self._clock = clock
        self._hinter = hinter
        self._woken = Flag()
        self._lock = Lock()
        self._on_way: Counter[SubscriptionId] = Counter()
        self._failing: set[SubscriptionId] = set()
        self._cleaned: dict[CoopId, datetime] = {}
        self._senders = ThreadPoolExecutor(NUM_SENDERS, thread_name_prefix="notifier")
        self._futures: set[Future[None]] = set()

    def run(self, stop: Flag) -> None:
        """Go on until told to stop; what is on its way is finished first."""
        self._store.on_commit(lambda _coop, _seq: self._woken.set())
        while not stop.is_set():
            self._woken.clear()
            try:
                num_begun = self.step()
            except StoreUnavailable:
                log.warning("The store is away; the notifier tries again.")
                num_begun = 0
            except Exception:
                log.exception("Making or sending notices failed")
                num_begun = 0
            if not num_begun:
                self._woken.wait(IDLE_S)
                stop.wait(GATHER_S)
        self.close()

    def run_once(self) -> int:
        """Make and send what there is to send now, and wait for the answers.

        Returns
        -------
        int
            How many notices were made and tried.
        """
        total = 0
        while num_begun := self.step():
            self._settle()
            total += num_begun
        return total

    def step(self) -> int:
        """Make notices and begin to send those that are due.

        Returns
        -------
        int
            How many notices were made or begun to be sent.
        """
        return sum(
            self._make(coop.id) + self._send(coop.id) + self._hint(coop.id)
            for coop in self._store.coops()
        )

    def close(self) -> None:
        """Wait for what is on its way."""
        self._settle()
        self._senders.shutdown()

    def _make(self, coop: CoopId) -> int:
        now = self._clock()
        if now - self._cleaned.get(coop, now - CLEAN_EVERY) >= CLEAN_EVERY:
            self._cleaned[coop] = now
            self._store.write(coop, lambda tx: tx.notices.forget(before=now - KEPT)).result()
        num_made = 0
        while True:
            with self._store.read(coop) as tx:
                made = notices.make(tx)
            if made is None:
                return num_made
            num_made += self._store.write(coop, partial(notices.keep, made=made, now=now)).result()

    def _send(self, coop: CoopId) -> int:
        now = self._clock()
        with self._lock:
            busy = [name for name, number in self._on_way.items() if number >= self._most(name)]
        with self._store.read(coop) as tx:
            due = tx.notices.due(now, but=busy, limit=PICKED)
            to = tx.subscriptions.by_keys(notice.subscription for notice in due)
        chosen = self._choose(notice for notice in due if notice.subscription in to)
        if not chosen:
            return 0
        until = now + LEASE

        def claim(tx: Transaction) -> list[Notice]:
            return [notice for notice in chosen if tx.notices.claim(notice, until)]

        for notice in self._store.write(coop, claim).result():
            with self._lock:
                self._on_way[notice.subscription] += 1
            self._begin(partial(self._try, coop, to[notice.subscription], notice, until))
        return len(chosen)

    def _hint(self, coop: CoopId) -> int:
        if self._hinter is None:
            return 0
        begun = self._hinter.begin(coop)
        for tell in begun:
            self._begin(tell)
        return len(begun)

    def _begin(self, send: Callable[[], None]) -> None:
        future = self._senders.submit(send)
        with self._lock:
            self._futures.add(future)
        future.add_done_callback(self._ended)

    def _choose(self, due: Iterable[Notice]) -> list[Notice]:
        """Take no more to an address at once than it bears."""
        chosen: list[Notice] = []
        with self._lock:
            room = Counter(self._on_way)
            for notice in due:
                if room[notice.subscription] < self._most(notice.subscription):
                    room[notice.subscription] += 1
                    chosen.append(notice)
        return chosen

    def _most(self, subscription: SubscriptionId) -> int:
        return 1 if subscription in self._failing else MOST_AT_ONCE

    def _try(self, coop: CoopId, to: Subscription, notice: Notice, until: datetime) -> None:
        began = self._clock()
        try:
            posted = self._post(to.url, *signed(to, notice, began))
            now = self._clock()
            record = partial(
                outcomes.record,
                notice=notice,
                posted=posted,
                claimed_until=until,
                took=now - began,
                now=now,
            )
            self._store.write(coop, record).result()
            with self._lock:
                change = self._failing.add if posted.refusal else self._failing.discard
                change(to.id)
        except StoreUnavailable:
            log.warning("What became of notice %s was not written; it is sent again.", notice.id)
        except Exception:
            log.exception("Sending notice %s failed", notice.id)
        finally:
            with self._lock:
                self._on_way[to.id] -= 1
                self._on_way += Counter()  # what is zero need not be remembered

    def _ended(self, future: Future[None]) -> None:
        with self._lock:
            self._futures.discard(future)
        self._woken.set()

    def _settle(self) -> None:
        with self._lock:
            on_way = tuple(self._futures)
        wait(on_way)


def signed(to: Subscription, notice: Notice, now: datetime) -> tuple[dict[str, str], bytes]:
    """Write and sign a notice for its receiver.

    Parameters
    ----------
    to
        Whose words and secrets.
    notice
        What to say.
    now
        When it is sent.

    Returns
    -------
    tuple
        Headers and body.
    """
    body = notices.body_of(notice, to.shape)
    secrets = to.secrets_at(now)
    headers = standard_headers(
        notice.id, timestamp_s=int(now.timestamp()), body=body, hook_secrets=secrets
    )
    if to.shape is HookShape.COOPCYCLE:
        headers["x-coopcycle-signature"] = coopcycle_signature(body, to.secret)
    return headers, body
