"""What only tests need from the system: a browser, Redis and PostgreSQL."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tools.setup import apt
from tools.setup.steps import SetupError, say

PROGRAMS = {"chromium": "chromium", "redis-server": "redis-server", "postgres": "postgresql"}


def ensure_servers() -> None:
    """Install what is missing, or say what to install when this user may not.

    Raises
    ------
    SetupError
        When something is missing under CI, where no test may be skipped.
    """
    missing = _missing()
    if missing and apt.may_install():
        fonts = ["fonts-liberation"] if "chromium" in missing else []
        apt.install([PROGRAMS[name] for name in missing] + fonts)
        missing = _missing()
    if missing:
        names = ", ".join(PROGRAMS[name] for name in missing)
        if os.environ.get("CI"):
            msg = f"expected {names} to be installed: no test may be skipped where CI is set."
            raise SetupError(msg)
        say(f"tests that need {names} will be skipped; install it to run them.")


def _missing() -> list[str]:
    return [name for name in PROGRAMS if not _is_installed(name)]


def _is_installed(name: str) -> bool:
    if name == "postgres":
        debian = Path("/usr/lib/postgresql").glob("*/bin/postgres")
        return shutil.which(name) is not None or any(debian)
    return any(shutil.which(each) for each in (name, f"{name}-browser"))
