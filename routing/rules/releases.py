"""Release times: goods cannot be picked up before they are ready.

There is one mechanism for when service may begin, a stop's windows, and a release time is
where the first of them opens. What a caller knows apart, opening hours of a shop and the
moment when a parcel is packed, is put together here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routing.model import Stop


def released(stop: Stop, moment: int) -> Stop | None:
    """Return a stop that cannot be served before a moment, ``None`` if it could not be at all."""
    windows = tuple(
        window if window.earliest >= moment else replace(window, earliest=moment)
        for window in stop.windows
        if window.latest >= moment
    )
    return replace(stop, windows=windows) if windows else None


def closed(stop: Stop, moment: int) -> Stop | None:
    """Return a stop that cannot be served after a moment, ``None`` if it could not be at all."""
    windows = tuple(
        window if window.latest <= moment else replace(window, latest=moment)
        for window in stop.windows
        if window.earliest <= moment
    )
    return replace(stop, windows=windows) if windows else None
