"""The played day: storefronts, couriers, planner and pages, from morning to night."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from dispatch.cached_streets import CachedStreets
from dispatch.model import OrderState, ShiftState
from dispatch.store import open_store
from dispatch.worker import Outcome, Worker
from routing.problem import Budget
from routing.streets.facts import FORMAT
from scenarios.calendar import moment_of
from scenarios.city import addresses_of
from scenarios.demo_city import open_or_add
from scenarios.founding import found
from scenarios.grid import grid_city
from scenarios.library import draw_day, library
from scenarios.player import Player
from scenarios.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dispatch.store import Store

STEP = timedelta(minutes=10)
SEED = 1


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """Store a made map."""
    file = tmp_path / "grid.osm"
    file.write_text(grid_city(seed=1), encoding="utf-8")
    return file


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open a store that is thrown away."""
    opened = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    yield opened
    opened.close()


def test_a_whole_day_is_ordered_planned_and_delivered(
    store: Store, extract: Path, tmp_path: Path
) -> None:
    """Planner and players share only the store and a clock that goes on by ten minutes.

    Of 36 orders two are impossible on purpose; every other one ends delivered, or failed at a
    closed door. No report contradicts another, every shift is begun and ended, and the chain
    of events is whole.
    """
    city, streets = open_or_add(
        extract,
        cities=tmp_path / "cities",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        on_progress=lambda _step, _share: None,
    )
    scenario = library()["small"]
    addresses = addresses_of(streets, num_addresses=260, seed=SEED)
    script = draw_day(scenario, addresses, seed=SEED)
    scene = Scene(store=store, city=city, streets=CachedStreets(streets))
    founded = found(store, script, city=city)
    player = Player(scene, founded, script)
    now = moment_of(founded.coop, scenario.day, timedelta(hours=7, minutes=30))
    end = moment_of(founded.coop, scenario.day, timedelta(hours=23, minutes=45))
    worker = Worker(
        store,
        lambda _coop: scene.streets,
        clock=lambda: now,
        budget=Budget(iterations=6),
        seed=SEED,
    )
    deeds: Counter[Outcome] = Counter()

    while now < end:
        player.tick(now)
        deeds.update(deed.outcome for deed in worker.run_once())
        now += STEP

    with store.read(founded.coop.id) as tx:
        states = Counter(order.state for order in tx.orders.of_day(scenario.day))
        shifts = tx.shifts.of_day(scenario.day)
        conflicts = tx.reports.conflicts()
        broken = tx.events.verify_chain()
    assert states.total() == 36
    assert states[OrderState.PLACED] == 2
    assert states[OrderState.DELIVERED] + states[OrderState.FAILED] == 34
    assert states[OrderState.FAILED] <= 2
    assert conflicts == ()
    assert {shift.state for shift in shifts} == {ShiftState.ENDED}
    assert broken is None
    assert deeds[Outcome.PUBLISHED] > 5
    assert deeds[Outcome.FAILED] == 0


def test_the_command_serves_the_day_and_ends_cleanly(extract: Path, tmp_path: Path) -> None:
    """Links sign in to the pages, the plan of the morning is there, SIGINT ends with 130."""
    command = [sys.executable, "-c", "from api.cli import main; main()", "demo"]
    options = ["--scenario", "small", "--iterations", "2", "--port", "0", "--speed", "60"]
    places = ["--extract", str(extract), "--cities-dir", str(tmp_path / "cities")]
    data = ["--data", str(tmp_path / "data")]
    with subprocess.Popen(
        [*command, *options, *places, *data],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Ctrl-C"):
                break
        links = re.findall(r"http://\S+/sign-in/\S+", "".join(lines))
        roles, versions = [], []
        for link in links:
            with httpx.Client(base_url=link.split("/sign-in")[0], follow_redirects=True) as client:
                page = client.post(link)
                me = client.get("/v1/me").json()
                roles.append((me["role"], page.status_code, me["speed"]))
                if me["role"] == "dispatcher":
                    day = client.get(f"/v1/days/{me['now'][:10]}").json()
                    versions.append(day["plan"]["version"])

        process.send_signal(signal.SIGINT)
        errors = process.stderr.read()

    assert roles == [
        ("dispatcher", 200, 60.0),
        ("courier", 200, 60.0),
        ("courier", 200, 60.0),
        ("storefront", 200, 60.0),
    ]
    assert versions[0] >= 1
    assert (process.returncode, errors) == (130, "commonwheel: stopped.\n")
    assert (tmp_path / "data" / "demo.sqlite").is_file()


def test_a_city_of_another_version_is_built_again_beside_it(extract: Path, tmp_path: Path) -> None:
    """The name says file and format; what an older version left is neither opened nor touched."""
    known = {"cities": tmp_path / "cities", "created_at": datetime(2026, 1, 1, tzinfo=UTC)}
    name, _ = open_or_add(extract, on_progress=lambda _step, _share: None, **known)  # type: ignore[arg-type]  # a date and a path
    older = tmp_path / "cities" / name.removesuffix(f"-{FORMAT}")
    (tmp_path / "cities" / name).rename(older)

    again, city = open_or_add(extract, on_progress=lambda _step, _share: None, **known)  # type: ignore[arg-type]  # as above

    assert again == name
    assert city.directory != older
    assert (older / "city.json").is_file()
