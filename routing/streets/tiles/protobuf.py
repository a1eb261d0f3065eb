"""The little of Protocol Buffers that tiles and glyphs need: writing numbers and fields.

Source: the encoding as documented at protobuf.dev, wire types 0 (varint) and 2 (bytes).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

BITS = 7
MORE = 0x80
WIRE_BYTES = 2


def varint(number: int) -> bytes:
    """Return a whole number, zero or more, in as few bytes as it needs.

    Parameters
    ----------
    number
        Anything from 0.

    Returns
    -------
    bytes
        Seven bits per byte, the low ones first.
    """
    out = bytearray()
    while number >= MORE:
        out.append(number & (MORE - 1) | MORE)
        number >>= BITS
    out.append(number)
    return bytes(out)


def varints(numbers: NDArray[np.int64]) -> tuple[bytes, NDArray[np.int64]]:
    """Return many numbers at once, and where each begins.

    Parameters
    ----------
    numbers
        From 0 to 2**35 - 1, shape ``(n,)``.

    Returns
    -------
    tuple
        The bytes one after the other, and ``n + 1`` offsets.
    """
    shifts = np.arange(0, 5 * BITS, BITS)
    digits = (numbers[:, None] >> shifts) & (MORE - 1)
    is_last = (numbers[:, None] >> (shifts + BITS)) == 0
    is_used = np.ones_like(is_last)
    is_used[:, 1:] = ~is_last[:, :-1]
    digits[~is_last] |= MORE
    offsets = np.concatenate(([0], np.cumsum(is_used.sum(axis=1))))
    return digits.astype(np.uint8)[is_used].tobytes(), offsets


def zigzag(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return signed numbers as unsigned ones: 0, -1, 1, -2 as 0, 1, 2, 3."""
    folded: NDArray[np.int64] = (numbers << 1) ^ (numbers >> 63)
    return folded


def number_field(field: int, number: int) -> bytes:
    """Return a field that holds a number, zero or more."""
    return varint(field << 3) + varint(number)


def signed_field(field: int, number: int) -> bytes:
    """Return a field that holds a number of either sign, folded."""
    return number_field(field, number * 2 if number >= 0 else -number * 2 - 1)


def bytes_field(field: int, content: bytes) -> bytes:
    """Return a field that holds bytes: a text, a message or packed numbers."""
    return varint(field << 3 | WIRE_BYTES) + varint(len(content)) + content


def packed_field(field: int, numbers: Iterable[int]) -> bytes:
    """Return a field that holds several numbers, each zero or more."""
    return bytes_field(field, b"".join(map(varint, numbers)))
