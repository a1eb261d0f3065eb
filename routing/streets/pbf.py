"""The file format ``.osm.pbf``: its blobs, and messages of Protocol Buffers as arrays.

Only what is usual is read. Whatever is rare or damaged raises `UnusualFileError`: the
caller leaves such a file to a reader that knows more, or says what is wrong with it.

Sources: wiki.openstreetmap.org/wiki/PBF_Format, and the encoding at protobuf.dev.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from numpy.typing import NDArray

BITS = 7
MORE = 0x80
LONGEST_VARINT = 10
LARGEST_NUMBER = (1 << 64) - 1
WIRE_NUMBER, WIRE_BYTES = 0, 2
LENGTH_BYTES = 4
LONGEST_HEADER = 64 * 1024
LONGEST_BLOB = 32 * 1024 * 1024
REQUIRED_FEATURES = 4
KNOWN_FEATURES = {b"OsmSchema-V0.6", b"DenseNodes"}


class UnusualFileError(Exception):
    """A file that this reader leaves to another one."""


class Field(NamedTuple):
    """A field of a message: its number if it is one, else where its bytes are."""

    field: int
    number: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Stretches of bytes: where each begins and ends, shape ``(n,)``."""

    begins: NDArray[np.int64]
    ends: NDArray[np.int64]

    def __getitem__(self, chosen: NDArray[np.int64]) -> Spans:
        """Return some of them."""
        return Spans(self.begins[chosen], self.ends[chosen])


def expect(is_usual: bool) -> None:  # noqa: FBT001 - reads like an assertion
    """Raise `UnusualFileError` unless something is as usual."""
    if not is_usual:
        raise UnusualFileError


def blocks(path: Path) -> Iterator[tuple[bytes, float]]:
    """Yield the blocks of data of a file.

    Parameters
    ----------
    path
        A file of the format.

    Yields
    ------
    tuple
        The bytes of a block, unpacked, and the share of the file that ends with it.

    Raises
    ------
    UnusualFileError
        When the file is damaged, is packed by anything but zlib, or keeps a history.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        header = _blob(file, b"OSMHeader")
        expect(header is not None)
        assert header is not None  # noqa: S101 - tells the type checker
        required = (f for f in fields(header) if f.field == REQUIRED_FEATURES)
        expect({header[f.begin : f.end] for f in required} <= KNOWN_FEATURES)
        while (block := _blob(file, b"OSMData")) is not None:
            yield block, file.tell() / size


def fields(message: bytes, begin: int = 0, end: int | None = None) -> Iterator[Field]:
    """Yield the fields of a message one by one.

    Parameters
    ----------
    message
        Bytes that hold it.
    begin, end
        Where it begins and ends in them; by default it is all of them.

    Yields
    ------
    Field
        In the order of the message.

    Raises
    ------
    UnusualFileError
        When the message is cut off, or a field is neither a varint nor bytes.
    """
    stop = len(message) if end is None else end
    at = begin
    while at < stop:
        key, at = _number(message, at)
        number, first = _number(message, at)
        is_bytes = key & 7 == WIRE_BYTES
        at = first + number if is_bytes else first
        expect((is_bytes or key & 7 == WIRE_NUMBER) and at <= stop)
        yield Field(key >> 3, number, first, at)


def alone(found: Iterable[Field]) -> dict[int, Field]:
    """Return fields by their numbers, of which none may occur twice."""
    listed = list(found)
    by_number = {field.field: field for field in listed}
    expect(len(by_number) == len(listed))
    return by_number


def numbers(content: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return the numbers that are written one after the other.

    Parameters
    ----------
    content
        Seven bits per byte, the low ones first; the eighth bit says that more follow.

    Returns
    -------
    ndarray
        As many as there are bytes without the eighth bit.

    Raises
    ------
    UnusualFileError
        When the last number is cut off, or one has more than ten bytes.
    """
    lasts = np.flatnonzero(content < MORE)
    expect(len(content) == (lasts[-1] + 1 if len(lasts) else 0))
    firsts = np.concatenate(([0], lasts + 1))[: len(lasts)]
    lengths = lasts - firsts + 1
    longest = int(lengths.max(initial=1))
    expect(longest <= LONGEST_VARINT)
    digits = (content & (MORE - 1)).astype(np.uint64)
    found = digits[firsts]
    longer = np.arange(len(firsts))
    for position in range(1, longest):
        longer = longer[lengths[longer] > position]
        found[longer] |= digits[firsts[longer] + position] << np.uint64(BITS * position)
    return found


