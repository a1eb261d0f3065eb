"""The made city that stands in for a map."""

from xml.etree import ElementTree as ET

import pytest

from scenarios.grid import grid_city


def test_a_grid_has_streets_crossings_and_two_houses_per_block() -> None:
    """3 x 4 streets: 12 crossings, 7 ways, and 2 houses in each of 3 x 3 + 4 x 2 blocks."""
    document = grid_city(num_rows=3, num_columns=4, seed=1)

    root = ET.fromstring(document)  # noqa: S314 - our own document
    houses = [n for n in root.iter("node") if n.find("tag[@k='addr:street']") is not None]
    assert len(list(root.iter("way"))) == 7
    assert len(houses) == 2 * (3 * 3 + 4 * 2)
    assert len(list(root.iter("node"))) == 12 + len(houses)


def test_the_seed_bends_the_grid_and_nothing_else_does() -> None:
    """The same seed draws the same city."""
    assert grid_city(seed=1) == grid_city(seed=1)
    assert grid_city(seed=1) != grid_city(seed=2)


def test_a_grid_without_crossings_is_refused() -> None:
    """One row has no blocks in the other direction."""
    with pytest.raises(ValueError, match="Expected 2 to"):
        grid_city(num_rows=1)
