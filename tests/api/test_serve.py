"""Serving from a program: a free port, a taken one, a whole installation with its planner."""

from __future__ import annotations

import shutil
import socket
from typing import TYPE_CHECKING

import httpx
import pytest

from api.app import Options
from api.serve import load_cities, planning, run_app, serving
from dispatch.cached_streets import CachedStreets
from dispatch.worker import Worker
from routing.problem import Budget
from tests.api_world import HOME, Installation, open_app

if TYPE_CHECKING:
    from pathlib import Path


def test_a_taken_address_is_said_in_one_sentence(
    installation: Installation,
    tmp_path: Path,
) -> None:
    """No traceback of a server: what was expected, and where."""
    with open_app(installation, tmp_path) as (_, app, _), socket.create_server(("", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(ValueError, match=f"Expected a free address to listen on, got .*{port}"):
            run_app(app, host="0.0.0.0", port=port)  # noqa: S104 - taken, so nothing listens there


def test_cities_go_by_the_name_of_their_directory(
    installation: Installation,
    tmp_path: Path,
) -> None:
    """As co-ops name them, whatever the city calls itself."""
    shutil.copytree(installation.directory / "grid", tmp_path / "other-name")

    cities = load_cities(tmp_path)

    assert list(cities) == ["other-name"]
    assert load_cities(tmp_path / "nothing") == {}


def test_an_order_is_on_a_route_soon_after_it_was_placed(
    installation: Installation,
    tmp_path: Path,
) -> None:
    """Over a real port, with the planner beside it: placed, heard, planned, published."""
    key = {"authorization": f"Bearer {installation.secrets[(HOME, 'dispatcher')]}"}
    home = installation.homes[HOME]
    body = {
        "delivery": {"address": "Elm Street 3"},
        "parcels": [{"weight_g": 500}],
        "storefront_id": home.storefronts[0],
    }
    options = Options(rate=None, pages=tmp_path, interval_s=0.1)
    with open_app(installation, tmp_path, options) as (store, app, moment), serving(app) as url:
        streets = CachedStreets(installation.city)
        worker = Worker(
            store,
            lambda _coop: streets,
            clock=lambda: moment[0],
            budget=Budget(iterations=20),
            seed=1,
        )
        live = httpx.stream("GET", f"{url}/v1/live", headers=key, timeout=30)
        with planning(worker), live as response:
            order = httpx.post(f"{url}/v1/orders", json=body, headers=key).json()
            for line in response.iter_lines():
                if line == "event: plan.published":
                    break
            day = httpx.get(f"{url}/v1/days/{order['day']}", headers=key).json()

    holders = [
        route["courier_id"]
        for route in day["plan"]["routes"]
        if any(stop["order_id"] == order["id"] for stop in route["stops"])
    ]
    assert day["plan"]["version"] > 1
    assert len(holders) == 1
