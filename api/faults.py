"""Say where a request is wrong and what was expected there, without repeating it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from api.problems import Fault
from api.strict_json import ILL_FORMED, NUL_CHARACTER, SAME_KEY_TWICE, TOO_DEEP

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MAX_FAULTS: Final = 20
"""Most faults that one answer lists."""

MAX_PLACE: Final = 200
"""Longest pointer that is written; what is longer ends in an ellipsis."""

_KEYS: Final[Mapping[str, str]] = {
    "missing": "fault.missing",
    "extra_forbidden": "fault.unknown_name",
    "string_type": "fault.text",
    "string_too_long": "fault.text_too_long",
    "string_too_short": "fault.text_too_short",
    "string_pattern_mismatch": "fault.text_pattern",
    "string_unicode": "fault.text",
    "int_type": "fault.whole_number",
    "int_parsing": "fault.whole_number",
    "int_parsing_size": "fault.whole_number",
    "int_from_float": "fault.whole_number",
    "float_type": "fault.number",
    "float_parsing": "fault.number",
    "finite_number": "fault.number",
    "bool_type": "fault.true_or_false",
    "bool_parsing": "fault.true_or_false",
    "list_type": "fault.list",
    "too_long": "fault.list_too_long",
    "too_short": "fault.list_too_short",
    "model_type": "fault.object",
    "model_attributes_type": "fault.object",
    "dict_type": "fault.object",
    "literal_error": "fault.one_of",
    "enum": "fault.one_of",
    "greater_than_equal": "fault.at_least",
    "greater_than": "fault.more_than",
    "less_than_equal": "fault.at_most",
    "less_than": "fault.less_than",
    "timestamp": "fault.timestamp",
    "day": "fault.day",
    "either_address_or_location": "fault.either_address_or_location",
    "either_quote_or_wish": "fault.either_quote_or_wish",
    "either_quote_or_shipments": "fault.either_quote_or_shipments",
    "either_slot_or_window": "fault.either_slot_or_window",
    "window_order": "fault.window_order",
    "polygon": "fault.polygon",
    "order_id_missing": "fault.order_id_missing",
    "coopcycle_time": "fault.coopcycle_time",
    "coopcycle_one_dropoff": "fault.coopcycle_one_dropoff",
}
_OTHERWISE: Final = "fault.otherwise"

SENTENCES: Final = frozenset(
    {*_KEYS.values(), _OTHERWISE, ILL_FORMED, TOO_DEEP, SAME_KEY_TWICE, NUL_CHARACTER},
)
"""Keys of the sentences that a fault can have."""


def faults_of(
    errors: Sequence[Mapping[str, Any]] | Iterable[Mapping[str, Any]],
) -> tuple[Fault, ...]:
    """Read the errors of a validation.

    Parameters
    ----------
    errors
        As pydantic lists them: ``type``, ``loc`` and ``ctx``.

    Returns
    -------
    tuple of Fault
        At most `MAX_FAULTS`, in the order of the request.
    """
    found = []
    for error in errors:
        place = list(error.get("loc", ()))
        kind = str(place.pop(0)) if place else "body"
        in_body = kind == "body"
        pointer = "#" + "".join(f"/{_escape(part)}" for part in place)
        name = str(place[0]) if place else kind
        found.append(
            Fault(
                place=_shorten(pointer if in_body else name),
                in_body=in_body,
                key=_KEYS.get(str(error.get("type")), _OTHERWISE),
                values=_values(error.get("ctx") or {}),
            ),
        )
        if len(found) == MAX_FAULTS:
            break
    return tuple(found)


def _escape(part: object) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")


def _shorten(text: str) -> str:
    return text if len(text) <= MAX_PLACE else text[: MAX_PLACE - 1] + "…"


def _values(context: Mapping[str, Any]) -> dict[str, object]:
    return {name: value for name, value in context.items() if isinstance(value, (int, float, str))}
