"""What is there when a server starts is looked through no more, and cycles still go."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest

from api.calm_memory import YOUNG, settle

if TYPE_CHECKING:
    from collections.abc import Iterator


class Node:
    """Something that may refer to itself."""

    itself: Node


@pytest.fixture
def usual_collection() -> Iterator[None]:
    """Put the collector back as it was."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.mark.usefixtures("usual_collection")
def test_what_is_old_is_set_aside_and_later_cycles_are_collected() -> None:
    """The list made before is tracked no longer; a cycle made after goes with a collection."""
    old = [Node()]
    settle()

    node = Node()
    node.itself = node
    gone = weakref.ref(node)
    del node
    gc.collect()

    assert not any(one is old for one in gc.get_objects())
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold()[0] == YOUNG
    assert gone() is None
