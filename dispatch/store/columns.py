"""Column types that turn what the database holds into what the entities hold."""

from __future__ import annotations

from datetime import UTC, datetime
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args

from sqlalchemy import DateTime, String, Text
from sqlalchemy.types import TypeDecorator

from dispatch.codec import decode, encode

if TYPE_CHECKING:
    from enum import StrEnum

    from sqlalchemy.engine import Dialect


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without an offset and turn the others to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"Expected a datetime with an offset, got {value}."
            raise ValueError(msg)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the time back aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Choice(TypeDecorator["StrEnum"]):
    """A member of a StrEnum, kept by its value."""

    impl = String(32)
    cache_ok = True

    def __init__(self, options: type[StrEnum]) -> None:
        super().__init__()
        self.options = options

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """Write the value."""
        del dialect
        return None if value is None else self.options(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Read the member."""
        del dialect
        return None if value is None else self.options(value)


class Document(TypeDecorator[Any]):
    """A value of any annotated type, kept as JSON text."""

    impl = Text()
    cache_ok = True

    def __init__(self, annotation: Any) -> None:  # noqa: ANN401 - any annotation will do
        super().__init__()
        self.annotation = annotation

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        """Write JSON; what may be ``None`` by its annotation is kept as the word for it."""
        del dialect
        if value is None and NoneType not in get_args(self.annotation):
            return None
        return encode(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> object:
        """Read JSON."""
        del dialect
        return None if value is None else decode(self.annotation, value)
