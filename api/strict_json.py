"""Parse a JSON body without surprises: what is accepted is exactly what was sent.

orjson decides what is JSON at all: it refuses ``NaN``, numbers beyond a double, lone
surrogates, bytes that are not UTF-8 and a byte order mark. On top of it, this module refuses
what is JSON but means trouble: the same key twice, nesting without end, and NUL characters,
which no database column for text holds.
"""

from __future__ import annotations

import json
from typing import Any

import orjson

MAX_DEPTH = 32
"""Deepest nesting of arrays and objects that is read."""

ILL_FORMED = "body.ill_formed"
TOO_DEEP = "body.too_deep"
SAME_KEY_TWICE = "body.same_key_twice"
NUL_CHARACTER = "body.nul_character"


class RefusedJsonError(ValueError):
    """The bytes are no JSON that is read here.

    Parameters
    ----------
    key
        Key of the sentence that says why, one of this module's constants.
    """

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def parse(body: bytes) -> Any:  # noqa: ANN401 - a JSON document is any value
    """Read one JSON document.

    Parameters
    ----------
    body
        The bytes as they were sent.

    Returns
    -------
    Any
        Objects as ``dict``, arrays as ``list``; integers are exact however long.

    Raises
    ------
    RefusedJsonError
        When the bytes are no JSON, nest deeper than `MAX_DEPTH`, name a key of an object
        twice, or hold a NUL character.
    """
    try:
        document = orjson.loads(body)
        _check_values(document)
        return json.loads(body, object_pairs_hook=_unique)
    except RefusedJsonError:
        raise
    except ValueError as error:
        raise RefusedJsonError(ILL_FORMED) from error


def _check_values(document: object) -> None:
    level: list[object] = [document]
    for _ in range(MAX_DEPTH + 1):
        below: list[object] = []
        for value in level:
            if isinstance(value, str):
                _check_text(value)
            elif isinstance(value, list):
                below.extend(value)
            elif isinstance(value, dict):
                for key in value:
                    _check_text(key)
                below.extend(value.values())
        if not below:
            return
        level = below
    raise RefusedJsonError(TOO_DEEP)


def _check_text(text: str) -> None:
    if "\x00" in text:
        raise RefusedJsonError(NUL_CHARACTER)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise RefusedJsonError(SAME_KEY_TWICE)
    return found
