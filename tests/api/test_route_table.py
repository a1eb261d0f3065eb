"""Every route is declared once, in one table, with who is admitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI

from api.auth import Gate
from api.shared_limits import OwnBuckets
from api.table import routes

if TYPE_CHECKING:
    from tests.api_world import World


def test_every_served_route_is_in_the_table(quiet_world: World) -> None:
    """A route that somebody adds beside the table would have no admission."""
    served = {(next(iter(one.methods)), one.path) for one in quiet_world.app.routes}  # type: ignore[attr-defined]  # all are routes

    assert served == {(one.method, one.path) for one in routes()}


def test_a_route_beside_the_table_stops_the_start(quiet_world: World) -> None:
    """The gate looks at the application before it serves."""

    async def forgotten() -> dict[str, str]:
        return {}

    app = FastAPI()
    app.add_api_route("/v1/forgotten", forgotten)
    gate = Gate(quiet_world.app.state.services, routes(), limiter=None, buckets=OwnBuckets())

    with pytest.raises(ValueError, match="Expected every route in the table"):
        gate.check(app)


def test_a_route_that_is_declared_twice_stops_the_start(quiet_world: World) -> None:
    """Two admissions for one route would be a guess."""
    (first, *_) = routes()

    with pytest.raises(ValueError, match="Expected each route once"):
        Gate(quiet_world.app.state.services, (first, first), limiter=None, buckets=OwnBuckets())
