"""Cities in another state: under overlays, for bicycles with another load."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.streets.overlays import overlaid
from routing.streets.slopes import with_load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.streets.city import City
    from routing.streets.network import Network
    from routing.streets.overlays import Overlay


def under(city: City, overlays: Sequence[Overlay]) -> City:
    """Return a city under overlays, whatever the time, in place of those it has.

    Parameters
    ----------
    city
        In any state.
    overlays
        What is different; none: the usual city.

    Returns
    -------
    City
        Shares everything but the travel times with the first.

    Raises
    ------
    CityError
        When an overlay touches no street.
    """
    usual = city.usual or city
    if not overlays:
        return usual
    changed = _changed(usual, overlaid(usual.network, overlays))
    return replace(changed, overlays=tuple(overlays), usual=usual)


def loaded(city: City, load: float) -> City:
    """Return a city for bicycles with a load; overlays stay.

    Parameters
    ----------
    city
        In any state.
    load
        kg on every bicycle, instead of the usual one (`routing.streets.slopes.RIDING`).

    Returns
    -------
    City
        Shares everything but the travel times with the first.

    Raises
    ------
    ValueError
        When the load is negative or more than a cargo bike carries.
    """
    prepared = city.prepared
    origin = prepared.origin or prepared
    usual = replace(_changed(city, with_load(origin.network, load)), overlays=(), usual=None)
    return under(usual, city.overlays)


def _changed(city: City, network: Network) -> City:
    """Return a city with other durations."""
    return replace(city, network=network, preparations=city.prepared.changed(network))
