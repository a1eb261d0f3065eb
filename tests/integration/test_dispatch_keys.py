"""Secrets let people and programs in: once, for a while, and never readable in the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import keys
from dispatch.errors import AccessEnded, BadToken, NotAllowed, NotFound
from dispatch.key_rotation import keys_of, rotate_key
from dispatch.keys import Holder
from dispatch.model import AccessKind, CourierId, KeyId, MemberId, Role
from tests.dispatch_plans import worker_of
from tests.dispatch_world import COOP, DISPATCHER, MORNING, SELLER, World, courier_actor

if TYPE_CHECKING:
    from pathlib import Path

    from dispatch.model import Access, Actor

MO = Holder(member=MemberId("mo"), role=Role.DISPATCHER, name="Mo", scopes=frozenset({"plans"}))


def _grant(world: World, secret: str, kind: AccessKind, holder: Holder = MO) -> Access:
    return world.do(
        lambda tx: keys.grant(
            tx,
            DISPATCHER,
            holder,
            kind=kind,
            secret=secret,
            now=MORNING,
            new_id=world.new_id,
        )
    )


def test_a_key_tells_coop_and_actor(world: World) -> None:
    """The installation knows the co-op of a secret; the co-op knows the actor behind it."""
    secret = keys.new_secret()
    _grant(world, secret, AccessKind.KEY)

    assert world.store.coop_of(secret) == COOP
    with world.store.read(COOP) as tx:
        access, actor = keys.identify(tx, secret, now=MORNING)
    assert (actor.coop, actor.member, actor.role) == (COOP, "mo", Role.DISPATCHER)
    assert actor.scopes == frozenset({"plans"})
    assert access.expires_at is None
    assert world.store.coop_of(secret + "x") is None


def test_a_link_signs_in_once(world: World) -> None:
    """Looked at as often as one likes, exchanged once; the session then stands for Mo."""
    _grant(world, "cw_link", AccessKind.LINK)
    with world.store.read(COOP) as tx:
        assert keys.peek(tx, "cw_link", now=MORNING).name == "Mo"

    def sign_in(session: str) -> Access:
        return world.do(
            lambda tx: keys.sign_in(
                tx, "cw_link", session=session, now=MORNING, new_id=world.new_id
            )
        )

    sign_in("cw_session")

    with world.store.read(COOP) as tx:
        _, actor = keys.identify(tx, "cw_session", now=MORNING)
        assert actor.member == "mo"
        with pytest.raises(BadToken):
            keys.identify(tx, "cw_link", now=MORNING)
    with pytest.raises(BadToken, match="used up"):
        sign_in("cw_another")


def test_links_and_sessions_end(world: World) -> None:
    """A link is good for a day, a session for thirty."""
    _grant(world, "cw_link", AccessKind.LINK)
    with world.store.read(COOP) as tx, pytest.raises(BadToken, match="good until"):
        keys.peek(tx, "cw_link", now=MORNING + timedelta(hours=24))
    world.do(
        lambda tx: keys.sign_in(
            tx, "cw_link", session="cw_session", now=MORNING, new_id=world.new_id
        )
    )

    with world.store.read(COOP) as tx:
        keys.identify(tx, "cw_session", now=MORNING + timedelta(days=29))
        with pytest.raises(BadToken):
            keys.identify(tx, "cw_session", now=MORNING + timedelta(days=30))


def test_a_revoked_key_is_worth_nothing(world: World) -> None:
    """Everybody may end their own; a storefront may not end a dispatcher's."""
    access = _grant(world, "cw_key", AccessKind.KEY)
    with pytest.raises(NotAllowed):
        world.do(lambda tx: keys.revoke(tx, SELLER, access.id, now=MORNING))

    world.do(lambda tx: keys.revoke(tx, DISPATCHER, access.id, now=MORNING))

    with world.store.read(COOP) as tx, pytest.raises(BadToken, match="ended"):
        keys.identify(tx, "cw_key", now=MORNING)


