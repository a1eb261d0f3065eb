"""The compiled search does what its source says, with every index checked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.search_rounds import lines

ROOT = Path(__file__).resolve().parents[2]


def test_compiled_rounds_are_those_of_plain_python() -> None:
    """Days with every feature, searched in both modes; uncompiled, numpy checks each index."""
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, "-m", "tests.search_rounds"]

    plain = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )

    assert plain.stdout.splitlines() == list(lines())
