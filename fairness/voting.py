"""What a vote on a change of the rules comes to, by the rules in force."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fairness.policy import Policy


class Verdict(StrEnum):
    """How a vote ends."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    NO_QUORUM = "no_quorum"
    """Too few took part; the rules stay."""


def verdict(
    policy: Policy, *, num_members: int, num_for: int, num_against: int, num_abstained: int = 0
) -> Verdict:
    """Tell how a vote ends.

    Parameters
    ----------
    policy
        Rules in force when the vote ends; clauses ``vote_quorum_percent`` and
        ``vote_threshold_percent``.
    num_members
        Who may vote.
    num_for, num_against, num_abstained
        Ballots cast; abstentions count toward the quorum only.

    Returns
    -------
    Verdict
        A threshold of 50 needs more votes for than against; a higher one at least its
        share of both.

    Raises
    ------
    ValueError
        When a number is negative or more voted than may.
    """
    cast = num_for + num_against + num_abstained
    if min(num_for, num_against, num_abstained) < 0 or cast > num_members:
        msg = f"Expected at most {num_members} ballots, none negative, got {cast}."
        raise ValueError(msg)
    if cast * 100 < policy.vote_quorum_percent * num_members or not cast:
        return Verdict.NO_QUORUM
    counted = num_for + num_against
    is_enough = num_for * 100 >= policy.vote_threshold_percent * counted
    return Verdict.ADOPTED if is_enough and num_for > num_against else Verdict.REJECTED
