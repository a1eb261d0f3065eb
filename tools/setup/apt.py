"""Debian's packages, where this user may install them."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from tools.setup.shell import run_quietly
from tools.setup.steps import say

if TYPE_CHECKING:
    from collections.abc import Sequence

ENV = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}


def may_install() -> bool:
    """Tell whether this is root on a machine with apt-get."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: Sequence[str]) -> None:
    """Install system packages and nothing that they only recommend."""
    names = ", ".join(packages)
    say(f"system packages {names} ...")
    failure = f"apt-get could not install {names}."
    run_quietly(["apt-get", "update", "--quiet"], failure=failure, env=ENV)
    flags = ["--yes", "--quiet", "--no-install-recommends"]
    run_quietly(["apt-get", "install", *flags, *packages], failure=failure, env=ENV)
