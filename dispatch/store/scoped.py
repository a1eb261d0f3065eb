"""The only way to a table: through a co-op.

A repository cannot see the connection. It has four verbs, and each adds the co-op to what
it says; so there is no query without a co-op, whoever writes it.
"""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from dispatch.errors import AlreadyExists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select, Table
    from sqlalchemy.engine import Connection

    from dispatch.model import CoopId

EntityT = TypeVar("EntityT")

COOP = "whose_rows"
"""Name of the parameter that says which co-op."""


@cache
def _columns_of(table: Table, entity: Any) -> tuple[tuple[str, ...], Select[Any]]:  # noqa: ANN401 - a dataclass
    """Give the names of an entity's columns, and how to read all rows of one co-op."""
    names = tuple(field.name for field in fields(entity) if field.init)
    mine = table.c.coop == bindparam(COOP)
    return names, select(*(table.c[name] for name in names)).where(mine)


class Scoped(Generic[EntityT]):
    """One table, seen from one co-op, as values of one entity.

    Parameters
    ----------
    connection
        With an open transaction.
    coop
        Whose rows.
    table
        The table; the columns named like the entity's fields make the entity.
    entity
        A dataclass.
    """

    __slots__ = ("__all", "__connection", "__coop", "__entity", "__names", "__table")

    def __init__(
        self, connection: Connection, coop: CoopId, table: Table, entity: type[EntityT]
    ) -> None:
        self.__connection = connection
        self.__coop = coop
        self.__table = table
        self.__entity = entity
        self.__names, self.__all = _columns_of(table, cast("Any", entity))

    def find(
        self,
        *where: ColumnElement[bool],
        order_by: Sequence[Any] = (),
        limit: int | None = None,
    ) -> tuple[EntityT, ...]:
        """Give the entities that meet all conditions."""
        query = self.__all
        if where:
            query = query.where(*where)
        if order_by:
            query = query.order_by(*order_by)
        if limit is not None:
            query = query.limit(limit)
        rows = self.__connection.execute(query, {COOP: self.__coop})
        names, entity = self.__names, self.__entity
        return tuple(entity(**dict(zip(names, row, strict=True))) for row in rows)

    def one(self, *where: ColumnElement[bool], order_by: Sequence[Any] = ()) -> EntityT | None:
        """Give the first entity that meets all conditions, if there is one."""
        found = self.find(*where, order_by=order_by, limit=1)
        return found[0] if found else None

    def largest(self, column: ColumnElement[Any], *where: ColumnElement[bool]) -> Any:  # noqa: ANN401 - as the column
        """Give the largest value of a column, or ``None`` without rows."""
        query = select(func.max(column)).where(self.__mine(), *where)
        return self.__connection.execute(query).scalar()

    def values(self, column: ColumnElement[Any], *where: ColumnElement[bool]) -> tuple[Any, ...]:
        """Give the different values of a column in the rows that meet all conditions."""
        query = select(column).distinct().where(self.__mine(), *where)
        return tuple(self.__connection.execute(query).scalars())

    def pick(
        self,
        columns: Sequence[ColumnElement[Any]],
        *where: ColumnElement[bool],
        order_by: Sequence[Any] = (),
        limit: int | None = None,
        is_distinct: bool = False,
    ) -> tuple[tuple[Any, ...], ...]:
        """Give some columns of the rows that meet all conditions, equal ones once if wanted."""
        query = select(*columns).where(self.__mine(), *where).order_by(*order_by).limit(limit)
        if is_distinct:
            query = query.distinct()
        return tuple(tuple(row) for row in self.__connection.execute(query))

    def add(self, entity: EntityT, **extra: object) -> None:
        """Write a new row.

        Raises
        ------
        AlreadyExists
            When its key is taken.
        """
        self.add_all([entity], [extra])

    def add_all(self, entities: Sequence[EntityT], extras: Sequence[dict[str, object]]) -> None:
        """Write many new rows at once.

        Raises
        ------
        AlreadyExists
            When a key is taken.
        """
        if not entities:
            return
        rows = [self.__row(one, extra) for one, extra in zip(entities, extras, strict=True)]
        try:
            self.__connection.execute(insert(self.__table), rows)
        except IntegrityError as error:
            name = self.__table.name.replace("_", " ")
            msg = f"Expected a new {name}, but it exists already."
            raise AlreadyExists(msg, kind=name) from error

    def change(self, values: dict[str, object], *where: ColumnElement[bool]) -> int:
        """Change columns of the rows that meet all conditions; give how many there were."""
        statement = update(self.__table).where(self.__mine(), *where).values(values)
        return self.__connection.execute(statement).rowcount

    def remove(self, *where: ColumnElement[bool]) -> int:
        """Delete the rows that meet all conditions; give how many there were."""
        statement = delete(self.__table).where(self.__mine(), *where)
        return self.__connection.execute(statement).rowcount

    def row(self, entity: EntityT) -> dict[str, object]:
        """Give an entity's columns by name."""
        return {name: getattr(entity, name) for name in self.__names}

    def __row(self, entity: EntityT, extra: dict[str, object]) -> dict[str, object]:
        return {**self.row(entity), **extra, "coop": self.__coop}

    def __mine(self) -> ColumnElement[bool]:
        mine: ColumnElement[bool] = self.__table.c.coop == self.__coop
        return mine
