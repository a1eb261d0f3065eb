"""Where a scenario is played: a store and a city."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dispatch.store import Store
    from dispatch.streets import Streets


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where a scenario is played.

    Attributes
    ----------
    store
        Where the co-op is, or will be.
    city
        Name of the city directory.
    streets
        The city.
    """

    store: Store
    city: str
    streets: Streets
