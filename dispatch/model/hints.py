"""Hints: messages to a phone that say only that something has changed."""

from dataclasses import dataclass, field
from datetime import datetime

from dispatch.model.ids import CourierId


@dataclass(frozen=True, slots=True, kw_only=True)
class HintPhone:
    """A phone whose courier wants to be told while the page is closed.

    Attributes
    ----------
    id
        Digest of its address, so that a phone is there once.
    courier
        Who switched it on.
    endpoint
        Address at its push service.
    p256dh, auth
        What messages to it are sealed with; see `dispatch.web_push`.
    language
        In which the courier reads.
    added_at
        Since when.
    changed_at
        When that happened which the phone is still to be told; ``None``: nothing.
    due_at
        When it is to be told.
    failures
        How many tries have failed so far.
    """

    id: str
    courier: CourierId
    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)
    language: str
    added_at: datetime
    changed_at: datetime | None = None
    due_at: datetime | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HintKey:
    """By what push services know the co-op.

    Attributes
    ----------
    private_key
        Made once; phones keep its public half.
    made_at
        When.
    seen_seq
        Last event of the co-op that was looked at for hints.
    """

    private_key: str = field(repr=False)
    made_at: datetime
    seen_seq: int
