"""What every new version of the rules has to keep, whoever decides on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.errors import BadWish, PolicyRefused
from dispatch.events import EventKind
from fairness.clauses import PolicyError
from fairness.contradictions import reject_unlawful

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.model import MemberId
    from dispatch.store import ReadTransaction, Transaction
    from fairness.policy import Policy


def next_version(tx: ReadTransaction) -> int:
    """Give the number of the next version of the rules."""
    return 1 + max((known.version for known in tx.policies.all()), default=0)


def reject_unfit(tx: ReadTransaction, policy: Policy) -> None:
    """Refuse rules that the co-op could not come under.

    Raises
    ------
    BadWish
        When the policy counts in another currency than the co-op.
    PolicyRefused
        When it does not keep the law pack that it names, or begins before a period ends
        that has been closed.
    """
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


def put_in_force(
    tx: Transaction, policy: Policy, *, member: MemberId, now: datetime, **subjects: str
) -> None:
    """Write a new version of the rules and tell everybody.

    Parameters
    ----------
    tx, policy
        Where, and which; see `reject_unfit`.
    member
        Who did it.
    now
        When; the rules say themselves from when on they hold.
    **subjects
        Ids of what else it is about.
    """
    tx.policies.add(policy)
    tx.record(
        EventKind.POLICY_ADOPTED,
        actor=member,
        at=now,
        subjects={"policy": str(policy.version), **subjects},
        payload={"valid_from": policy.valid_from.isoformat()},
    )
