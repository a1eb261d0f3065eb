"""Several of one kind are worked on side by side: what the rules refuse spoils no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from dispatch.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ValueT = TypeVar("ValueT")
ResultT = TypeVar("ResultT")


def each(
    values: Iterable[ValueT | RuleError], function: Callable[[ValueT], ResultT]
) -> list[ResultT | RuleError]:
    """Apply a function to values; errors, those of the rules, take the place of results."""
    return [_attempt(value, function) for value in values]


def good(values: Iterable[ValueT | RuleError]) -> list[ValueT]:
    """Give those of some values that are no errors."""
    return [value for value in values if not isinstance(value, RuleError)]


def _attempt(
    value: ValueT | RuleError, function: Callable[[ValueT], ResultT]
) -> ResultT | RuleError:
    if isinstance(value, RuleError):
        return value
    try:
        return function(value)
    except RuleError as error:
        return error
