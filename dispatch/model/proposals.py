"""A change of the rules that a member proposes, and members' ballots."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from dispatch.model.ids import MemberId, ProposalId

MOST_REASON: Final = 2000
"""Longest reason for a proposal."""


class ProposalState(StrEnum):
    """What has become of a proposal."""

    OPEN = "open"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    NO_QUORUM = "no_quorum"
    """Too few took part; the rules stay."""
    LAPSED = "lapsed"
    """Enough were for it, but it fits the rules no more that have come into force meanwhile."""


class Vote(StrEnum):
    """What a member says to a proposal."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A change of the rules, put to the vote.

    Attributes
    ----------
    id
        Its name.
    proposed_by
        Who proposes it.
    base_version
        Version of the rules that it was compared with.
    changes
        Written values of the clauses that change; all others stay what they are when it is
        adopted.
    valid_from
        When it is to come into force.
    reason
        In the member's own words.
    opened_at, closes_at
        Between which members vote.
    electors
        Who may: whoever was a member when it was opened.
    is_secret
        Whether nobody can see who voted what; then it is not kept either.
    may_delegate
        Whether members can vote through others.
    state
        Open, or how the vote ended.
    num_for, num_against, num_abstained
        Ballots cast; those that others carry are added when the vote is over.
    num_carried
        How many of them others carried.
    closed_at, adopted_version
        When they were counted, and the version of the rules that came of it.
    """

    id: ProposalId
    proposed_by: MemberId
    base_version: int
    changes: dict[str, object]
    valid_from: datetime
    reason: str
    opened_at: datetime
    closes_at: datetime
    electors: tuple[MemberId, ...]
    is_secret: bool
    may_delegate: bool = False
    state: ProposalState = ProposalState.OPEN
    num_for: int = 0
    num_against: int = 0
    num_abstained: int = 0
    num_carried: int = 0
    closed_at: datetime | None = None
    adopted_version: int | None = None

    @property
    def num_cast(self) -> int:
        """How many took part."""
        return self.num_for + self.num_against + self.num_abstained


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """That a member has voted; what, only where votes are open.

    Attributes
    ----------
    proposal, member
        On what, and who.
    vote
        What; ``None`` where votes are secret, but that of a member who casts others' as well is
        kept until the count, for an own ballot may still come before it.
    cast_at
        When; of a vote that another one carried, when it was counted.
    cast_by
        Who cast it for the member; ``None``: they did.
    """

    proposal: ProposalId
    member: MemberId
    vote: Vote | None
    cast_at: datetime
    cast_by: MemberId | None = None
