"""Co-ops on a plain, in stores of their own, for the tests of use cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.dispatch_plans import publish
from tests.dispatch_world import World, at, opened_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dispatch.model import Order


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Return the address of a store that is a file."""
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def either_url(request: pytest.FixtureRequest) -> str:
    """Return the address of a store of either kind."""
    kind = {"sqlite": "sqlite_url", "postgres": "postgres_database_url"}[request.param]
    return str(request.getfixturevalue(kind))


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op with Ada, whose shift is from 9 to 17."""
    with opened_world(sqlite_url, "ada") as made:
        yield made


@pytest.fixture
def order(world: World) -> Order:
    """Return an order 2 km east of the shop that is Ada's in the published plan."""
    placed = world.order(7000, 5000, between=(at(9), at(12)))
    publish(world)
    return placed
