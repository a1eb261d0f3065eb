"""A member's vote in another member's hands."""

from dataclasses import dataclass
from datetime import datetime

from dispatch.model.ids import DelegationId, MemberId, ProposalId


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """That a member lets another one vote for them, until they take it back.

    Attributes
    ----------
    id
        Its name.
    member, delegate
        Whose vote, and who casts it.
    proposal
        On what; ``None``: on every proposal for which the member has named nobody else.
    given_at
        When; it counts where the delegate votes no earlier.
    """

    id: DelegationId
    member: MemberId
    delegate: MemberId
    proposal: ProposalId | None
    given_at: datetime
