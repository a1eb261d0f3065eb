"""The command line: help, wrong input, interruption."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import typer
from typer.main import get_command

from api.cli import Streams, run
from api.cli.app import make_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def call(*arguments: str) -> tuple[int, str, str]:
    """Run a command in this process; give its code, output and errors."""
    out, err = io.StringIO(), io.StringIO()
    code = run(arguments, Streams(out=out, err=err))
    return code, out.getvalue(), err.getvalue()


def commands() -> Iterator[tuple[str, ...]]:
    """Give the words of every command."""
    top = get_command(make_app())
    assert isinstance(top, typer.core.TyperGroup)
    for name, command in top.commands.items():
        if isinstance(command, typer.core.TyperGroup):
            yield from ((name, inner) for inner in command.commands)
        else:
            yield (name,)


@pytest.mark.parametrize("words", tuple(commands()), ids=" ".join)
def test_every_command_explains_itself_with_an_example(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """`--help` ends well and shows how the command is called."""
    code, _, err = call(*words, "--help")

    shown = capsys.readouterr().out
    assert code == 0
    assert err == ""
    assert "Example:" in shown
    assert f"commonwheel {' '.join(words)}" in shown.split("Example:")[1]


def test_examples_keep_their_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Each example stands on a line of its own, to be copied, without the mark of docstrings."""
    _, out, _ = call("overlay", "add", "--help")
    shown = out or capsys.readouterr().out

    examples = [line for line in shown.splitlines() if line.startswith("  commonwheel overlay")]
    assert len(examples) == 3
    assert "\\b" not in shown


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever types the name alone wants to know what there is."""
    code, _, _ = call()

    assert code == 0
    assert "Commands:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("fly",), "No such command 'fly'. See 'commonwheel --help'."),
        (("city",), "Missing command. See 'commonwheel city --help'."),
        (("city", "add"), "Missing argument 'NAME'. See 'commonwheel city add --help'."),
        (("solve", "x", "--format", "dimacs"), "'lilim', 'sartori', 'vroom'"),
        (("solve", "x", "--format", "lilim", "--seed", "-1"), "greater than or equal to 0"),
        (("solve", "missing.txt", "--format", "lilim"), "No such file or directory (missing.txt)."),
        (("city", "add", "Porto!"), "lower-case letters"),
        (("city", "add", "porto", "--bbox", "1,2,3"), "four numbers S,W,N,E"),
        (("city", "add", "porto", "--bbox", "2,1,1,2"), "S < N"),
        (("city", "add", "porto", "--bbox", "1,1,2,2", "--place", "Porto"), "Expected one of"),
        (("city", "add", "porto", "--pbf", "missing.osm.pbf"), "missing.osm.pbf"),
        (("city", "show", "nowhere"), "nowhere"),
        (("audit", "verify", "--store", "mysql://x"), "sqlite:///PATH"),
        (("coop", "list", "--json", "--store", "sqlite:////no/such/folder/x"), "/no/such/folder"),
    ],
)
def test_wrong_input_ends_with_code_2_and_one_line_that_says_what_was_expected(
    arguments: tuple[str, ...],
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No traceback, no box, nothing on stdout, whether JSON was asked for or not."""
    monkeypatch.chdir(tmp_path)

    code, out, err = call(*arguments)

    assert code == 2
    assert out == ""
    assert err.startswith("commonwheel: ")
    assert err.count("\n") == 1
    assert expected in err
    assert "Traceback" not in err


def test_a_variable_of_ours_that_means_nothing_is_wrong_input(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A misspelt setting would otherwise be ignored without a word."""
    monkeypatch.setenv("COMMONWHEEL_CITY_DIR", "x")

    code, _, err = call("city", "list")

    assert code == 2
    assert "COMMONWHEEL_CITY_DIR" in err


def test_control_c_ends_with_code_130_and_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """130 is 128 and the number of SIGINT, as shells expect it."""

    def interrupt(_directory: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("scenarios.city.known_cities", interrupt)

    code, out, err = call("city", "list", "--cities-dir", "x")

    assert (code, out, err) == (130, "", "commonwheel: stopped.\n")


def test_help_imports_nothing_heavy() -> None:
    """The help answers at once because solvers, maps and servers stay out of it."""
    program = (
        "import sys; from api.cli import Streams, run;"
        "run(['--help'], Streams(out=sys.stdout, err=sys.stderr));"
        "heavy = {'ortools', 'numpy', 'fastapi', 'sqlalchemy', 'osmium', 'osmnx', 'shapely'};"
        "sys.exit(f'imported {heavy & set(sys.modules)}' if heavy & set(sys.modules) else 0)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
