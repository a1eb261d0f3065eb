"""The command line: `commonwheel`. Commands are thin; what they run lies in the packages."""

import sys

from api.cli.outcome import Streams, run


def main() -> None:
    """Run the command of this process and leave with its exit code."""
    sys.exit(run(sys.argv[1:], Streams(out=sys.stdout, err=sys.stderr)))


__all__ = ["Streams", "main", "run"]
