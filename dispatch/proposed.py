"""The rules as they would be with a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dispatch.errors import PolicyRefused
from fairness.clauses import PolicyError
from fairness.differences import IDENTITY
from fairness.policy import parse_policy, to_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from dispatch.model import Proposal
    from dispatch.store import ReadTransaction
    from fairness.policy import Policy


def proposed_policy(tx: ReadTransaction, known: Proposal) -> tuple[Policy, Policy]:
    """Give the rules that a proposal was compared with, and what they would be."""
    base = tx.policies.get(known.base_version)
    return base, changed_policy(
        base, known.changes, valid_from=known.valid_from, version=base.version + 1
    )


def changed_policy(
    base: Policy, changes: Mapping[str, object], *, valid_from: datetime, version: int
) -> Policy:
    """Apply changes to rules.

    Raises
    ------
    PolicyRefused
        When a clause is unknown or does not go with the others.
    """
    fixed = sorted(IDENTITY & changes.keys())
    if fixed:
        msg = f"Expected clauses of the rules, got {fixed[0]!r}."
        raise PolicyRefused(msg, clause=fixed[0])
    document: dict[str, Any] = {
        **to_mapping(base),
        **changes,
        "version": version,
        "valid_from": valid_from.isoformat(),
    }
    try:
        return parse_policy(document)
    except PolicyError as error:
        raise PolicyRefused(str(error), clause=error.clause) from error
