"""Which steps a command needs, one set-up at a time."""

from __future__ import annotations

import argparse
import fcntl
from typing import TYPE_CHECKING

from tools.setup.extract import extract_step
from tools.setup.kernels import kernels_step
from tools.setup.python_packages import packages_step, peers_step, uv_step
from tools.setup.servers import ensure_servers
from tools.setup.steps import STATE, SetupError, ensure, say
from tools.setup.web import web_steps

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Set up what the named command needs and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.setup", description=__doc__)
    parser.add_argument("command", choices=("demo", "check", "test", "bench"))
    command = parser.parse_args(arguments).command
    STATE.mkdir(exist_ok=True)
    with (STATE / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            _set_up(command)
        except SetupError as error:
            say(str(error))
            return 1
        except KeyboardInterrupt:
            say("interrupted; the same command goes on from here.")
            return 130
    return 0


def _set_up(command: str) -> None:
    ensure(uv_step())
    ensure(packages_step("run" if command == "demo" else "dev"))
    for step in web_steps(is_built=command != "check"):
        ensure(step)
    if command != "check":
        ensure(extract_step())
        ensure(kernels_step())
    if command == "bench":
        ensure(peers_step())
    if command == "test":
        ensure_servers()
