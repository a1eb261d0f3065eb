"""The front-ends: their packages, and their build that the API serves."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tools.setup.node import path_with_node
from tools.setup.shell import run_quietly
from tools.setup.steps import ROOT, Step, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WEB = ROOT / "api" / "web"
NETWORK = "The first set-up needs a network that reaches an npm registry."
MADE = {"node_modules", "dist", "coverage", "test-results", ".vite"}


def web_steps(*, is_built: bool) -> tuple[Step, ...]:
    """Return the steps that install the front-ends' packages and, if wanted, build them."""
    manifest, lock = WEB / "package.json", WEB / "package-lock.json"
    if not manifest.is_file():
        return ()
    install = Step(
        name="web-packages",
        title="front-end packages (npm ci)",
        inputs=digest_of([str(ROOT)], [manifest, lock]),
        outputs=(WEB / "node_modules",),
        run=lambda: _npm("ci", "--no-audit", "--no-fund", hint=NETWORK),
    )
    if not is_built:
        return (install,)
    build = Step(
        name="web-build",
        title="front-ends (npm run build)",
        inputs=digest_of([install.inputs], sorted(_sources(WEB))),
        outputs=(WEB / "dist",),
        run=lambda: _npm("run", "build", hint="Its sources do not build:"),
    )
    return install, build


def _sources(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name in MADE:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _sources(folder / entry.name)
            elif entry.is_file():
                yield folder / entry.name


def _npm(*arguments: str, hint: str) -> None:
    run_quietly(
        ["npm", *arguments],
        failure=f"npm {' '.join(arguments)} failed in api/web. {hint}",
        cwd=WEB,
        env={"PATH": path_with_node(), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1"},
    )
