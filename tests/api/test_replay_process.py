"""A replay from the request to its result: in a process of its own, followed as it goes."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from api.app import Options
from api.errands import start_process
from tests.api_world import open_world

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api_world import Installation


def test_a_process_replays_the_co_ops_own_week_while_somebody_watches(
    installation: Installation, tmp_path: Path
) -> None:
    """One day with twelve orders in the week: seven days under each of two policies.

    The stream ends with the last step; the result stands beside the names of the couriers.
    """
    options = Options(rate=None, pages=tmp_path / "pages", interval_s=0.2)
    with open_world(installation, tmp_path, options, start_errand=start_process) as world:
        world.moment[0] += timedelta(days=1)
        wanted = {"policies": ["in_force", "pack:union"], "num_weeks": 1}
        made = world.ask("member", "POST", "/v1/replays", wanted).json()
        path = f"/v1/replays/{made['id']}"

        told = world.ask("member", "GET", f"{path}/progress").text
        full = world.ask("member", "GET", path).json()

    steps: list[dict[str, Any]] = [
        json.loads(line.removeprefix("data: "))
        for line in told.splitlines()
        if line.startswith("data: ")
    ]
    done = [step["num_done"] for step in steps]
    assert (steps[0]["state"], steps[-1]["state"]) == ("running", "done")
    assert done == sorted(done)
    assert done[-1] == steps[-1]["num_days"] == 14
    assert full["result"]["is_drawn"] is False
    assert [one["policy"] for one in full["result"]["policies"]] == wanted["policies"]
    for one in full["result"]["policies"]:
        assert one["orders"] >= 1
        assert len(one["gini_by_day"]) == 7
        assert all(row["name"] != row["courier"] for row in one["couriers"])
