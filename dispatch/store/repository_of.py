"""Repositories that a transaction makes when they are used first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

    from dispatch.model import CoopId
    from dispatch.store.transaction import ReadTransaction

RepositoryT = TypeVar("RepositoryT")


class RepositoryOf(Generic[RepositoryT]):
    """Makes a repository of a transaction when it is used first: most use only a few.

    Parameters
    ----------
    make
        The repository's class.
    """

    def __init__(self, make: Callable[[Connection, CoopId], RepositoryT]) -> None:
        self._make = make
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, tx: ReadTransaction, owner: type | None = None) -> RepositoryT:
        made = tx.__dict__[self._name] = self._make(tx._connection, tx._coop)  # noqa: SLF001 - its own part
        return made
