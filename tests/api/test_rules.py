"""Rules, versions, changes and packs over the API."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from api.schemas.replays import ReplayedCourierOut, ReplayedPolicyOut
from dispatch import replaying
from dispatch.governing import adopt_policy
from dispatch.model import ReplayId
from scenarios.replay.asked import run_asked

if TYPE_CHECKING:
    from tests.api_world import World


def test_the_rules_in_force_are_told_in_the_readers_language(quiet_world: World) -> None:
    """Every clause with its value and a sentence; a courier may read them, a storefront not."""
    english = quiet_world.ask("courier", "GET", "/v1/policy").json()
    catalan = quiet_world.ask(
        "courier", "GET", "/v1/policy", headers={"accept-language": "ca"}
    ).json()

    rules = {rule["clause"]: rule for rule in english["rules"]}
    assert rules["per_drop_minor"]["text"] == "Pay per delivery: 6.20 EUR"
    assert rules["per_drop_minor"]["value"] == 620
    assert catalan["rules"][4]["text"] == "Paga per lliurament: 6,20 EUR"
    assert quiet_world.ask("storefront", "GET", "/v1/policy").status_code == 403


def test_a_new_version_is_listed_and_compared(world: World) -> None:
    """Version 2 pays 30 cents more per delivery: one change, in plain words."""
    coop, actor = world.home.coop, world.home.dispatcher
    with world.store.read(coop.id) as tx:
        old = tx.policies.get(1)
    new = replace(old, version=2, per_drop_minor=650, valid_from=world.moment[0])
    world.store.write(
        coop.id, lambda tx: adopt_policy(tx, actor, new, now=world.moment[0])
    ).result()

    versions = world.ask("dispatcher", "GET", "/v1/policies").json()["versions"]
    changes = world.ask("dispatcher", "GET", "/v1/policies/2/changes?since=1").json()["changes"]
    missing = world.ask("dispatcher", "GET", "/v1/policies/9")

    assert [(one["version"], one["is_in_force"]) for one in versions] == [(1, False), (2, True)]
    assert [(one["clause"], one["direction"]) for one in changes] == [("per_drop_minor", "raised")]
    assert changes[0]["text"] == "Pay per delivery goes up from 6.20 EUR to 6.50 EUR."
    assert missing.status_code == 404


def test_a_limit_of_climb_says_where_it_does_nothing(world: World) -> None:
    """The made city has no heights; without a limit there is nothing to say."""
    coop, actor, now = world.home.coop, world.home.dispatcher, world.moment[0]
    with world.store.read(coop.id) as tx:
        old = tx.policies.get(1)

    def said() -> str:
        rules = world.ask("courier", "GET", "/v1/policy").json()["rules"]
        return str(next(one["text"] for one in rules if one["clause"] == "max_climb_m"))

    before = said()
    new = replace(old, version=2, max_climb_m=200, valid_from=now)
    world.store.write(coop.id, lambda tx: adopt_policy(tx, actor, new, now=now)).result()

    assert "no heights" not in before
    assert said() == (
        "Most climb in a shift: 200 m (no effect here: the map of this city has no heights)"
    )


def test_packs_say_what_they_would_change(quiet_world: World) -> None:
    """Each pack is listed and compared with the rules in force; an unknown one is missing."""
    packs = quiet_world.ask("dispatcher", "GET", "/v1/policy-packs").json()
    changes = quiet_world.ask("dispatcher", "GET", "/v1/policy-packs/union/changes").json()
    missing = quiet_world.ask("dispatcher", "GET", "/v1/policy-packs/atlantis/changes")

    assert "union" in {one["name"] for one in packs["packs"]}
    assert "hourly_rate_minor" in {one["clause"] for one in changes["changes"]}
    assert missing.status_code == 404


def test_members_propose_and_vote_on_a_change_of_the_rules(world: World) -> None:
    """What changes is told in plain words; a vote counts once, and secret ones are not told."""
    asked = {"changes": {"lambda_s": 300}, "reason": "More even, please."}

    made = world.ask("courier", "POST", "/v1/proposals", asked)
    path = f"/v1/proposals/{made.json()['id']}/ballots"
    voted = world.ask("dispatcher", "POST", path, {"vote": "yes"})
    again = world.ask("dispatcher", "POST", path, {"vote": "no"})
    listed = world.ask("courier", "GET", "/v1/proposals").json()["proposals"]

    assert (made.status_code, voted.status_code, again.status_code) == (201, 201, 409)
    assert [one["clause"] for one in made.json()["changes"]] == ["lambda_s"]
    assert "5 min" in made.json()["changes"][0]["text"]
    assert [(one["state"], one["num_cast"], one["count"]) for one in listed] == [("open", 1, None)]
    assert (listed[0]["may_vote"], listed[0]["has_voted"]) == (True, False)
    assert (voted.json()["has_voted"], voted.json()["my_vote"]) == (True, None)


def test_a_replay_is_asked_for_followed_and_stopped(world: World) -> None:
    """One at a time; the stream tells how far it is and ends with it; couriers do not ask."""
    wanted = {"policies": ["in_force", "pack:union"], "num_weeks": 1}

    made = world.ask("dispatcher", "POST", "/v1/replays", wanted)
    again = world.ask("dispatcher", "POST", "/v1/replays", wanted)
    path = f"/v1/replays/{made.json()['id']}"
    stopped = world.ask("dispatcher", "POST", f"{path}/cancel")
    told = world.ask("dispatcher", "GET", f"{path}/progress").text
    full = world.ask("dispatcher", "GET", path).json()

    assert (made.status_code, made.json()["num_days"]) == (201, 14)
    assert (again.status_code, again.json()["code"]) == (409, "transition_refused")
    assert stopped.json()["state"] == "canceled"
    assert "event: replay.progress" in told
    assert '"state":"canceled"' in told
    assert (full["replay"]["state"], full["result"]) == ("canceled", None)
    unknown = {**wanted, "policies": ["in_force", "pack:none"]}
    assert world.ask("dispatcher", "POST", "/v1/replays", unknown).status_code == 404


def test_what_a_replay_found_is_said_in_the_language_of_who_asks(world: World) -> None:
    """The process leaves codes and numbers; names of couriers are put beside their ids."""
    wanted = {"policies": ["in_force", "pack:union"], "num_weeks": 1}
    asked = world.ask("dispatcher", "POST", "/v1/replays", wanted).json()
    coop, streets = world.home.coop, world.app.state.services.streets["grid"]

    run_asked(
        world.store, coop.id, asked["id"], streets, clock=lambda: world.moment[0], iterations=1
    )

    path = f"/v1/replays/{asked['id']}"
    german = world.ask("dispatcher", "GET", path, headers={"accept-language": "de"}).json()
    assert german["replay"]["state"] == "done"
    assert german["result"]["policies"][1]["verdict"].startswith("Bezahlt wird nach Zeit")
    assert all(len(one["gini_by_day"]) == 7 for one in german["result"]["policies"])


def test_couriers_read_published_replays_with_their_own_row_only(world: World) -> None:
    """Before it is published it looks like nothing; a running one cannot be published."""
    wanted = {"policies": ["in_force", "pack:union"], "num_weeks": 1}
    path = f"/v1/replays/{world.ask('member', 'POST', '/v1/replays', wanted).json()['id']}"
    early = world.ask("member", "POST", f"{path}/publish")
    rows = [{"courier": str(name), "pay_minor": 100} for name in world.home.couriers[:2]]
    figures = dict.fromkeys(ReplayedPolicyOut.model_fields, 0) | {
        "currency": "EUR",
        "lever": "policy",
        "verdict": {"code": "policy", "values": {}},
        "gini_by_day": [],
        "couriers": [
            {**{name: 0 for name in ReplayedCourierOut.model_fields if name != "name"}, **row}
            for row in rows
        ],
    }
    found = {
        "is_drawn": False,
        "policies": [{**figures, "policy": name} for name in ("in_force", "pack:union")],
    }
    name = ReplayId(path.rpartition("/")[2])
    world.write(lambda tx: replaying.finish(tx, name, json.dumps(found), now=world.moment[0]))

    hidden = world.ask("courier", "GET", path)
    none = world.ask("courier", "GET", "/v1/replays").json()["replays"]
    shown = world.ask("member", "POST", f"{path}/publish").json()
    listed = world.ask("courier", "GET", "/v1/replays").json()["replays"]
    mine = world.ask("courier", "GET", path).json()["result"]["policies"]
    everybodys = world.ask("dispatcher", "GET", path).json()["result"]["policies"]

    assert (early.status_code, hidden.status_code, none) == (409, 404, [])
    assert hidden.content == world.ask("courier", "GET", "/v1/replays/nothing").content
    assert shown["published_at"] is not None
    assert [one["titles"] for one in listed] == [["Rules in force", shown["titles"][1]]]
    assert [[row["courier"] for row in one["couriers"]] for one in mine] == [
        [world.home.couriers[0]]
    ] * 2
    assert [len(one["couriers"]) for one in everybodys] == [2, 2]
