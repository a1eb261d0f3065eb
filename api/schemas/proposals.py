"""Changes of the rules that members propose, and votes on them."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, StringConstraints

from api.schemas.fields import Answer, Body, Timestamp
from api.schemas.rules import ChangeOut, ChangesOut
from api.words import Words
from dispatch.model import MOST_REASON, Vote
from dispatch.proposing import ShownProposal

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


class CountOut(Answer):
    """Ballots; those of an open secret vote are not told."""

    yes: int
    no: int
    abstain: int


class ProposalOut(Answer):
    """A proposal: what changes, until when members vote, what came of it, and my part in it."""

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
            adopted_version=one.adopted_version,
            changes=ChangesOut.of(found.base, found.proposed, words).changes,
        )


class ProposalsOut(Answer):
    """Proposals, those whose vote ends last first."""

    proposals: list[ProposalOut]
