"""Hashed requirements: ``python -m tools.locks make`` writes them, ``check`` finds stale ones.

Each file names the digest of the part of ``pyproject.toml`` that it was made from, so that
the check needs no network.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tomllib
from dataclasses import dataclass

from tools.setup.python_packages import REQUIREMENTS, UV, uv_env, uv_step
from tools.setup.shell import run_quietly
from tools.setup.steps import ROOT, SetupError, ensure, say

OLDEST_PYTHON = "3.11"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """One requirements file and what it is made from.

    Attributes
    ----------
    name
        Name of the file without its ending.
    groups
        Dependency groups it holds.
    is_with_project
        Whether it holds the dependencies of the project itself too.
    flags
        Further arguments of the resolver.
    """

    name: str
    groups: tuple[str, ...]
    is_with_project: bool = False
    flags: tuple[str, ...] = ()


LOCKS = (
    Lock(name="run", groups=("build",), is_with_project=True),
    Lock(
        name="dev",
        groups=("build", "dev"),
        is_with_project=True,
        flags=("--constraint", "requirements/run.txt"),
    ),
    Lock(name="bench", groups=("bench",), flags=("--constraint", "requirements/dev.txt")),
    Lock(name="uv", groups=("uv",)),
    Lock(name="node", groups=("node",)),
    Lock(name="extract", groups=("extract",), flags=("--no-deps",)),
)


def header(lock: Lock) -> str:
    """Return the first line of the lock's file, which names what it is made from."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {name: project["dependency-groups"][name] for name in lock.groups}
    if lock.is_with_project:
        wanted["project"] = project["project"]["dependencies"]
        wanted["requires-python"] = project["project"]["requires-python"]
    digest = hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()
    return f"# Made by make lock from pyproject.toml, dependencies {digest[:16]}\n"


def stale_locks() -> tuple[str, ...]:
    """Return the names of the files that were made from other dependencies than today's."""
    names = []
    for lock in LOCKS:
        path = REQUIREMENTS / f"{lock.name}.txt"
        if not path.is_file() or not path.read_text().startswith(header(lock)):
            names.append(f"requirements/{lock.name}.txt")
    return tuple(names)


def make_lock(lock: Lock, extra: list[str]) -> None:
    """Resolve the lock's dependencies and write its file; pinned versions stay if they fit."""
    path = REQUIREMENTS / f"{lock.name}.txt"
    source = (ROOT / "pyproject.toml").name
    groups = [word for name in lock.groups for word in ("--group", name)]
    flags = ["--generate-hashes", "--no-header", "--no-annotate", "--universal", "--quiet"]
    command = [UV, "pip", "compile", *groups, *flags, *lock.flags, *extra]
    if lock.is_with_project:
        command.append(source)
    run_quietly(
        [*command, "--python-version", OLDEST_PYTHON, "--output-file", path],
        failure=f"uv could not resolve requirements/{lock.name}.txt.",
        env=uv_env(),
    )
    path.write_text(header(lock) + path.read_text())


def main(arguments: list[str]) -> int:
    """Make or check the locks and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.locks", description=__doc__)
    parser.add_argument("action", choices=("make", "check"))
    action, extra = parser.parse_known_args(arguments)
    if action.action == "check":
        stale = stale_locks()
        if stale:
            say(f"{', '.join(stale)}: pyproject.toml has changed since; run make lock.")
        return 1 if stale else 0
    REQUIREMENTS.mkdir(exist_ok=True)
    try:
        ensure(uv_step())
        for lock in LOCKS:
            make_lock(lock, extra)
    except SetupError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
