"""The command line: `commonwheel`. Commands are thin; what they run lies in the packages."""

import signal
import sys
from types import FrameType

from api.cli.outcome import Stopped, Streams, run

SHELL_OFFSET = 128
"""What shells add to the number of the signal that ended a program."""


def main() -> None:
    """Run the command of this process and leave with its exit code."""
    signal.signal(signal.SIGTERM, _stop)
    sys.exit(run(sys.argv[1:], Streams(out=sys.stdout, err=sys.stderr)))


def _stop(number: int, _frame: FrameType | None) -> None:
    raise Stopped(SHELL_OFFSET + number)


__all__ = ["Streams", "main", "run"]