def test_access_is_given_by_dispatchers_to_those_who_exist(world: World) -> None:
    """A courier hands out nothing; nobody can act as a courier who is not here."""
    ghost = Holder(member=MemberId("g"), role=Role.COURIER, name="G", courier=CourierId("ghost"))
    with pytest.raises(NotFound):
        _grant(world, "cw_ghost", AccessKind.KEY, ghost)
    with pytest.raises(NotAllowed):
        world.do(
            lambda tx: keys.grant(
                tx,
                courier_actor("ada"),
                MO,
                kind=AccessKind.KEY,
                secret=keys.new_secret(),
                now=MORNING,
                new_id=world.new_id,
            )
        )


def test_the_store_holds_no_secret(world: World, tmp_path: Path) -> None:
    """The file and its log contain only the SHA-256: the secret's text is nowhere in it."""
    secret = keys.new_secret()
    _grant(world, secret, AccessKind.KEY)
    world.store.close()

    held = b"".join(path.read_bytes() for path in tmp_path.glob("store.db*"))

    assert secret.encode() not in held
    assert b"Mo" in held


def test_secrets_are_long_and_never_the_same() -> None:
    """32 random bytes behind a prefix that scanners for leaked secrets can find."""
    drawn = {keys.new_secret() for _ in range(100)}

    assert len(drawn) == 100
    assert all(secret.startswith("cw_") and len(secret) == 3 + 43 for secret in drawn)


def _rotate(world: World, actor: Actor, key: str, *, overlap: timedelta) -> tuple[Access, Access]:
    return world.do(
        lambda tx: rotate_key(
            tx,
            actor,
            KeyId(key),
            secret=keys.new_secret(),
            now=MORNING,
            new_id=world.new_id,
            overlap=overlap,
        )
    )


def test_a_successor_does_what_the_old_key_did_and_ends_no_later(world: World) -> None:
    """Member, role and scopes are the same; a key that was to end anyway is not prolonged."""
    old = _grant(world, "cw_old", AccessKind.KEY)
    world.do(lambda tx: tx.accesses.save(replace(old, expires_at=MORNING + timedelta(hours=1))))

    made, ending = _rotate(world, DISPATCHER, old.id, overlap=timedelta(days=7))

    assert replace(made, id=old.id, expires_at=None) == old
    assert ending.expires_at == MORNING + timedelta(hours=1)
    with world.store.read(COOP) as tx:
        assert [one.id for one in keys_of(tx, DISPATCHER)] == sorted([old.id, made.id])


def test_who_may_not_rotate_what(world: World) -> None:
    """Nobody but a dispatcher or member, so that a found key cannot outlive itself; no sessions."""
    key = _grant(world, "cw_key", AccessKind.KEY)
    link = _grant(world, "cw_link", AccessKind.LINK)
    week = timedelta(days=7)

    with pytest.raises(NotAllowed):
        _rotate(world, SELLER, key.id, overlap=week)
    with pytest.raises(NotAllowed):
        _rotate(world, DISPATCHER, link.id, overlap=week)
    with pytest.raises(NotFound):
        _rotate(world, DISPATCHER, "nothing", overlap=week)
    with pytest.raises(ValueError, match="Expected an overlap"):
        _rotate(world, DISPATCHER, key.id, overlap=timedelta(days=91))
    world.do(lambda tx: keys.revoke(tx, DISPATCHER, key.id, now=MORNING))
    with pytest.raises(AccessEnded):
        _rotate(world, DISPATCHER, key.id, overlap=week)


def test_links_and_sessions_that_are_long_over_are_forgotten(world: World) -> None:
    """The link a month after it was used, the session a month after its end; keys stay listed."""
    key = _grant(world, "cw_key", AccessKind.KEY)
    world.do(lambda tx: keys.revoke(tx, DISPATCHER, key.id, now=MORNING))
    _grant(world, "cw_link", AccessKind.LINK)
    session = world.do(
        lambda tx: keys.sign_in(
            tx, "cw_link", session="cw_session", now=MORNING, new_id=world.new_id
        )
    )

    left = []
    for days in (30, 31, 61):
        worker_of(world, MORNING + timedelta(days=days)).run_once()
        with world.store.read(COOP) as tx:
            left.append({access.id for access in tx.accesses.all()} - {key.id})
            assert keys_of(tx, DISPATCHER) == (replace(key, ended_at=MORNING),)

    assert [len(names) for names in left] == [2, 1, 0]
    assert left[1] == {session.id}
