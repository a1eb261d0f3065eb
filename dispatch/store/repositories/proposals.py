"""Proposals to change the rules, ballots, and who votes through whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import Ballot, Delegation, Proposal, ProposalState
from dispatch.store import tables
from dispatch.store.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from dispatch.model import DelegationId, MemberId, ProposalId

MOST_LISTED = 200


class Proposals(Repository[Proposal]):
    """Every proposal, whatever became of it."""

    table = tables.proposal
    entity = Proposal

    def newest(self) -> tuple[Proposal, ...]:
        """Give the newest proposals, those whose vote closes last first."""
        columns = self.table.c
        order = [columns.closes_at.desc(), columns.id]
        return self._rows.find(order_by=order, limit=MOST_LISTED)

    def to_count(self, now: datetime) -> tuple[Proposal, ...]:
        """Give the open proposals whose vote is over, the earliest first."""
        columns = self.table.c
        return self._rows.find(
            columns.state == ProposalState.OPEN,
            columns.closes_at <= now,
            order_by=[columns.closes_at, columns.id],
        )

    def num_open_of(self, member: MemberId) -> int:
        """Count a member's proposals that are being voted on."""
        columns = self.table.c
        is_open = columns.state == ProposalState.OPEN
        return len(self._rows.find(is_open, columns.proposed_by == member))


class Ballots(Repository[Ballot]):
    """Who has voted on what."""

    table = tables.ballot
    entity = Ballot
    key = ("proposal", "member")

    def of_member(self, member: MemberId) -> dict[ProposalId, Ballot]:
        """Give a member's ballots, by proposal."""
        found = self._rows.find(self.table.c.member == member)
        return {ballot.proposal: ballot for ballot in found}

    def on(self, proposals: Iterable[ProposalId]) -> dict[ProposalId, tuple[Ballot, ...]]:
        """Give the ballots on some proposals, by proposal, in each by member."""
        columns = self.table.c
        wanted = sorted(set(proposals))
        order = [columns.proposal, columns.member]
        found = self._rows.find(columns.proposal.in_(wanted), order_by=order) if wanted else ()
        return {
            name: tuple(ballot for ballot in found if ballot.proposal == name) for name in wanted
        }

    def forget_votes(self, proposal: ProposalId) -> None:
        """Keep of the ballots on a proposal only that they were cast."""
        self._rows.change({"vote": None}, self.table.c.proposal == proposal)


class Delegations(Repository[Delegation]):
    """Who votes through whom."""

    table = tables.delegation
    entity = Delegation

    def remove(self, delegation: DelegationId) -> None:
        """Forget one."""
        self._rows.remove(self.table.c.id == delegation)
