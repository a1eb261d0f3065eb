"""What tests of the API may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api_world import Installation, World, build, open_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Return a made city with two planned co-ops, built once."""
    return build(tmp_path_factory.mktemp("installation"))


@pytest.fixture
def world(installation: Installation, tmp_path: Path) -> Iterator[World]:
    """Return a served copy that the test may change."""
    with open_world(installation, tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def quiet_world(
    installation: Installation,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """Return a served copy that the tests of a module share: they must not depend on changes."""
    with open_world(installation, tmp_path_factory.mktemp("world")) as opened:
        yield opened