def signed(folded: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return numbers of either sign from folded ones: 0, -1, 1, -2 from 0, 1, 2, 3."""
    half: NDArray[np.int64] = (folded >> np.uint64(1)).view(np.int64)
    return half ^ -(folded & np.uint64(1)).view(np.int64)


def lists(content: NDArray[np.uint8], spans: Spans) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the numbers in several stretches at once, and where each stretch begins.

    Parameters
    ----------
    content
        Bytes that hold them.
    spans
        ``n`` stretches of packed numbers.

    Returns
    -------
    tuple
        All numbers, and ``n + 1`` offsets into them.

    Raises
    ------
    UnusualFileError
        When a stretch ends within a number.
    """
    lengths = spans.ends - spans.begins
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    packed = content[np.repeat(spans.begins - offsets[:-1], lengths) + np.arange(offsets[-1])]
    is_last = packed < MORE
    expect(bool(is_last[offsets[1:][lengths > 0] - 1].all()))
    return numbers(packed), np.concatenate(([0], np.cumsum(is_last)))[offsets]


def running(steps: NDArray[np.int64], offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return running sums that begin anew at each offset; the last offset is the end."""
    sums = np.concatenate(([0], np.cumsum(steps)))
    before: NDArray[np.int64] = np.repeat(sums[offsets[:-1]], np.diff(offsets))
    return sums[1:] - before


def pick(
    content: NDArray[np.uint8],
    messages: Spans,
    number_fields: Sequence[int],
    bytes_fields: Sequence[int] = (),
) -> tuple[dict[int, NDArray[np.uint64]], dict[int, Spans]]:
    """Return fields of many messages at once, by going through all of them in step.

    Parameters
    ----------
    content
        Bytes that hold the messages.
    messages
        Where they are, ``n`` of them.
    number_fields
        Fields that are numbers and that each message has.
    bytes_fields
        Fields that are bytes and that a message may lack.

    Returns
    -------
    tuple
        The numbers of each such field, shape ``(n,)``; and the bytes of each, an empty
        stretch where a message lacks them.

    Raises
    ------
    UnusualFileError
        When a message is cut off, has a field twice or as another type, or lacks a number.
    """
    size = len(messages.begins)
    found = {field: np.zeros(size, np.uint64) for field in number_fields}
    places = {f: Spans(np.zeros(size, np.int64), np.zeros(size, np.int64)) for f in bytes_fields}
    seen = {field: np.zeros(size, np.bool_) for field in (*number_fields, *bytes_fields)}
    at = messages.begins.copy()
    going = np.flatnonzero(at < messages.ends)
    while len(going):
        keys, values_at = _numbers_at(content, at[going])
        values, begins = _numbers_at(content, values_at)
        is_bytes = keys & np.uint64(7) == WIRE_BYTES
        expect(bool(np.all(is_bytes | (keys & np.uint64(7) == WIRE_NUMBER))))
        expect(bool(np.all(values[is_bytes] <= len(content))))
        ends = begins + np.where(is_bytes, values, 0).astype(np.int64)
        expect(bool(np.all(ends <= messages.ends[going])))
        for field, is_seen in seen.items():
            chosen = np.flatnonzero(keys >> np.uint64(3) == field)
            owners = going[chosen]
            expect(not is_seen[owners].any())
            expect(bool(np.all(is_bytes[chosen] == (field in places))))
            is_seen[owners] = True
            if field in found:
                found[field][owners] = values[chosen]
            else:
                places[field].begins[owners] = begins[chosen]
                places[field].ends[owners] = ends[chosen]
        at[going] = ends
        going = going[ends < messages.ends[going]]
    expect(all(seen[field].all() for field in number_fields))
    return found, places


def _blob(file: BinaryIO, kind: bytes) -> bytes | None:
    """Return the content of the next blob, which has to be of a kind; ``None`` at the end."""
    start = file.read(LENGTH_BYTES)
    if not start:
        return None
    length = int.from_bytes(start, "big")
    expect(len(start) == LENGTH_BYTES and length <= LONGEST_HEADER)
    header = file.read(length)
    said = alone(fields(header))
    expect(len(header) == length and said.keys() >= {1, 3})
    expect(header[said[1].begin : said[1].end] == kind and said[3].number <= LONGEST_BLOB)
    blob = file.read(said[3].number)
    expect(len(blob) == said[3].number)
    parts = alone(fields(blob))
    if 1 in parts and not parts.keys() - {1, 2}:
        return blob[parts[1].begin : parts[1].end]
    expect(parts.keys() == {2, 3} and parts[2].number <= LONGEST_BLOB)
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(blob[parts[3].begin : parts[3].end], parts[2].number + 1)
    except zlib.error as error:
        raise UnusualFileError from error
    expect(unpacking.eof and len(content) == parts[2].number)
    return content


def _number(message: bytes, at: int) -> tuple[int, int]:
    """Return the number at a place and the place behind it."""
    found = 0
    for position, byte in enumerate(message[at : at + LONGEST_VARINT]):
        found |= (byte & (MORE - 1)) << BITS * position
        if byte < MORE:
            return found & LARGEST_NUMBER, at + position + 1
    raise UnusualFileError


def _numbers_at(
    content: NDArray[np.uint8], at: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the numbers at several places and the places behind them."""
    found, behind = np.zeros(len(at), np.uint64), at.copy()
    going = np.arange(len(at))
    for position in range(LONGEST_VARINT):
        expect(bool(np.all(behind[going] < len(content))))
        byte = content[behind[going]]
        found[going] |= (byte & (MORE - 1)).astype(np.uint64) << np.uint64(BITS * position)
        behind[going] += 1
        going = going[byte >= MORE]
        if not len(going):
            return found, behind
    raise UnusualFileError
