"""Tags of things that have no version: whoever changes one says what they looked at."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from dispatch.codec import encode
from dispatch.errors import StaleVersion

if TYPE_CHECKING:
    from dispatch.model import CoopVehicle, Courier, Shift

LETTERS: Final = 16


def etag_of(thing: CoopVehicle | Courier | Shift) -> str:
    """Give a short text that is another one as soon as anything about a thing is."""
    return hashlib.sha256(encode(thing).encode()).hexdigest()[:LETTERS]


def check_etag(thing: CoopVehicle | Courier | Shift, if_match: str | None) -> None:
    """Refuse to change what looks different by now; ``None`` stands for whatever it is.

    Raises
    ------
    StaleVersion
        When it has changed since the actor looked at it.
    """
    newest = etag_of(thing)
    if if_match not in {None, newest}:
        msg = f"Expected {thing.id!r} as {newest}, got {if_match}."
        raise StaleVersion(msg, got=if_match, newest=newest)
