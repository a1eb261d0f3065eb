"""Errors of engines elsewhere.

::

    CityError (routing.streets)
    └── ProviderError            an engine did not answer, or not as an engine
"""

from __future__ import annotations

from routing.streets.errors import CityError


class ProviderError(CityError):
    """An engine elsewhere did not answer, or not as an engine; the message names its address."""
