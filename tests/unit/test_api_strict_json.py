"""The parser of bodies refuses what is no JSON and what is JSON that means trouble."""

from __future__ import annotations

import pytest

from api.strict_json import (
    ILL_FORMED,
    MAX_DEPTH,
    NUL_CHARACTER,
    SAME_KEY_TWICE,
    TOO_DEEP,
    RefusedJsonError,
    parse,
)

REFUSED = [
    (b"", ILL_FORMED),
    (b"{", ILL_FORMED),
    (b"NaN", ILL_FORMED),
    (b"[Infinity]", ILL_FORMED),
    (b"[-Infinity]", ILL_FORMED),
    (b"1e400", ILL_FORMED),
    (b"9" * 5000, ILL_FORMED),
    (b"\xef\xbb\xbf{}", ILL_FORMED),
    (b'"\xff"', ILL_FORMED),
    (b'"\xed\xa0\x80"', ILL_FORMED),
    (b'"\\ud800"', ILL_FORMED),
    (b'{"\\udfff": 1}', ILL_FORMED),
    (b"{'a': 1}", ILL_FORMED),
    (b'{"a": 1,}', ILL_FORMED),
    (b"[01]", ILL_FORMED),
    (b"[1] 2", ILL_FORMED),
    (b"/* a */ 1", ILL_FORMED),
    (b"[" * 100_000, ILL_FORMED),
    (b"[" * 500 + b"]" * 500, TOO_DEEP),
    (b'{"a": 1, "a": 1}', SAME_KEY_TWICE),
    (b'{"a": {"b": 1, "\\u0062": 2}}', SAME_KEY_TWICE),
    (b'"\\u0000"', NUL_CHARACTER),
    (b'{"a\\u0000": 1}', NUL_CHARACTER),
    (b'[["a\\u0000b"]]', NUL_CHARACTER),
]


@pytest.mark.parametrize(("body", "why"), REFUSED, ids=[repr(body[:24]) for body, _ in REFUSED])
def test_what_is_not_plain_json_is_refused_with_a_reason(body: bytes, why: str) -> None:
    """Each of these was accepted, or answered with 500, by the frameworks that were measured."""
    with pytest.raises(RefusedJsonError) as refused:
        parse(body)

    assert refused.value.key == why


def test_long_integers_stay_exact() -> None:
    """A double would round the last digits of twenty; a bound can then refuse the number."""
    assert parse(b"12345678901234567890") == 12_345_678_901_234_567_890


def test_nesting_is_read_down_to_the_limit_and_no_further() -> None:
    """The limit counts arrays and objects inside one another: 32 are read, 33 are not."""
    deep = b"[" * MAX_DEPTH + b"1" + b"]" * MAX_DEPTH

    assert parse(deep) is not None
    with pytest.raises(RefusedJsonError):
        parse(b"[" + deep + b"]")


def test_text_of_every_language_comes_through() -> None:
    """Escapes and plain UTF-8 mean the same, pairs of surrogates one character."""
    assert parse(rb'["\ud83d\udeb2", "\u00e9"]') == ["🚲", "é"]
