"""Why somebody decided something, in their own words, beside the event that says so."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReason:
    """Words for an event; they can be forgotten without a break in the chain.

    Attributes
    ----------
    seq
        Of the event.
    day
        Which day it is about.
    text
        What the person wrote.
    """

    seq: int
    day: date
    text: str
