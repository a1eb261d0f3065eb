"""Read the loose fields of CoopCycle's bodies: numbers in text, false for nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from api.problems import Fault, Problem, ProblemError
from dispatch.model import PlaceWish
from routing.model import Location

if TYPE_CHECKING:
    from typing import NoReturn

LONGEST_ADDRESS: Final = 300
LONGEST_NOTE: Final = 1000
HEAVIEST_G: Final = 10_000_000
MOST_PARCELS: Final = 100
MOST_LATITUDE: Final = 90.0
MOST_LONGITUDE: Final = 180.0

Fields = Mapping[str, object]


def refuse_field(place: str, key: str, **values: object) -> NoReturn:
    """End the request because of one field.

    Parameters
    ----------
    place
        JSON pointer.
    key
        Key of the sentence that says what was expected.
    **values
        What the sentence names.

    Raises
    ------
    ProblemError
        Always.
    """
    fault = Fault(place=place, in_body=True, key=key, values=values)
    raise ProblemError(Problem(code="body_invalid", status=400, faults=(fault,)))


def text_of(value: object, place: str, *, longest: int = LONGEST_NOTE) -> str:
    """Read a text; nothing, false and a number are taken, what is too long is cut.

    Returns
    -------
    str
        Without blanks around it.

    Raises
    ------
    ProblemError
        When it is a list or an object, or true.
    """
    if value is None or value is False:
        return ""
    if isinstance(value, str):
        return value.strip()[:longest]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)[:longest]
    refuse_field(place, "fault.text")


def object_of(value: object, place: str) -> Fields:
    """Read an object; nothing is an empty one.

    Returns
    -------
    Mapping
        By name.

    Raises
    ------
    ProblemError
        When it is something else. An empty list stands for an empty object, as PHP writes it.
    """
    if value is None or value is False or value == []:
        return {}
    if isinstance(value, Mapping):
        return value
    refuse_field(place, "fault.object")


def count_of(value: object, place: str, *, least: int, most: int) -> int:
    """Read a whole number, which may stand in a text or have a rest.

    Returns
    -------
    int
        Rounded up.

    Raises
    ------
    ProblemError
        When it is none, or out of bounds.
    """
    number: float | None = None
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = value
    elif isinstance(value, str) and len(value) <= 20:  # noqa: PLR2004 - no number is longer
        try:
            number = float(value.strip())
        except ValueError:
            number = None
    if number is None or (isinstance(number, float) and not math.isfinite(number)):
        refuse_field(place, "fault.whole_number")
    if number < least:
        refuse_field(place, "fault.at_least", ge=least)
    if number > most:
        refuse_field(place, "fault.at_most", le=most)
    return math.ceil(number)


def place_of(value: object, place: str, *, note: str) -> PlaceWish | None:
    """Read an address: a text, or an object with ``streetAddress`` or ``latLng``.

    Parameters
    ----------
    value
        What was sent.
    place
        Its JSON pointer.
    note
        What else to tell whoever comes.

    Returns
    -------
    PlaceWish or None
        Nothing when neither an address nor a point was sent.

    Raises
    ------
    ProblemError
        When a field of it cannot be read.
    """
    if not isinstance(value, Mapping):
        address = text_of(value, place, longest=LONGEST_ADDRESS)
        return PlaceWish(address=address, note=note) if address else None
    address = text_of(value.get("streetAddress"), f"{place}/streetAddress", longest=LONGEST_ADDRESS)
    location = _point(value.get("latLng"), f"{place}/latLng")
    if not address and location is None:
        return None
    described = text_of(value.get("description"), f"{place}/description")
    name = text_of(value.get("name"), f"{place}/name")
    contact = text_of(value.get("contactName"), f"{place}/contactName")
    return PlaceWish(
        address=address,
        location=location,
        note=" - ".join(filter(None, (described, note)))[:LONGEST_NOTE],
        contact=" - ".join(dict.fromkeys(filter(None, (contact, name)))),
        phone=text_of(value.get("telephone"), f"{place}/telephone", longest=40),
    )


def _point(value: object, place: str) -> Location | None:
    if value is None or value is False or value == []:
        return None
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - latitude, longitude
        refuse_field(place, "fault.list")
    lat, lon = (_number(part, place) for part in value)
    if abs(lat) > MOST_LATITUDE or abs(lon) > MOST_LONGITUDE:
        refuse_field(place, "fault.at_most", le=90 if abs(lat) > MOST_LATITUDE else 180)
    return Location(lat=lat, lon=lon)


def _number(value: object, place: str) -> float:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        try:
            number = float(value)
        except (ValueError, OverflowError):
            number = math.nan
        if math.isfinite(number):
            return number
    refuse_field(place, "fault.number")
