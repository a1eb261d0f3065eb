"""The co-op's rules come into force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.errors import AlreadyExists, BadWish, PolicyRefused
from dispatch.events import EventKind
from dispatch.model import Role
from dispatch.permission import require
from fairness.clauses import PolicyError
from fairness.contradictions import reject_unlawful

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.model import Actor
    from dispatch.store import Transaction
    from fairness.policy import Policy


def adopt_policy(tx: Transaction, actor: Actor, policy: Policy, *, now: datetime) -> Policy:
    """Adopt a version of the rules; older versions stay, for what was done under them.

    Raises
    ------
    AlreadyExists
        When the version is not the next one.
    BadWish
        When the policy counts in another currency than the co-op.
    PolicyRefused
        When it does not keep the law pack that it names, or begins before a period ends
        that has been closed.
    """
    require(actor, Role.DISPATCHER, Role.MEMBER)
    expected = 1 + max((known.version for known in tx.policies.all()), default=0)
    if policy.version != expected:
        msg = f"Expected policy version {expected}, got {policy.version}."
        raise AlreadyExists(msg, expected=expected, version=policy.version)
    if policy.currency != tx.coop.currency:
        msg = f"Expected a policy in {tx.coop.currency}, got one in {policy.currency}."
        raise BadWish(msg, field="currency")
    try:
        reject_unlawful(policy)
    except PolicyError as error:
        raise PolicyRefused(str(error), clause=error.clause) from error
    closed = [tx.coop.bounds(last)[1] for _, last in tx.statements.periods()]
    if closed and policy.valid_from < max(closed):
        msg = (
            f"Expected valid_from at or after {max(closed).isoformat()}: pay until then is closed."
        )
        raise PolicyRefused(msg, clause="valid_from")
    tx.policies.add(policy)
    tx.record(
        EventKind.POLICY_ADOPTED,
        actor=actor.member,
        at=now,
        subjects={"policy": str(policy.version)},
        payload={"valid_from": policy.valid_from.isoformat()},
    )
    return policy
