"""The co-op's rules come into force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.adopting import next_version, put_in_force, reject_unfit
from dispatch.errors import AlreadyExists
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
    PolicyRefused
        When it does not keep the law pack that it names, or begins before a period ends
        that has been closed.
    """
    require(actor, Role.DISPATCHER, Role.MEMBER)
    expected = next_version(tx)
    if policy.version != expected:
        msg = f"Expected policy version {expected}, got {policy.version}."
        raise AlreadyExists(msg, expected=expected, version=policy.version)
    reject_unfit(tx, policy)
    put_in_force(tx, policy, member=actor.member, now=now)
    return policy
