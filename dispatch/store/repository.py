"""What most repositories share: things with an id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from dispatch.errors import NotFound
from dispatch.store.scoped import Scoped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Table
    from sqlalchemy.engine import Connection

    from dispatch.model import CoopId

EntityT = TypeVar("EntityT")


class Repository(Generic[EntityT]):
    """Entities of one kind in one co-op.

    Subclasses say which table and entity, and have one method per query.

    Parameters
    ----------
    connection
        With an open transaction.
    coop
        Whose entities.
    """

    table: ClassVar[Table]
    entity: ClassVar[type[Any]]
    key: ClassVar[tuple[str, ...]] = ("id",)

    def __init__(self, connection: Connection, coop: CoopId) -> None:
        self._rows: Scoped[EntityT] = Scoped(connection, coop, self.table, self.entity)

    def find(self, *key: object) -> EntityT | None:
        """Give the entity with a key, if there is one."""
        return self._rows.one(*self._is(key))

    def get(self, *key: object) -> EntityT:
        """Give the entity with a key.

        Raises
        ------
        NotFound
            When this co-op has none.
        """
        found = self.find(*key)
        if found is None:
            raise NotFound.of(kind=self._kind, name=" ".join(map(str, key)))
        return found

    def all(self) -> tuple[EntityT, ...]:
        """Give all entities, by key."""
        return self._rows.find(order_by=[self.table.c[name] for name in self.key])

    def by_keys(self, keys: Iterable[object]) -> dict[Any, EntityT]:
        """Give the entities whose first key column is among some values, by that value."""
        wanted = sorted(set(map(str, keys)))
        found = self._rows.find(self.table.c[self.key[0]].in_(wanted)) if wanted else ()
        return {getattr(entity, self.key[0]): entity for entity in found}

    def add(self, entity: EntityT, **extra: object) -> EntityT:
        """Write a new entity and give it back.

        Raises
        ------
        AlreadyExists
            When its key is taken.
        """
        self._rows.add(entity, **extra)
        return entity

    def add_all(self, entities: Sequence[EntityT]) -> None:
        """Write new entities.

        Raises
        ------
        AlreadyExists
            When a key is taken.
        """
        self._rows.add_all(entities, [{}] * len(entities))

    def save(self, entity: EntityT) -> EntityT:
        """Write a changed entity and give it back.

        Raises
        ------
        NotFound
            When there is none with its key.
        """
        row = self._rows.row(entity)
        key = tuple(row[name] for name in self.key)
        if not self._rows.change(row, *self._is(key)):
            raise NotFound.of(kind=self._kind, name=" ".join(map(str, key)))
        return entity

    def put(self, entity: EntityT) -> EntityT:
        """Write an entity, new or changed, and give it back."""
        row = self._rows.row(entity)
        if not self._rows.change(row, *self._is(tuple(row[name] for name in self.key))):
            self._rows.add(entity)
        return entity

    @property
    def _kind(self) -> str:
        return self.table.name.replace("_", " ")

    def _is(self, key: tuple[object, ...]) -> list[ColumnElement[bool]]:
        return [self.table.c[name] == part for name, part in zip(self.key, key, strict=True)]


class Passing(Repository[EntityT]):
    """Entities of one kind in one co-op that are kept for some time only.

    Subclasses also name the column with the moment from which on that time counts, or say
    themselves in `_is_before` what is old.
    """

    since: ClassVar[str] = ""

    def has_before(self, moment: datetime) -> bool:
        """Tell whether the time of one began before a moment."""
        return bool(self._rows.values(self.table.c.coop, self._is_before(moment)))

    def forget_before(self, moment: datetime) -> int:
        """Delete those whose time began before a moment; give how many."""
        return self._rows.remove(self._is_before(moment))

    def _is_before(self, moment: datetime) -> ColumnElement[bool]:
        return self.table.c[self.since] < moment
