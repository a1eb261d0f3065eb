"""Who was looked up is known at once, and never any longer than the store says."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import keys
from dispatch.errors import AccessEnded, BadToken
from dispatch.key_rotation import rotate_key
from dispatch.keys import Holder
from dispatch.model import AccessKind, MemberId, Role
from dispatch.reception import LONGEST_SECRET, Reception
from dispatch.store import open_store
from tests.dispatch_world import COOP, DISPATCHER, MORNING, World, opened_world

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dispatch.model import Access
    from dispatch.store import Transaction

MO = Holder(member=MemberId("mo"), role=Role.DISPATCHER, name="Mo")
SHORT = timedelta(hours=1)


def _grant(world: World, secret: str, *, expires_at: datetime | None = None) -> Access:
    """Give Mo a key."""
    return world.do(
        lambda tx: keys.grant(
            tx,
            DISPATCHER,
            MO,
            kind=AccessKind.KEY,
            secret=secret,
            now=MORNING,
            new_id=world.new_id,
            expires_at=expires_at,
        )
    )


def _reception(world: World, clock: Callable[[], datetime] = lambda: MORNING) -> Reception:
    """Return one that has looked the key up."""
    reception = Reception(world.store, clock=clock)
    assert reception.known("cw_key") is None
    assert reception.identify("cw_key").result()[1].member == "mo"
    return reception


def test_who_was_looked_up_is_known_whatever_else_is_written(world: World) -> None:
    """Other changes of the store are looked at, and are none of this key; strangers stay so."""
    _grant(world, "cw_key")
    reception = _reception(world)
    before = reception.known("cw_key")

    world.courier("bo")
    _grant(world, "cw_other")

    assert before is not None
    assert reception.known("cw_key") == before == reception.identify("cw_key").result()
    assert reception.known("cw_stranger") is None
    assert reception.known("x" * (LONGEST_SECRET + 1)) is None


def test_a_key_that_another_process_ends_is_unknown_at_once(world: World, sqlite_url: str) -> None:
    """The next request is refused, however often the key was good before."""
    key = _grant(world, "cw_key")
    reception = _reception(world)
    assert reception.known("cw_key") is not None
    elsewhere = open_store(sqlite_url, create=False)

    elsewhere.write(COOP, lambda tx: keys.revoke(tx, DISPATCHER, key.id, now=MORNING)).result()

    assert reception.known("cw_key") is None
    with pytest.raises(AccessEnded):
        reception.identify("cw_key").result()
    assert reception.known("cw_key") is None
    elsewhere.close()


def test_what_changes_of_a_key_is_read_anew(world: World) -> None:
    """A key that was given an end is known again once it was looked up, with its end."""
    key = _grant(world, "cw_key")
    reception = _reception(world)

    def rotate(tx: Transaction) -> None:
        rotate_key(
            tx,
            DISPATCHER,
            key.id,
            secret="cw_new",  # noqa: S106 - of a test
            now=MORNING,
            new_id=world.new_id,
            overlap=SHORT,
        )

    world.do(rotate)

    assert reception.known("cw_key") is None
    assert reception.identify("cw_key").result()[0].expires_at == MORNING + SHORT
    known = reception.known("cw_key")
    assert known is not None
    assert known[0].expires_at == MORNING + SHORT


def test_a_key_ends_when_its_time_is_over(world: World) -> None:
    """Nothing is written then: the clock says it."""
    _grant(world, "cw_key", expires_at=MORNING + SHORT)
    now = [MORNING]
    reception = _reception(world, lambda: now[0])
    assert reception.known("cw_key") is not None

    now[0] += SHORT

    assert reception.known("cw_key") is None
    with pytest.raises(BadToken):
        reception.identify("cw_key").result()


def test_a_token_is_looked_up_each_time(world: World) -> None:
    """It ends with its key, which is another row."""
    key = _grant(world, "cw_root")
    world.do(
        lambda tx: keys.exchange(
            tx,
            "cw_root",
            name=key.id,
            token="cw_key",  # noqa: S106 - of a test
            scopes=frozenset({"orders"}),
            now=MORNING,
            new_id=world.new_id,
        )
    )

    reception = _reception(world)

    assert reception.known("cw_key") is None


@pytest.mark.postgres
def test_a_store_that_cannot_tell_at_once_is_asked_each_time(postgres_database_url: str) -> None:
    """PostgreSQL would have to be waited for."""
    with opened_world(postgres_database_url, "ada") as world:
        _grant(world, "cw_key")

        assert _reception(world).known("cw_key") is None
