"""What only tests need from the system: a browser, Redis and PostgreSQL."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tools.setup.shell import run_quietly
from tools.setup.steps import SetupError, say

PROGRAMS = {"chromium": "chromium", "redis-server": "redis-server", "postgres": "postgresql"}
ENV = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}


def ensure_servers() -> None:
    """Install what is missing, or say what to install when this user may not.

    Raises
    ------
    SetupError
        When something is missing under CI, where no test may be skipped.
    """
    missing = _missing()
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        packages = [PROGRAMS[name] for name in missing]
        if "chromium" in packages:
            packages.append("fonts-liberation")
        say(f"system packages {', '.join(packages)} ...")
        failure = "apt-get could not install what the tests need."
        run_quietly(["apt-get", "update", "--quiet"], failure=failure, env=ENV)
        flags = ["--yes", "--quiet", "--no-install-recommends"]
        run_quietly(["apt-get", "install", *flags, *packages], failure=failure, env=ENV)
        missing = _missing()
    if missing:
        names = ", ".join(PROGRAMS[name] for name in missing)
        msg = f"tests that need {names} are skipped: install it to run them."
        if os.environ.get("CI"):
            raise SetupError(msg)
        say(msg)


def _missing() -> list[str]:
    return [name for name in PROGRAMS if not _is_installed(name)]


def _is_installed(name: str) -> bool:
    if name == "postgres":
        debian = Path("/usr/lib/postgresql").glob("*/bin/postgres")
        return shutil.which(name) is not None or any(debian)
    return any(shutil.which(each) for each in (name, f"{name}-browser"))
