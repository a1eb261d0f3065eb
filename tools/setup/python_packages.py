"""The virtual environment and what is installed in it, from hashed requirements."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from tools.setup import apt
from tools.setup.shell import run_quietly
from tools.setup.steps import ROOT, STATE, Step, digest_of, is_done

if TYPE_CHECKING:
    from pathlib import Path

REQUIREMENTS = ROOT / "requirements"
PYTHON = os.path.realpath(sys.executable)  # also when make runs inside an environment
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
UV_HOME = STATE / "uv"
UV = UV_HOME / "bin" / "uv"
NETWORK = "The first set-up needs a network that reaches a Python package index."


def uv_env() -> dict[str, str]:
    """Return uv's settings: no Python of its own, the system's certificates, pip's index."""
    env = {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1", "UV_SYSTEM_CERTS": "1"}
    index = os.environ.get("PIP_INDEX_URL")
    return env | {"UV_DEFAULT_INDEX": index} if index else env


def uv_step() -> Step:
    """Return the step that installs uv, which installs everything else."""
    lock = REQUIREMENTS / "uv.txt"
    return Step(
        name="uv",
        title="the installer (uv)",
        inputs=digest_of([PYTHON], [lock]),
        outputs=(UV,),
        run=_install_uv,
    )


def packages_step(profile: str) -> Step:
    """Return the step that installs the packages of a profile, ``run`` or ``dev``.

    Once the development packages are in, a plain run keeps them instead of
    taking them out again.
    """
    development = _packages_step("dev")
    if profile == "dev" or is_done(development):
        return development
    return _packages_step("run")


def peers_step() -> Step:
    """Return the step that adds the engines that benchmarks compare with."""
    lock = REQUIREMENTS / "bench.txt"
    library = VENV / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    return Step(
        name="peers",
        title="engines to compare with",
        inputs=digest_of(
            [str(ROOT), PYTHON, sys.version],
            [lock, REQUIREMENTS / "dev.txt", ROOT / "pyproject.toml"],
        ),
        outputs=(library / "site-packages" / "pyvrp",),
        run=lambda: _install_peers(lock),
    )


def _packages_step(profile: str) -> Step:
    lock = REQUIREMENTS / f"{profile}.txt"
    return Step(
        name="packages",
        title=f"Python packages ({profile})",
        inputs=digest_of(
            [str(ROOT), PYTHON, sys.version, profile],
            [lock, ROOT / "pyproject.toml"],
        ),
        outputs=(VENV_PYTHON, VENV / "bin" / "commonwheel"),
        run=lambda: _install_packages(profile),
    )


def _install_uv() -> None:
    shutil.rmtree(UV_HOME, ignore_errors=True)
    arguments = ["--quiet", "--require-hashes", "--only-binary=:all:", "--target", str(UV_HOME)]
    lock = ["--requirement", str(REQUIREMENTS / "uv.txt")]
    python = _python_with_pip()
    run_quietly(
        [python, "-m", "pip", "install", "--disable-pip-version-check", *arguments, *lock],
        failure=f"pip could not install uv. {NETWORK}",
    )


def _python_with_pip() -> str:
    """Return a Python that has pip: this one, or one of a throw-away environment."""
    if _works([PYTHON, "-m", "pip", "--version"]):
        return PYTHON
    bootstrap = STATE / "pip"
    make = [PYTHON, "-m", "venv", "--clear", str(bootstrap)]
    if not _works(make):
        if apt.may_install():
            apt.install(["python3-venv"])
        run_quietly(
            make, failure="This Python has neither pip nor ensurepip: install python3-venv."
        )
    return str(bootstrap / "bin" / "python")


def _works(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _install_packages(profile: str) -> None:
    env = uv_env() | {"VIRTUAL_ENV": str(VENV)}
    failure = f"uv could not install the Python packages. {NETWORK}"
    if not os.access(VENV_PYTHON, os.X_OK):
        command = [UV, "venv", "--clear", "--quiet", "--python", PYTHON, VENV]
        run_quietly(command, failure="uv could not make .venv.", env=env)
    lock = REQUIREMENTS / f"{profile}.txt"
    sync = [UV, "pip", "sync", "--python", VENV_PYTHON, "--require-hashes", lock]
    run_quietly(sync, failure=failure, env=env)
    project = ["--no-deps", "--no-build-isolation", "--editable", ROOT]
    install = [UV, "pip", "install", "--python", VENV_PYTHON, *project]
    run_quietly(install, failure=failure, env=env)


def _install_peers(lock: Path) -> None:
    run_quietly(
        [UV, "pip", "install", "--python", VENV_PYTHON, "--require-hashes", "--requirements", lock],
        failure=f"uv could not install the engines to compare with. {NETWORK}",
        env=uv_env() | {"VIRTUAL_ENV": str(VENV)},
    )
