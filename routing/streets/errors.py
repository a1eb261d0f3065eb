"""Errors of the streets, all of them things a person can put right.

::

    ValueError
    └── CityError                a city cannot be built or opened: file, network, place
        ├── FarFromStreetError   a point has no street nearby
        └── UnknownStreetError   an overlay names streets that the city does not have

Their messages are one sentence that says what was expected and what was found.
"""

from __future__ import annotations


class CityError(ValueError):
    """A city cannot be built, opened or asked as wanted; the message says why."""


class FarFromStreetError(CityError):
    """A point has no street of the profile nearby.

    Parameters
    ----------
    index
        Position of the point among those that were asked for.
    distance
        Metres to the nearest street that the profile can use.
    limit
        Metres that would have been accepted.
    place
        The point's coordinates, as text.
    hint
        What may be wrong with the point; empty when nothing can be said.
    """

    def __init__(
        self, *, index: int, distance: int, limit: int, place: str, hint: str = ""
    ) -> None:
        self.index = index
        self.distance = distance
        self.limit = limit
        super().__init__(
            f"Expected every point within {limit} m of a street, got point {index} ({place}) "
            f"at {distance} m.{hint}"
        )


class UnknownStreetError(CityError):
    """An overlay names streets that the city does not have.

    Parameters
    ----------
    overlay
        Its id.
    streets
        The names, sorted.
    """

    def __init__(self, *, overlay: str, streets: list[str]) -> None:
        self.streets = tuple(streets)
        super().__init__(f"Expected streets of the city in overlay {overlay!r}, got {streets}.")
