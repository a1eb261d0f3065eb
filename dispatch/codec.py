"""Frozen dataclasses to JSON and back, by their annotations."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

import orjson

from fairness.clauses import PayForm, Settlement
from fairness.money import Money
from fairness.work import WorkKind

Decoder = Callable[[Any], Any]

NAMES_IN_ANNOTATIONS: dict[str, object] = {
    "Mapping": Mapping,
    "Money": Money,
    "PayForm": PayForm,
    "Settlement": Settlement,
    "WorkKind": WorkKind,
    "datetime": datetime,
    "date": date,
}
"""What modules import for their annotations only, and so must be told here."""


def encode(value: object) -> str:
    """Write a value as JSON: dataclasses as objects, sets as sorted lists, times in UTC."""
    options = orjson.OPT_NON_STR_KEYS
    return orjson.dumps(value, default=_plain, option=options).decode()


def _plain(value: object) -> object:
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, types.MappingProxyType):
        return dict(value)
    msg = f"Expected a value that JSON can hold, got {type(value).__name__}."
    raise TypeError(msg)


def decode(annotation: object, text: str | bytes) -> Any:  # noqa: ANN401 - the annotation decides
    """Read JSON as a value of an annotated type.

    Parameters
    ----------
    annotation
        A dataclass, enum, tuple, frozenset, dict, NewType or plain type, or a union of
        one of them with ``None``.
    text
        What `encode` wrote.
    """
    return _decoder(annotation)(orjson.loads(text))


@cache
def _decoder(annotation: Any) -> Decoder:  # noqa: ANN401
    if isinstance(annotation, NewType):
        return _decoder(annotation.__supertype__)
    if get_origin(annotation) is not None:
        return _generic(get_origin(annotation), get_args(annotation))
    if not isinstance(annotation, type):
        return _same
    if dataclasses.is_dataclass(annotation):
        return _record(annotation)
    if issubclass(annotation, Enum):
        return annotation
    return SCALARS.get(annotation, _same)


def _same(value: object) -> object:
    return value


SCALARS: dict[type, Decoder] = {
    datetime: lambda text: datetime.fromisoformat(text).astimezone(UTC),
    date: date.fromisoformat,
    time: time.fromisoformat,
}


def _generic(origin: object, arguments: tuple[Any, ...]) -> Decoder:
    if origin in (Union, types.UnionType):
        return _optional(arguments)
    if origin in (tuple, frozenset):
        return _collection(tuple if origin is tuple else frozenset, _decoder(arguments[0]))
    if origin in (dict, Mapping):
        return _mapping(_decoder(arguments[0]), _decoder(arguments[1]))
    msg = f"Expected a type that JSON can hold, got {origin}."
    raise ValueError(msg)


def _optional(arguments: tuple[Any, ...]) -> Decoder:
    others = [argument for argument in arguments if argument is not type(None)]
    if len(others) > 1:
        return lambda value: value
    inner = _decoder(others[0])
    return lambda value: None if value is None else inner(value)


def _collection(kind: type, inner: Decoder) -> Decoder:
    return lambda values: kind(inner(value) for value in values)


def _mapping(key: Decoder, inner: Decoder) -> Decoder:
    return lambda pairs: {key(name): inner(value) for name, value in pairs.items()}


def _record(annotation: type) -> Decoder:
    hints = get_type_hints(annotation, localns=NAMES_IN_ANNOTATIONS)
    names = [field.name for field in dataclasses.fields(annotation) if field.init]
    parts = {name: _decoder(hints[name]) for name in names}

    def read(data: dict[str, Any]) -> object:
        return annotation(**{name: parts[name](data[name]) for name in parts if name in data})

    return read
