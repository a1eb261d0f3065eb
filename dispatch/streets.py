"""What the use cases ask of a city's streets, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from routing.model import Location, Matrix
    from routing.streets.overlays import Overlay
    from routing.streets.profiles import Profile


class Travel(Protocol):
    """Travel from some points to others."""

    @property
    def durations(self) -> NDArray[np.int32]:
        """Seconds, shape ``(n, m)``."""

    @property
    def distances(self) -> NDArray[np.int32]:
        """Metres, shape ``(n, m)``."""

    @property
    def reachable(self) -> NDArray[np.bool_]:
        """Where there is a path, shape ``(n, m)``."""


def is_estimate(travel: Travel) -> bool:
    """Tell whether travel was guessed, because an engine elsewhere did not answer.

    Our own streets never guess, so their travel does not say.
    """
    return bool(getattr(travel, "is_estimate", False))


class Found(Protocol):
    """A place that a search has found."""

    @property
    def label(self) -> str:
        """Its address, as people write it."""

    @property
    def location(self) -> Location:
        """Where it is."""

    @property
    def kind(self) -> str:
        """What it is, as `routing.streets.places_model.PlaceKind` has it."""

    @property
    def needs_pin(self) -> bool:
        """Whether a person should point at the door before it is used."""


class Streets(Protocol):
    """A city; all methods raise `FarFromStreetError` for a point that has no street nearby."""

    def snap(self, points: Sequence[Location], profile: Profile) -> object:
        """Make sure that each point has a street nearby; what is given is of no use."""

    def matrix(self, points: Sequence[Location], profile: Profile) -> Matrix:
        """Compute travel between all points."""

    def rows(
        self,
        from_points: Sequence[Location],
        to_points: Sequence[Location],
        profile: Profile,
    ) -> Travel:
        """Compute travel from some points to others."""

    def climb(self, a: Location, b: Location, profile: Profile) -> int:
        """Give the metres of ascent from one point to another; 0 in a flat city."""

    def with_overlays(self, overlays: Iterable[Overlay], /) -> Streets:
        """Give the city under overlays that always hold, in place of those it may have.

        Raises
        ------
        CityError
            When an overlay touches no street of the city.
        """

    def find(self, text: str, limit: int) -> Sequence[Found]:
        """Search addresses and streets, best first."""

    def nearest_address(self, location: Location) -> str:
        """Give the address nearest to a point."""
