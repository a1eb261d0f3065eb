"""The store: many changes in one commit, each whole or not at all, on both databases."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import wait
from datetime import UTC, datetime
from threading import Event as Flag
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from dispatch.errors import AlreadyExists, NotFound, StoreUnavailable
from dispatch.events import EventKind
from dispatch.model import (
    Coop,
    CoopId,
    Courier,
    CourierId,
    MemberId,
    Place,
    Storefront,
    StorefrontId,
)
from dispatch.store import open_store
from routing.model import Location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from dispatch.store import Store, Transaction

NOW = datetime(2026, 3, 2, 8, 30, 0, 123456, tzinfo=UTC)
ONE, TWO = CoopId("one"), CoopId("two")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a new, empty store of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    url: str = request.getfixturevalue("postgres_database_url")
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """Return a store with two co-ops."""
    opened = open_store(store_url)
    opened.found_coop(Coop(id=ONE, name="One"))
    opened.found_coop(Coop(id=TWO, name="Two"))
    yield opened
    opened.close()


def _shop(name: str) -> Storefront:
    place = Place(address="1 Alder Street", location=Location(lat=60.1, lon=24.9))
    return Storefront(id=StorefrontId(name), name=name, place=place)


def _adding(name: str) -> Callable[[Transaction], int]:
    def add(tx: Transaction) -> int:
        tx.storefronts.add(_shop(name))
        return tx.record(
            EventKind.STOREFRONT_ADDED,
            actor=MemberId("dora"),
            at=NOW,
            subjects={"storefront": name},
        ).seq

    return add


def test_what_was_written_is_read_back_the_same(store: Store) -> None:
    """Places are JSON, times lose no microsecond: the value read equals the value written."""
    courier = Courier(
        id=CourierId("ada"),
        name="Ada",
        initials="AD",
        capacity=(1, 2),
        skills=frozenset({"cold"}),
        home=Location(lat=60.0, lon=25.0),
    )

    store.write(ONE, lambda tx: tx.couriers.add(courier)).result()
    recorded = store.write(ONE, _adding("shop")).result()

    with store.read(ONE) as tx:
        assert tx.couriers.get(courier.id) == courier
        assert tx.storefronts.get(StorefrontId("shop")) == _shop("shop")
        assert [event.at for event in tx.events.after(recorded - 1)] == [NOW]


def test_a_change_that_fails_takes_nothing_with_it(store: Store) -> None:
    """Three changes, the middle one twice the same id: it alone fails, the other two stay."""
    blocked = _hold_writer(store)

    futures = [store.write(ONE, _adding(name)) for name in ("a", "a", "b")]
    blocked.set()
    wait(futures)

    assert isinstance(futures[1].exception(), AlreadyExists)
    with store.read(ONE) as tx:
        assert [shop.id for shop in tx.storefronts.all()] == ["a", "b"]
        assert [one.seq for one in tx.events.after(0)] == [1, 2]
        assert tx.events.verify_chain() is None


def test_changes_that_wait_share_one_commit(store: Store) -> None:
    """Fifty changes queue up behind one: the database sees two commits, not fifty-one."""
    commits: list[int] = []
    event.listen(store._write_engine, "commit", lambda _connection: commits.append(1))  # noqa: SLF001 - counts what cannot be seen from outside
    blocked = _hold_writer(store)

    futures = [store.write(ONE, _adding(f"s{number}")) for number in range(50)]
    blocked.set()

    assert [future.result() for future in futures] == list(range(1, 51))
    assert len(commits) == 2


def test_when_the_commit_fails_every_change_of_it_has_failed(store: Store) -> None:
    """A disk that is full at COMMIT: both futures fail, nothing is there, the next works."""

    def fail(_connection: Connection) -> None:
        statement = "COMMIT"
        raise OperationalError(statement, None, Exception("disk is full"))

    blocked = _hold_writer(store)
    futures = [store.write(ONE, _adding(name)) for name in ("a", "b")]
    event.listen(store._write_engine, "commit", fail)  # noqa: SLF001 - the fault to be made
    blocked.set()
    wait(futures)
    event.remove(store._write_engine, "commit", fail)  # noqa: SLF001

    assert all(isinstance(future.exception(), StoreUnavailable) for future in futures)
    assert store.write(ONE, _adding("c")).result() == 1
    with store.read(ONE) as tx:
        assert [shop.id for shop in tx.storefronts.all()] == ["c"]


def test_each_coop_has_its_own_chain_from_one(store: Store) -> None:
    """Changes of two co-ops alternate; both chains count 1, 2, 3 and hold."""
    for name in ("a", "b", "c"):
        store.write(ONE, _adding(name)).result()
        store.write(TWO, _adding(name)).result()

    for coop in (ONE, TWO):
        with store.read(coop) as tx:
            assert [one.seq for one in tx.events.after(0)] == [1, 2, 3]
            assert tx.events.verify_chain() is None


def test_a_changed_past_is_found(store: Store) -> None:
    """The second of three events is rewritten in the database: the chain breaks at 2."""
    for name in ("a", "b", "c"):
        store.write(ONE, _adding(name)).result()

    with store._write_engine.begin() as connection:  # noqa: SLF001 - the tampering
        connection.execute(text("UPDATE event SET actor = 'eve' WHERE seq = 2"))

    with store.read(ONE) as tx:
        assert tx.events.verify_chain() == 2


def test_another_coops_things_look_missing(store: Store) -> None:
    """The id exists in co-op one; in two it is not found, with the words for any missing id."""
    store.write(ONE, _adding("shop")).result()

    with store.read(TWO) as tx:
        with pytest.raises(NotFound) as foreign:
            tx.storefronts.get(StorefrontId("shop"))
        with pytest.raises(NotFound) as missing:
            tx.storefronts.get(StorefrontId("none"))
        assert tx.storefronts.all() == ()
        assert tx.events.after(0) == ()

    assert foreign.value.message == missing.value.message.replace("none", "shop")
    with pytest.raises(NotFound):
        store.write(TWO, lambda tx: tx.storefronts.save(_shop("shop"))).result()


def test_the_reader_cannot_write(store: Store) -> None:
    """A read transaction has the same repositories, but the database refuses a change."""
    with pytest.raises(StoreUnavailable), store.read(ONE) as tx:
        tx.storefronts.add(_shop("a"))


def test_a_store_that_went_away_says_so_to_every_reader(store: Store) -> None:
    """Signing in, listing co-ops and health read outside of any co-op; none may crash."""

    def fail(_connection: Connection) -> None:
        statement = "BEGIN"
        raise OperationalError(statement, None, Exception("server closed the connection"))

    event.listen(store._read_engine, "begin", fail)  # noqa: SLF001 - the fault to be made

    for question in (store.check, store.coops, lambda: store.coop_of("a secret")):
        with pytest.raises(StoreUnavailable, match="closed the connection"):
            question()
    event.remove(store._read_engine, "begin", fail)  # noqa: SLF001
    assert len(store.coops()) == 2


def test_a_closed_store_says_so(store: Store) -> None:
    """What was queued before the end is still written; what comes after is refused."""
    future = store.write(ONE, _adding("a"))

    store.close()

    assert future.result() == 1
    with pytest.raises(StoreUnavailable):
        store.write(ONE, _adding("b"))


def test_opening_again_changes_nothing(store: Store, store_url: str) -> None:
    """Migrations that have run are not run again; what was written is there."""
    store.write(ONE, _adding("a")).result()

    again = open_store(store_url)

    with again.read(ONE) as tx:
        assert len(tx.storefronts.all()) == 1
    assert [coop.id for coop in again.coops()] == [ONE, TWO]
    again.close()


def test_processes_that_write_together_leave_one_chain(store: Store, store_url: str) -> None:
    """Two processes write 40 events each, at once: 80 in a row, without a gap."""
    context = multiprocessing.get_context("spawn")
    processes = [
        context.Process(target=_write_many, args=(store_url, f"p{number}", 40))
        for number in range(2)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    assert [process.exitcode for process in processes] == [0, 0]
    with store.read(ONE) as tx:
        assert [one.seq for one in tx.events.after(0)] == list(range(1, 81))
        assert tx.events.verify_chain() is None


def test_unknown_urls_are_refused() -> None:
    """Only a file of SQLite or a PostgreSQL database can be a store."""
    for url in ("sqlite://", "mysql://somewhere/x", "not a url"):
        with pytest.raises(ValueError, match="Expected a URL like"):
            open_store(url)


def test_a_store_that_cannot_be_made_says_where(tmp_path: Path) -> None:
    """The directory does not exist: the message names the path."""
    with pytest.raises(StoreUnavailable, match="missing"):
        open_store(f"sqlite:///{tmp_path / 'missing' / 'store.db'}")


def _hold_writer(store: Store) -> Flag:
    """Keep the writer busy until the flag is set, so that what comes next shares a commit."""
    reached, blocked = Flag(), Flag()

    def hold(_tx: Transaction) -> None:
        reached.set()
        blocked.wait()

    store.write(TWO, hold)
    reached.wait()
    return blocked


def _write_many(url: str, name: str, number: int) -> None:
    store = open_store(url)
    futures = [store.write(ONE, _adding(f"{name}-{index}")) for index in range(number)]
    for future in futures:
        future.result()
    store.close()
