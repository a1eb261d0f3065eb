"""The documentation knows every command."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from typer.main import get_command

from api.cli.app import make_app

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).resolve().parents[1] / "docs" / "commands.md"


def paths_below(command: object, path: str) -> Iterator[str]:
    """Yield the full name of every command below one, or its own when it has none."""
    below = getattr(command, "commands", None)
    if below is None:
        yield path
        return
    for name, each in below.items():
        yield from paths_below(each, f"{path} {name}")


def test_each_command_has_a_heading() -> None:
    """Whoever runs an installation finds each command explained in plain words."""
    headings = set(re.findall(r"(?m)^### `([^`]+)`$", PAGE.read_text()))

    assert headings == set(paths_below(get_command(make_app()), "commonwheel"))
