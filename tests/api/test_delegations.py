"""Votes through another member over HTTP: allowed or not, seen by whom, in plain words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from api.languages import LANGUAGES
from dispatch.governing import adopt_policy

if TYPE_CHECKING:
    from tests.api_world import World

ADA, BO = "courier-member", "other_courier-member"


def _adopt(world: World, **clauses: Any) -> None:  # noqa: ANN401 - values of clauses
    coop, actor, now = world.home.coop, world.home.dispatcher, world.moment[0]
    with world.store.read(coop.id) as tx:
        old = tx.policies.at(now)
    new = replace(old, version=old.version + 1, valid_from=now, **clauses)
    world.store.write(coop.id, lambda tx: adopt_policy(tx, actor, new, now=now)).result()


def _propose(world: World) -> str:
    asked = {"changes": {"lambda_s": 300}, "reason": "More even, please."}
    return str(world.ask("member", "POST", "/v1/proposals", asked).json()["id"])


def _proposal(world: World, role: str) -> dict[str, Any]:
    listed = world.ask(role, "GET", "/v1/proposals").json()["proposals"]
    found: dict[str, Any] = listed[0]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_that_do_not_allow_it_say_so_in_plain_words(
    quiet_world: World, language: str
) -> None:
    """The starter's rules have no votes through others; each language has its own sentence."""
    headers = {"accept-language": language}

    told = quiet_world.ask("courier", "GET", "/v1/delegations").json()
    refused = quiet_world.ask("courier", "POST", "/v1/delegations", {"to": BO}, headers=headers)

    assert (told["is_allowed"], told["mine"], told["to_me"]) == (False, [], [])
    assert (refused.status_code, refused.json()["code"]) == (409, "delegation_off")
    assert refused.headers["content-language"] == language
    said = refused.json()["detail"]
    assert said == quiet_world.app.state.services.catalogs.say(
        language, "problem.delegation_off.detail"
    )
    assert (said == refused.json()["title"]) is False


def test_an_open_vote_through_another_is_named_for_everybody(world: World) -> None:
    """Bo's no counts for Ada as well, everybody reads by whom; her own yes then comes first."""
    _adopt(world, vote_may_delegate=True, vote_is_secret=False)
    told = world.ask("courier", "POST", "/v1/delegations", {"to": BO}).json()
    path = f"/v1/proposals/{_propose(world)}/ballots"
    before = _proposal(world, "other_courier")["hands"]

    world.ask("other_courier", "POST", path, {"vote": "no"})
    through, mine = _proposal(world, "dispatcher"), _proposal(world, "courier")
    own = world.ask("courier", "POST", path, {"vote": "yes"}).json()

    assert told["mine"][0]["to"] == {"id": BO, "name": "Other Courier"}
    assert {one["id"] for one in told["members"]} >= {BO, "member-member", "dispatcher-member"}
    assert [one["id"] for one in before["carries_for"]] == [ADA]
    assert through["count"] == {"yes": 0, "no": 2, "abstain": 0}
    assert [
        (one["member"]["id"], one["vote"], one["cast_by"] and one["cast_by"]["id"])
        for one in through["ballots"]
    ] == [(ADA, "no", BO), (BO, "no", None)]
    assert (mine["hands"]["is_cast"], mine["may_vote"], through["num_cast"]) == (True, True, 2)
    assert own["count"] == {"yes": 1, "no": 1, "abstain": 0}


def test_a_secret_vote_through_another_is_told_to_the_two_only(world: World) -> None:
    """That it was cast, never what; a third member sees how many took part."""
    _adopt(world, vote_may_delegate=True)
    name = _propose(world)
    asked = {"to": BO, "proposal_id": name}
    given = world.ask("courier", "POST", "/v1/delegations", asked).json()["mine"][0]
    world.ask("other_courier", "POST", f"/v1/proposals/{name}/ballots", {"vote": "no"})

    ada, bo, third = (_proposal(world, role) for role in ("courier", "other_courier", "member"))

    assert (ada["hands"]["is_cast"], ada["hands"]["cast_by"]["id"]) == (True, BO)
    assert [one["id"] for one in bo["hands"]["carries_for"]] == [ADA]
    assert third["hands"]["carries_for"] == []
    for seen in (ada, bo, third):
        assert (seen["num_cast"], seen["count"], seen["ballots"]) == (2, None, [])
        assert (seen["my_vote"], seen["num_carried"]) == (None, None)
    stranger = world.ask("other_courier", "DELETE", f"/v1/delegations/{given['id']}")
    ended = world.ask("courier", "DELETE", f"/v1/delegations/{given['id']}")
    assert (stranger.status_code, ended.status_code) == (404, 204)
    assert _proposal(world, "member")["num_cast"] == 1


def test_members_of_another_co_op_cannot_vote_for_one(world: World) -> None:
    """They look like nobody: the same answer byte for byte."""
    _adopt(world, vote_may_delegate=True)

    foreign, missing = (
        world.ask("courier", "POST", "/v1/delegations", {"to": to})
        for to in ("foreign-courier", "nobody")
    )

    assert (foreign.status_code, foreign.json()["code"]) == (409, "delegate_unfit")
    assert foreign.content == missing.content
