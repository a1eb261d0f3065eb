"""Policies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import orjson

from dispatch.codec import encode
from dispatch.errors import NotFound
from dispatch.store import tables
from dispatch.store.scoped import Scoped
from fairness.policy import Policy, parse_policy, policy_at, to_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from dispatch.model import CoopId


MOST_PARSED = 256
"""Written policies that are not parsed again; they never change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRow:
    """A policy in its written form."""

    version: int
    valid_from: datetime
    clauses: dict[str, object]


@lru_cache(maxsize=MOST_PARSED)
def _parsed(text: str) -> Policy:
    return parse_policy(orjson.loads(text))


def rules_at(policies: Iterable[Policy], moment: datetime) -> Policy:
    """Give the rules of some versions that are in force at a moment.

    Raises
    ------
    NotFound
        When no policy holds so early.
    """
    known = [policy for policy in policies if policy.valid_from <= moment]
    if not known:
        raise NotFound.of(kind="policy", name=f"valid at {moment.isoformat()}")
    return policy_at(known, moment)


class Policies:
    """Every version of the co-op's rules."""

    def __init__(self, connection: Connection, coop: CoopId) -> None:
        self._rows: Scoped[PolicyRow] = Scoped(connection, coop, tables.policy, PolicyRow)

    def get(self, version: int) -> Policy:
        """Give one version.

        Raises
        ------
        NotFound
            When there is none.
        """
        row = self._rows.one(tables.policy.c.version == version)
        if row is None:
            raise NotFound.of(kind="policy", name=version)
        return _parsed(encode(row.clauses))

    def all(self) -> tuple[Policy, ...]:
        """Give all versions, oldest first."""
        rows = self._rows.find(order_by=[tables.policy.c.version])
        return tuple(_parsed(encode(row.clauses)) for row in rows)

    def at(self, moment: datetime) -> Policy:
        """Give the rules in force at a moment.

        Raises
        ------
        NotFound
            When no policy holds so early.
        """
        return rules_at(self.all(), moment)

    def add(self, policy: Policy) -> None:
        """Write a new version.

        Raises
        ------
        AlreadyExists
            When there is a policy of that version.
        """
        clauses = to_mapping(policy)
        self._rows.add(
            PolicyRow(version=policy.version, valid_from=policy.valid_from, clauses=clauses)
        )
