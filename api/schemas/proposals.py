"""Changes of the rules that members propose, and votes on them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, StringConstraints

from api.schemas.fields import Answer, Body, Identifier, Timestamp
from api.schemas.rules import ChangeOut, ChangesOut
from api.words import Words
from dispatch.delegating import ShownDelegations
from dispatch.model import MOST_REASON, Delegation, MemberId, Vote
from dispatch.proposals_shown import ShownProposal

MOST_CHANGES = 100

Reason = Annotated[
    str, StringConstraints(min_length=1, max_length=MOST_REASON, strip_whitespace=True)
]
Clause = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[a-z0-9_]+$")]


class ProposeIn(Body):
    """Which clauses are to change, from when on, and why."""

    changes: Annotated[
        dict[Clause, JsonValue],
        Field(min_length=1, max_length=MOST_CHANGES, examples=[{"lambda_s": 180}]),
    ]
    reason: Reason
    valid_from: Timestamp | None = None


class BallotIn(Body):
    """What I vote."""

    vote: Annotated[Literal["yes", "no", "abstain"], Field(examples=["yes"])]

    @property
    def choice(self) -> Vote:
        """The vote."""
        return Vote(self.vote)


class DelegateIn(Body):
    """Who votes for me, on one proposal or on all for which I name nobody else."""

    to: Annotated[str, Field(min_length=1, max_length=200, examples=["courier-bo"])]
    proposal_id: Identifier | None = None


class MemberOut(Answer):
    """A member, and what people call them."""

    id: str
    name: str

    @classmethod
    def of(cls, member: MemberId, names: Mapping[MemberId, str]) -> Self:
        """Write a member; who cannot sign in any more has no name but the id."""
        return cls(id=member, name=names.get(member, member))


class DelegationOut(Answer):
    """Whose vote is in whose hands, and on what; without `proposal_id` on all proposals."""

    id: str
    member: MemberOut
    to: MemberOut
    proposal_id: str | None
    given_at: datetime

    @classmethod
    def of(cls, one: Delegation, names: Mapping[MemberId, str]) -> Self:
        """Write a delegation."""
        return cls(
            id=one.id,
            member=MemberOut.of(one.member, names),
            to=MemberOut.of(one.delegate, names),
            proposal_id=one.proposal,
            given_at=one.given_at,
        )


class DelegationsOut(Answer):
    """Whether votes can be handed over at all, through whom I vote, who votes through me.

    `members` are those who can vote now and could vote for me.
    """

    is_allowed: bool
    mine: list[DelegationOut]
    to_me: list[DelegationOut]
    members: list[MemberOut]

    @classmethod
    def of(cls, found: ShownDelegations, member: MemberId) -> Self:
        """Write what a member has to do with votes through others."""
        names = found.names
        others = sorted((name, one) for one, name in names.items() if one != member)
        return cls(
            is_allowed=found.is_allowed,
            mine=[DelegationOut.of(one, names) for one in found.mine],
            to_me=[DelegationOut.of(one, names) for one in found.to_me],
            members=[MemberOut(id=one, name=name) for name, one in others],
        )


class HandsOut(Answer):
    """My part in votes that are cast through others.

    `delegation`: who votes for me if I do not; `hands_on`: they have handed their own vote on, so
    mine counts only if they vote in person; `is_cast`, `cast_by`: my vote is cast through another;
    `carries_for`: for whom I vote as well.
    """

    delegation: DelegationOut | None
    hands_on: bool
    is_cast: bool
    cast_by: MemberOut | None
    carries_for: list[MemberOut]

    @classmethod
    def of(cls, found: ShownProposal) -> Self:
        """Write a member's part."""
        mine, names = found.mine, found.names
        given = mine.delegation
        return cls(
            delegation=None if given is None else DelegationOut.of(given, names),
            hands_on=mine.hands_on,
            is_cast=mine.is_cast,
            cast_by=None if mine.cast_by is None else MemberOut.of(mine.cast_by, names),
            carries_for=[MemberOut.of(one, names) for one in mine.carries_for],
        )


class BallotOut(Answer):
    """Who voted what where votes are open, and who cast it for them."""

    member: MemberOut
    vote: str
    cast_by: MemberOut | None

    @classmethod
    def all_of(cls, found: ShownProposal) -> list[Self]:
        """Write the ballots of an open vote, and what others would carry now, by name."""
        cast = [(one.member, one.vote, one.cast_by) for one in found.ballots]
        carried = [(one.member, one.vote, one.delegate) for one in found.carried]
        written = [
            cls(
                member=MemberOut.of(member, found.names),
                vote=vote.value,
                cast_by=None if by is None else MemberOut.of(by, found.names),
            )
            for member, vote, by in (*cast, *carried)
            if vote is not None
        ]
        return sorted(written, key=lambda one: (one.member.name, one.member.id))


class CountOut(Answer):
    """Ballots; those of an open secret vote are not told."""

    yes: int
    no: int
    abstain: int


class ProposalOut(Answer):
    """A proposal: what changes, until when members vote, what came of it, and my part in it.

    `ballots` say who voted what by whom where votes are open; of a secret vote they are empty.
    """

    id: str
    reason: str
    base_version: int
    valid_from: datetime
    opened_at: datetime
    closes_at: datetime
    state: str
    message: str
    is_secret: bool
    num_electors: int
    num_cast: int
    count: CountOut | None
    quorum_percent: int
    threshold_percent: int
    has_voted: bool
    my_vote: str | None
    may_vote: bool
    may_delegate: bool
    num_carried: int | None
    hands: HandsOut
    ballots: list[BallotOut]
    adopted_version: int | None
    changes: list[ChangeOut]

    @classmethod
    def of(cls, found: ShownProposal, words: Words) -> Self:
        """Write a proposal."""
        one = found.proposal
        is_told = not (one.is_secret and one.closed_at is None)
        return cls(
            id=one.id,
            reason=one.reason,
            base_version=one.base_version,
            valid_from=one.valid_from,
            opened_at=one.opened_at,
            closes_at=one.closes_at,
            state=one.state.value,
            message=words.say(f"proposal.{one.state.value}"),
            is_secret=one.is_secret,
            num_electors=len(one.electors),
            num_cast=found.num_cast,
            count=(
                CountOut(yes=one.num_for, no=one.num_against, abstain=one.num_abstained)
                if is_told
                else None
            ),
            quorum_percent=found.base.vote_quorum_percent,
            threshold_percent=found.base.vote_threshold_percent,
            has_voted=found.has_voted,
            my_vote=None if found.vote is None else found.vote.value,
            may_vote=found.may_vote,
            may_delegate=one.may_delegate,
            num_carried=one.num_carried if is_told else None,
            hands=HandsOut.of(found),
            ballots=BallotOut.all_of(found),
            adopted_version=one.adopted_version,
            changes=ChangesOut.of(found.base, found.proposed, words).changes,
        )


class ProposalsOut(Answer):
    """Proposals, those whose vote ends last first."""

    proposals: list[ProposalOut]
