"""The co-op's rules come into force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.errors import AlreadyExists, BadWish
from dispatch.events import EventKind
from dispatch.model import Role
from dispatch.permission import require

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
    """
    require(actor, Role.DISPATCHER, Role.MEMBER)
    expected = 1 + max((known.version for known in tx.policies.all()), default=0)
    if policy.version != expected:
        msg = f"Expected policy version {expected}, got {policy.version}."
        raise AlreadyExists(msg, expected=expected, version=policy.version)
    if policy.currency != tx.coop.currency:
        msg = f"Expected a policy in {tx.coop.currency}, got one in {policy.currency}."
        raise BadWish(msg, field="currency")
    tx.policies.add(policy)
    tx.record(
        EventKind.POLICY_ADOPTED,
        actor=actor.member,
        at=now,
        subjects={"policy": str(policy.version)},
        payload={"valid_from": policy.valid_from.isoformat()},
    )
    return policy
