"""Proposals of the made-up co-op, and the rules that they would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.city_day import Json


BO: Json = {"id": "m-bo", "name": "Bo"}


def delegations() -> Json:
    """Return that votes can be handed over, and that nobody has named anybody."""
    return {
        "is_allowed": True,
        "mine": [],
        "to_me": [],
        "members": [BO, {"id": "m-cy", "name": "Cy"}],
    }


def open_proposal() -> Json:
    """Return a proposal that members vote on in secret; three of eight have voted."""
    return {
        "id": "p-2",
        "reason": "Those who ride in the rain wait longest.",
        "base_version": 3,
        "valid_from": "2026-12-01T00:00:00+02:00",
        "opened_at": "2026-11-20T09:00:00+02:00",
        "closes_at": "2026-11-27T09:00:00+02:00",
        "state": "open",
        "message": "Members vote on it.",
        "is_secret": True,
        "num_electors": 8,
        "num_cast": 3,
        "count": None,
        "quorum_percent": 50,
        "threshold_percent": 50,
        "has_voted": False,
        "my_vote": None,
        "may_vote": True,
        "may_delegate": True,
        "num_carried": None,
        "hands": {
            "delegation": None,
            "hands_on": False,
            "is_cast": False,
            "cast_by": None,
            "carries_for": [{"id": "m-cy", "name": "Cy"}],
        },
        "ballots": [],
        "adopted_version": None,
        "changes": [
            {
                "clause": "rain_percent",
                "before": 10,
                "after": 15,
                "direction": "raised",
                "text": "Premium for rain goes up from 10 % to 15 %.",
            }
        ],
    }


def adopted_proposal() -> Json:
    """Return a proposal that was adopted, with its counts."""
    return {
        **open_proposal(),
        "id": "p-1",
        "reason": "Nights are hard.",
        "opened_at": "2026-10-01T09:00:00+03:00",
        "closes_at": "2026-10-08T09:00:00+03:00",
        "valid_from": "2026-10-09T00:00:00+03:00",
        "state": "adopted",
        "message": "Adopted: it comes into force at its date.",
        "num_cast": 6,
        "count": {"yes": 4, "no": 1, "abstain": 1},
        "num_carried": 1,
        "is_secret": False,
        "hands": {
            "delegation": None,
            "hands_on": False,
            "is_cast": True,
            "cast_by": BO,
            "carries_for": [],
        },
        "ballots": [
            {"member": {"id": "m-ada", "name": "Ada"}, "vote": "yes", "cast_by": BO},
            {"member": BO, "vote": "yes", "cast_by": None},
        ],
        "has_voted": True,
        "may_vote": False,
        "adopted_version": 3,
        "changes": [
            {
                "clause": "night_percent",
                "before": 20,
                "after": 25,
                "direction": "raised",
                "text": "Premium for nights goes up from 20 % to 25 %.",
            }
        ],
    }


def policy() -> Json:
    """Return the rules in force, as far as a page shows them."""
    return {
        "version": 3,
        "valid_from": "2026-10-09T00:00:00+03:00",
        "currency": "EUR",
        "rules": [
            {"clause": "rain_percent", "value": 10, "text": "Premium for rain: 10 %"},
            {"clause": "night_percent", "value": 25, "text": "Premium for nights: 25 %"},
        ],
    }


def answer(path: str, body: Json) -> Json:
    """Take a ballot, or a new proposal."""
    made = open_proposal()
    if path == "/proposals":
        return {**made, "id": "p-3", "reason": body["reason"]}
    return {**made, "num_cast": made["num_cast"] + 1, "has_voted": True, "may_vote": False}


def all_proposals() -> Json:
    """Return the proposals of the co-op."""
    return {"proposals": [open_proposal(), adopted_proposal()]}
