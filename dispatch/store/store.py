"""The store of an installation: where all state lives."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from dispatch.errors import StoreUnavailable
from dispatch.model import Coop, CoopId
from dispatch.store import tables
from dispatch.store.engine import open_engine, parse_url
from dispatch.store.glance import Glance
from dispatch.store.migrate import upgrade
from dispatch.store.transaction import ReadTransaction, Transaction
from dispatch.store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from sqlalchemy.engine import URL, Connection

    from dispatch.store.glance import Row

T = TypeVar("T")


def digest_of(secret: str) -> str:
    """Give the SHA-256 of a secret, as the store keeps it.

    The secrets are random and long, so a fast hash is enough.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def open_store(url: str, *, create: bool = True) -> Store:
    """Open the store at a URL: ``sqlite:///PATH`` or ``postgresql://...``.

    Parameters
    ----------
    url
        Where it is.
    create
        Whether to create the tables, or bring older ones up to date.

    Raises
    ------
    ValueError
        When the URL is of another kind.
    StoreUnavailable
        When there is no way to reach or create it.
    """
    return Store(parse_url(url), create=create)


class Store:
    """Co-ops and everything that they keep.

    Parameters
    ----------
    url
        Where it is.
    create
        Whether to create the tables, or bring older ones up to date.
    """

    def __init__(self, url: URL, *, create: bool) -> None:
        self.address = url.render_as_string(hide_password=False)
        self._write_engine = open_engine(url, is_writer=True)
        self._read_engine = open_engine(url, is_writer=False)
        self._glance = Glance(str(url.database)) if url.drivername == "sqlite" else None
        self._listeners: list[Callable[[CoopId, int], None]] = []
        try:
            if create:
                upgrade(self._write_engine)
            self.check()
        except (DBAPIError, StoreUnavailable) as error:
            self._dispose()
            shown = url.render_as_string(hide_password=True)
            cause = error.orig if isinstance(error, DBAPIError) else error
            msg = f"Expected a store that can be opened at {shown}, got: {cause}"
            raise StoreUnavailable(msg) from error
        self._writer = Writer(self._write_engine, self._tell)

    def check(self) -> None:
        """Read something, to know that the store is there and has its tables.

        Raises
        ------
        StoreUnavailable
            When it is not.
        """
        with self._reading() as connection:
            connection.execute(select(tables.coop.c.id).limit(1))

    def close(self) -> None:
        """Finish what is being written and let go of all connections."""
        self._writer.close()
        self._dispose()

    def on_commit(self, listener: Callable[[CoopId, int], None]) -> None:
        """Have a function called after each commit with the co-op and its last event.

        It runs in the writer's thread, so it must not take long nor fail.
        """
        self._listeners.append(listener)

    @contextmanager
    def read(self, coop: CoopId) -> Iterator[ReadTransaction]:
        """Give one consistent moment of a co-op; nothing can be changed in it.

        Raises
        ------
        StoreUnavailable
            When the store cannot be read.
        """
        with self._reading() as connection:
            yield ReadTransaction(connection, coop)

    def write(self, coop: CoopId, function: Callable[[Transaction], T]) -> Future[T]:
        """Change a co-op: the function's changes are committed together or not at all.

        Parameters
        ----------
        coop
            Which co-op.
        function
            Gets a transaction. It must not wait for anything but the transaction, for it
            runs in the one writing thread; a `RuleError` that it raises is the future's.

        Returns
        -------
            Resolves to the function's result once it is durable.
        """
        return self._writer.submit(coop, function)

    def coops(self) -> tuple[Coop, ...]:
        """List the co-ops of this installation, by id.

        Raises
        ------
        StoreUnavailable
            When the store cannot be read.
        """
        with self._reading() as connection:
            rows = connection.execute(select(tables.coop).order_by(tables.coop.c.id)).mappings()
            return tuple(Coop(**row) for row in rows)

    def found_coop(self, coop: Coop) -> Coop:
        """Create a co-op and give it back; it is durable then.

        Raises
        ------
        AlreadyExists
            When its id is taken.
        """
        return self.write(coop.id, lambda tx: tx.found(coop)).result()

    def coop_of(self, secret: str) -> CoopId | None:
        """Tell in which co-op a secret means anything.

        Raises
        ------
        StoreUnavailable
            When the store cannot be read.
        """
        with self._reading() as connection:
            return _coop_of(connection, secret)

    def glance(self, digest: str) -> Row | None:
        """Give what the store says of a secret at this moment, if that takes no waiting.

        Parameters
        ----------
        digest
            Of the secret, as `digest_of` gives it.

        Returns
        -------
            As long as it is equal, nothing about the secret has changed, whoever writes;
            ``None``: it cannot be told, so that it must be looked up.
        """
        return None if self._glance is None else self._glance.of(digest)

    @contextmanager
    def read_of(self, secret: str) -> Iterator[ReadTransaction | None]:
        """Give one consistent moment of the co-op in which a secret means anything, if any.

        Raises
        ------
        StoreUnavailable
            When the store cannot be read.
        """
        with self._reading() as connection:
            coop = _coop_of(connection, secret)
            yield None if coop is None else ReadTransaction(connection, coop)

    def coop_tracking(self, token: str) -> CoopId | None:
        """Tell in which co-op a tracking link leads somewhere.

        Raises
        ------
        StoreUnavailable
            When the store cannot be read.
        """
        column = tables.order.c
        with self._reading() as connection:
            query = select(column.coop).where(column.tracking == token)
            found = connection.execute(query).scalar()
        return None if found is None else CoopId(found)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._read_engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            msg = f"The store could not be read: {error.orig}"
            raise StoreUnavailable(msg) from error

    def _tell(self, committed: dict[CoopId, int]) -> None:
        for coop, seq in committed.items():
            for listener in self._listeners:
                listener(coop, seq)

    def _dispose(self) -> None:
        if self._glance is not None:
            self._glance.close()
        self._write_engine.dispose()
        self._read_engine.dispose()


def _coop_of(connection: Connection, secret: str) -> CoopId | None:
    """Tell in which co-op a secret means anything; the one question without a co-op."""
    column = tables.access.c
    query = select(column.coop).where(column.digest == digest_of(secret))
    found = connection.execute(query).scalar()
    return None if found is None else CoopId(found)
