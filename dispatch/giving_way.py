"""Planning gives way: a process that searches for plans is no hurry for those who ask."""

from __future__ import annotations

import os
from typing import Final

NICENESS: Final = 10
"""How much less a planning process insists on its turn, as `nice` counts."""


def give_way() -> None:
    """Let processes that answer requests go first, from now on in this one."""
    os.nice(NICENESS)
