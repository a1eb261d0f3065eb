"""Coroutines run to their end, whatever else runs in the thread that asks."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

T = TypeVar("T")


def run_alone(work: Coroutine[object, object, T]) -> T:
    """Run it in a thread of its own; an open browser's loop goes on in the thread of the tests."""
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(asyncio.run, work).result()
