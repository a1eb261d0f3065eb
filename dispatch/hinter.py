"""Tells phones that their courier's route has changed: a hint, and nothing of the route.

What is to be told is in the store. Killed at any moment, a phone is told twice or a little later;
a phone that heard nothing shows the new route as soon as its page is opened.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Final

import orjson

from dispatch.errors import StoreUnavailable
from dispatch.events import EventKind
from dispatch.model import HintPhone, ShiftState
from dispatch.outcomes import GONE, PAUSES
from dispatch.plan_changes import changed_couriers
from dispatch.web_push import ENCODING, PhoneKeys, authorization, sealed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from dispatch.events import Event
    from dispatch.model import CoopId, CourierId, HintKey
    from dispatch.notifier import Post
    from dispatch.posting import Posted
    from dispatch.store import ReadTransaction, Store, Transaction

PAGE: Final = 1000
LIFE: Final = timedelta(hours=1)
"""For how long it is of use to hear that the route has changed."""

BEFORE_SHIFT: Final = timedelta(hours=1)
"""How long before a shift changes of its route are told."""

LEASE: Final = timedelta(minutes=2)
TOKEN_LIFE: Final = timedelta(hours=2)
MOST_AT_ONCE: Final = 8
"""Hints of one co-op on their way; webhooks go by the same senders."""

NOT_FOUND: Final = 404
TOPIC: Final = "route"
"""A push service keeps only the newest message of a topic."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of looking at events.

    Attributes
    ----------
    seen, last_seq
        How far hints had come before, and come with this.
    couriers
        Whose phones are to be told.
    at
        When the last plan was published, if one was.
    """

    seen: int
    last_seq: int
    couriers: frozenset[CourierId]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HintWriter:
    """Writes hints.

    Attributes
    ----------
    contact
        Whom a push service may ask, ``https:`` or ``mailto:``.
    say
        Gives in a language that the route has changed.
    token_clock
        Tells the time that push services have, whatever time a co-op's day is played at.
    new_salt, new_key
        Make what is used once.
    """

    contact: str
    say: Callable[[str], str]
    token_clock: Callable[[], datetime]
    new_salt: Callable[[], bytes]
    new_key: Callable[[], str]

    def write(
        self, phone: HintPhone, key: HintKey, *, now: datetime
    ) -> tuple[dict[str, str], bytes]:
        """Write a hint for a phone: headers and sealed body."""
        left = LIFE if phone.changed_at is None else phone.changed_at + LIFE - now
        said = {"title": self.say(phone.language), "language": phone.language}
        body = sealed(
            orjson.dumps(said),
            PhoneKeys(p256dh=phone.p256dh, auth=phone.auth),
            salt=self.new_salt(),
            once_key=self.new_key(),
        )
        headers = {
            "authorization": authorization(
                phone.endpoint,
                private_key=key.private_key,
                contact=self.contact,
                until=self.token_clock() + TOKEN_LIFE,
            ),
            "content-encoding": ENCODING,
            "content-type": "application/octet-stream",
            "ttl": str(max(0, int(left.total_seconds()))),
            "topic": TOPIC,
            "urgency": "high",
        }
        return headers, body


class Hinter:
    """Tells the phones of every co-op; `dispatch.notifier` asks it what to send.

    Parameters
    ----------
    store
        What has happened, and which phones want to hear of it.
    post
        Posts.
    clock
        Tells the time.
    writer
        Writes hints.
    """

    def __init__(
        self, store: Store, post: Post, *, clock: Callable[[], datetime], writer: HintWriter
    ) -> None:
        self._store = store
        self._post = post
        self._clock = clock
        self._writer = writer
        self._looked: dict[CoopId, int] = {}
        self._lock = Lock()
        self._on_way: Counter[CoopId] = Counter()

    def begin(self, coop: CoopId) -> list[Callable[[], None]]:
        """Look what has happened and give what is to be sent now, each to be called once."""
        now = self._clock()
        with self._store.read(coop) as tx:
            told = look(tx, after=self._looked.get(coop, 0), now=now)
        if told is not None:
            self._looked[coop] = told.last_seq
            if told.couriers or told.last_seq - told.seen >= PAGE:
                self._store.write(coop, partial(keep, told=told, now=now)).result()
        return self._claimed(coop, now)

    def _claimed(self, coop: CoopId, now: datetime) -> list[Callable[[], None]]:
        with self._lock:
            room = MOST_AT_ONCE - self._on_way[coop]
        if room <= 0:
            return []
        with self._store.read(coop) as tx:
            due = tx.hint_phones.due(now, limit=room)
            key = tx.hint_keys.find() if due else None
        if key is None:
            return []
        until = now + LEASE

        def claim(tx: Transaction) -> list[HintPhone]:
            return [phone for phone in due if tx.hint_phones.claim(phone, until)]

        claimed = self._store.write(coop, claim).result()
        with self._lock:
            self._on_way[coop] += len(claimed)
        return [partial(self._tell, coop, key, phone, until) for phone in claimed]

    def _tell(self, coop: CoopId, key: HintKey, phone: HintPhone, until: datetime) -> None:
        try:
            headers, body = self._writer.write(phone, key, now=self._clock())
            posted = self._post(phone.endpoint, headers, body)
            end = partial(
                record, phone=phone, posted=posted, claimed_until=until, now=self._clock()
            )
            self._store.write(coop, end).result()
        except StoreUnavailable:
            log.warning("What became of a hint was not written; it is sent again.")
        except Exception:
            log.exception("Sending a hint failed")
        finally:
            with self._lock:
                self._on_way[coop] -= 1


def look(tx: ReadTransaction, *, after: int, now: datetime) -> Told | None:
    """Find out whose route has changed since phones were told last.

    Parameters
    ----------
    tx
        In which co-op.
    after
        Event up to which there was nothing to tell.
    now
        What has changed too long ago is not told any more.

    Returns
    -------
    Told or None
        Nothing when no phone is to be told of anything, or nothing has happened.
    """
    key = tx.hint_keys.find()
    phones = {phone.courier for phone in tx.hint_phones.all()} if key else set()
    if key is None or not phones:
        return None
    events = tx.events.after(max(key.seen_seq, after), limit=PAGE)
    if not events:
        return None
    couriers: set[CourierId] = set()
    at = events[-1].at
    for event in events:
        if event.kind is EventKind.PLAN_PUBLISHED and event.day and event.at > now - LIFE:
            changed = _changed(tx, event, event.day) & phones
            couriers |= {one for one in changed if _is_riding(tx, one, event.day, now)}
            at = event.at
    return Told(seen=key.seen_seq, last_seq=events[-1].seq, couriers=frozenset(couriers), at=at)


def keep(tx: Transaction, told: Told, *, now: datetime) -> None:
    """Write down which phones are to be told, unless another process was faster."""
    if tx.hint_keys.advance(told.seen, told.last_seq):
        tx.hint_phones.has_changed(told.couriers, told.at, now=now)


def record(
    tx: Transaction, phone: HintPhone, posted: Posted, *, claimed_until: datetime, now: datetime
) -> None:
    """Write down how telling a phone went: tried again while it is of use, forgotten when gone.

    Parameters
    ----------
    tx
        In which co-op.
    phone
        As it was when it was claimed.
    posted
        What came of it.
    claimed_until
        Until when it was ours; by this it is known that nothing new is to be told meanwhile.
    now
        When it ended.
    """
    known = tx.hint_phones.find(phone.id)
    if known is not None and posted.status in {NOT_FOUND, GONE}:
        tx.hint_phones.forget(phone.id)
        return
    if known is None or known.due_at != claimed_until:
        return
    failures = known.failures + 1
    again = now + PAUSES[min(failures, len(PAUSES)) - 1]
    is_of_use = known.changed_at is not None and again < known.changed_at + LIFE
    if posted.refusal is None or not is_of_use:
        tx.hint_phones.save(replace(known, changed_at=None, due_at=None, failures=0))
    else:
        tx.hint_phones.save(replace(known, due_at=again, failures=failures))


def _changed(tx: ReadTransaction, event: Event, day: date) -> frozenset[CourierId]:
    version = int(event.subjects["plan"])
    return changed_couriers(tx.plans.published_before(day, version), tx.plans.get(day, version))


def _is_riding(tx: ReadTransaction, courier: CourierId, day: date, now: datetime) -> bool:
    """Tell whether a courier's shift runs or begins soon."""
    return any(
        shift.state is ShiftState.BEGUN
        or (
            shift.state is ShiftState.AGREED
            and shift.starts_at - BEFORE_SHIFT <= now < shift.ends_at
        )
        for shift in tx.shifts.of_courier(courier, day, day)
    )
