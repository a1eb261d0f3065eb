"""``python -m tools.npm run check``: npm in the front-ends' folder, with a Node.js that fits."""

from __future__ import annotations

import os
import subprocess
import sys

from tools.setup.node import path_with_node
from tools.setup.steps import SetupError, say
from tools.setup.web import WEB


def main(arguments: list[str]) -> int:
    """Run npm with the arguments and return its exit code; nothing to do without a front-end."""
    if not (WEB / "package.json").is_file():
        say("api/web has no package.json: no front-end to run npm for.")
        return 0
    try:
        env = dict(os.environ) | {"PATH": path_with_node()}
    except SetupError as error:
        say(str(error))
        return 1
    return subprocess.run(["npm", *arguments], cwd=WEB, env=env, check=False).returncode  # noqa: S607 - the PATH was just made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
