"""Running other programs, quietly unless they fail."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from tools.setup.steps import ROOT, SetupError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

NUM_LAST_LINES = 15


def run_quietly(
    command: Sequence[object],
    *,
    failure: str,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run a program to its end, keeping its output for the case that it fails.

    Parameters
    ----------
    command
        Program and arguments, strings or paths.
    failure
        First line of the error: what did not work and what would help.
    cwd
        Where to run it.
    env
        Variables set besides those of this process.

    Raises
    ------
    SetupError
        When the program is missing or exits with another code than 0.
    """
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env=dict(os.environ) | dict(env or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        msg = f"{failure}\n  {error}"
        raise SetupError(msg) from error
    if done.returncode != 0:
        lines = [line for line in done.stdout.splitlines() if line.strip()][-NUM_LAST_LINES:]
        msg = "\n  ".join([failure, *lines])
        raise SetupError(msg)
