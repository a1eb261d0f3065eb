"""Members let past weeks happen again under other rules: one replay of a co-op at a time.

The weeks are not computed here: a process of its own takes what is written down, says how far it
is and whether it should go on, and writes what came of it. When it dies it is not heard of any
more, and the next replay may begin.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dispatch.electorate import OWNERS
from dispatch.errands import as_seen, is_silent, require_running
from dispatch.errors import BadWish, NotFound, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import (
    MOST_WEEKS,
    ErrandState,
    MemberId,
    ProposalId,
    Replay,
    ReplayId,
    ReplayPolicy,
    Role,
)
from dispatch.permission import require
from dispatch.proposed import proposed_policy
from fairness.packs import pack_named, pack_names
from fairness.policy import to_mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from dispatch.model import Actor
    from dispatch.store import ReadTransaction, Transaction
    from fairness.policy import Policy

ASKERS: Final = (Role.DISPATCHER, Role.MEMBER)
REPLAYER: Final = MemberId("replayer")
"""As whom the process that replays writes."""

LEAST, MOST = 2, 3
"""How many policies are compared."""


def start(  # noqa: PLR0913 - a use case's values
    tx: Transaction,
    actor: Actor,
    sources: Sequence[str],
    *,
    num_weeks: int,
    now: datetime,
    new_id: Callable[[], str],
) -> Replay:
    """Ask what other rules would have done.

    Parameters
    ----------
    tx, actor
        In which co-op and who: a dispatcher or member.
    sources
        Two or three different ones of ``in_force``, ``pack:NAME`` and ``proposal:ID``.
    num_weeks
        How many weeks.
    now, new_id
        Time and id of the replay.

    Raises
    ------
    NotFound
        When there is no such pack or proposal.
    BadWish
        When the policies or the weeks are too few or too many.
    TransitionRefused
        While another replay of the co-op runs.
    """
    require(actor, *ASKERS)
    if not LEAST <= len(set(sources)) == len(sources) <= MOST:
        msg = f"Expected {LEAST} or {MOST} different policies, got {len(sources)}."
        raise BadWish(msg, field="policies")
    if not 1 <= num_weeks <= MOST_WEEKS:
        msg = f"Expected 1 to {MOST_WEEKS} weeks, got {num_weeks}."
        raise BadWish(msg, field="num_weeks")
    for known in tx.replays.running():
        if not is_silent(known, now):
            msg = f"Replay {known.id!r} is running."
            raise TransitionRefused(msg, replay=known.id, state=known.state.value)
        _end(tx, known, ErrandState.FAILED, now)
    made = tx.replays.add(
        Replay(
            id=ReplayId(new_id()),
            asked_by=actor.member,
            asked_at=now,
            policies=tuple(
                ReplayPolicy(source=one, document=to_mapping(_policy(tx, one, now)))
                for one in sources
            ),
            num_weeks=num_weeks,
            state=ErrandState.RUNNING,
            num_done=0,
            num_days=7 * num_weeks * len(sources),
            seen_at=now,
        )
    )
    _record(tx, EventKind.REPLAY_STARTED, made, member=actor.member, now=now)
    return made


def cancel(tx: Transaction, actor: Actor, replay: ReplayId, *, now: datetime) -> Replay:
    """Stop a replay; its process ends at the next day.

    Raises
    ------
    NotFound
        When there is no such replay.
    TransitionRefused
        When it is over.
    """
    require(actor, *ASKERS)
    known = tx.replays.get(replay)
    require_running(known, f"Replay {replay!r}", replay=replay)
    return _end(tx, known, ErrandState.CANCELED, now, member=actor.member)


def publish(tx: Transaction, actor: Actor, replay: ReplayId, *, now: datetime) -> Replay:
    """Let couriers read what a replay found; once and again is the same.

    Raises
    ------
    NotFound
        When there is no such replay.
    TransitionRefused
        When it has found nothing.
    """
    require(actor, *ASKERS)
    known = tx.replays.get(replay)
    if known.state is not ErrandState.DONE:
        msg = f"Replay {replay!r} is {known.state.value}."
        raise TransitionRefused(msg, replay=replay, state=known.state.value)
    if known.published_at is not None:
        return known
    published = tx.replays.save(replace(known, published_at=now))
    _record(tx, EventKind.REPLAY_PUBLISHED, published, member=actor.member, now=now)
    return published


def replays(tx: ReadTransaction, actor: Actor, *, now: datetime) -> tuple[Replay, ...]:
    """List the last replays, the newest first; couriers see those that were published."""
    require(actor, *OWNERS)
    return tuple(as_seen(one, now) for one in tx.replays.newest() if _may_read(actor, one))


def replay(tx: ReadTransaction, actor: Actor, name: ReplayId, *, now: datetime) -> Replay:
    """Give one replay.

    Raises
    ------
    NotFound
        When there is no such replay, or it was not published and a courier asks.
    """
    require(actor, *OWNERS)
    known = tx.replays.get(name)
    if not _may_read(actor, known):
        raise NotFound.of(kind="replay", name=name)
    return as_seen(known, now)


def _may_read(actor: Actor, known: Replay) -> bool:
    return actor.role in ASKERS or known.published_at is not None


def go_on(tx: Transaction, name: ReplayId, num_done: int, *, now: datetime) -> bool:
    """Write down how far a replay has come, and tell whether it should go on."""
    known = tx.replays.get(name)
    if known.state is not ErrandState.RUNNING:
        return False
    tx.replays.save(replace(known, num_done=num_done, seen_at=now))
    return True


def finish(tx: Transaction, name: ReplayId, result: str, *, now: datetime) -> Replay:
    """Write down what a replay found, or with nothing that it failed; not once it is over."""
    known = tx.replays.get(name)
    if known.state is not ErrandState.RUNNING:
        return known
    state = ErrandState.DONE if result else ErrandState.FAILED
    return _end(tx, replace(known, result=result), state, now)


def _policy(tx: ReadTransaction, source: str, now: datetime) -> Policy:
    """Find a policy by where it is from."""
    in_force = tx.policies.at(now)
    kind, _, name = source.partition(":")
    if source == "in_force":
        return in_force
    if kind == "pack" and name in pack_names():
        return pack_named(
            name, valid_from=now, version=in_force.version + 1, currency=in_force.currency
        )
    if kind == "proposal":
        return proposed_policy(tx, tx.proposals.get(ProposalId(name)))[1]
    raise NotFound.of(kind="policy", name=source)


def _end(
    tx: Transaction,
    known: Replay,
    state: ErrandState,
    now: datetime,
    *,
    member: MemberId = REPLAYER,
) -> Replay:
    ended = tx.replays.save(replace(known, state=state, seen_at=now))
    _record(tx, EventKind.REPLAY_ENDED, ended, member=member, now=now)
    return ended


def _record(
    tx: Transaction, kind: EventKind, about: Replay, *, member: MemberId, now: datetime
) -> None:
    tx.record(
        kind,
        actor=member,
        at=now,
        subjects={"replay": str(about.id)},
        payload={"state": about.state.value},
    )
