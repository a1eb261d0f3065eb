"""Command line of the set-up: ``python -m tools.setup demo|check|test|bench``."""

from __future__ import annotations

import sys

OLDEST_PYTHON = (3, 11)

if __name__ == "__main__":
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            "set-up: expected Python 3.11 or newer, got "
            f"{sys.version.split()[0]}; choose another one with make PYTHON=python3.11."
        )
    from tools.setup.run import main

    sys.exit(main(sys.argv[1:]))
