"""`commonwheel solve` on small files of our own."""

from __future__ import annotations

import io
import json
import signal
from typing import TYPE_CHECKING

import pytest

from api.cli import Streams, run

if TYPE_CHECKING:
    from pathlib import Path

# Two vehicles of capacity 10; one pair from (0, 3) to (4, 3) around the depot at (0, 0).
LILIM = """2 10 1
0 0 0 0 0 1000 0 0 0
1 0 3 5 0 1000 10 0 2
2 4 3 -5 0 1000 10 1 0
"""


def call(*arguments: str) -> tuple[int, str, str]:
    """Run a command in this process; give its code, output and errors."""
    out, err = io.StringIO(), io.StringIO()
    code = run(arguments, Streams(out=out, err=err))
    return code, out.getvalue(), err.getvalue()


def test_a_li_lim_file_is_solved_and_reported_in_its_own_names(tmp_path: Path) -> None:
    """The one route is 0 - 1 - 2 - 0: a triangle of 3 + 4 + 5 = 12."""
    file = tmp_path / "triangle.txt"
    file.write_text(LILIM, encoding="utf-8")

    code, out, err = call(
        "solve", str(file), "--format", "lilim", "--iterations", "5", "--seed", "1", "--json"
    )

    facts = json.loads(out)
    assert (code, err) == (0, "")
    assert (facts["feasible"], facts["vehicles"], facts["distance"]) == (True, 1, 12.0)
    assert (facts["routes"], facts["unassigned"]) == ([[1, 2]], [])


class PressingTerminal(io.StringIO):
    """A terminal at which somebody presses Ctrl-C once the bar shows."""

    has_pressed = False

    def isatty(self) -> bool:
        """Be a terminal."""
        return True

    def write(self, text: str) -> int:
        """Press Ctrl-C."""
        if not self.has_pressed and "Solving" in text:
            self.has_pressed = True
            signal.raise_signal(signal.SIGINT)
        return super().write(text)


def test_ctrl_c_ends_the_search_and_prints_the_best_plan_so_far(tmp_path: Path) -> None:
    """Ten minutes were asked for: the plan is printed all the same, the code says why so soon."""
    file = tmp_path / "triangle.txt"
    file.write_text(LILIM, encoding="utf-8")
    out, err = io.StringIO(), PressingTerminal()

    code = run(
        ["solve", str(file), "--format", "lilim", "--seconds", "600", "--json"],
        Streams(out=out, err=err),
    )

    facts = json.loads(out.getvalue())
    assert code == 130
    assert (facts["feasible"], facts["distance"]) == (True, 12.0)
    assert facts["seconds"] < 600
    assert "/600" in err.getvalue()
    assert "stopped." in err.getvalue()


def test_people_get_one_fact_per_line(tmp_path: Path) -> None:
    """Without --json the same facts stand in a list."""
    file = tmp_path / "triangle.txt"
    file.write_text(LILIM, encoding="utf-8")

    code, out, _ = call("solve", str(file), "--format", "lilim", "--iterations", "5")

    assert code == 0
    assert "1: [1, 2]" in out


@pytest.mark.parametrize(
    ("content", "form", "expected"),
    [
        ("2 10 1\n0 0 0 0 0 1000 0 0\n", "lilim", "line 2"),
        ("NAME: x\n", "sartori", "NODES"),
        ('{"vehicles": 3}', "vroom", "vehicles"),
        ("{", "vroom", "JSON"),
        ("", "lilim", "Expected"),
    ],
)
def test_a_broken_file_is_refused_with_its_name_and_the_place(
    tmp_path: Path, content: str, form: str, expected: str
) -> None:
    """Code 2 and one line that names the file, where in it, and what was expected."""
    file = tmp_path / "broken.txt"
    file.write_text(content, encoding="utf-8")

    code, out, err = call("solve", str(file), "--format", form, "--json")

    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "broken.txt" in err
    assert expected in err


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """A picture is no instance."""
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG\xff\xfe")

    code, _, err = call("solve", str(file), "--format", "lilim")

    assert code == 2
    assert "UTF-8" in err
