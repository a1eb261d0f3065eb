"""Set-up does what is needed, once, and goes on after an interruption."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.setup import steps
from tools.setup.steps import SetupError, Step, ensure

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that stands in for the repository and for its stamps."""
    monkeypatch.setattr(steps, "STATE", tmp_path)
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    return tmp_path


def counting_step(folder: Path, *, inputs: str) -> Step:
    """Return a step that appends a letter to its output each time it runs."""
    output = folder / "output"

    def run() -> None:
        output.write_text((output.read_text() if output.exists() else "") + "x")

    return Step(name="count", title="counting", inputs=inputs, outputs=(output,), run=run)


def test_a_step_runs_once_for_the_same_inputs(state: Path) -> None:
    """The stamp of the first run answers the second: one letter."""
    ensure(counting_step(state, inputs="a"))
    ensure(counting_step(state, inputs="a"))

    assert (state / "output").read_text() == "x"


def test_a_step_runs_again_when_its_inputs_change(state: Path) -> None:
    """The stamp names other inputs, so it says nothing: two letters."""
    ensure(counting_step(state, inputs="a"))
    ensure(counting_step(state, inputs="b"))

    assert (state / "output").read_text() == "xx"


def test_a_step_runs_again_when_its_output_is_gone(state: Path) -> None:
    """Somebody removed the output, so the stamp alone is worth nothing: one new letter."""
    ensure(counting_step(state, inputs="a"))
    (state / "output").unlink()

    ensure(counting_step(state, inputs="a"))

    assert (state / "output").read_text() == "x"


def test_an_interrupted_step_runs_again(state: Path) -> None:
    """The stamp of earlier inputs goes before the work begins, so a half-done step has none.

    The output of the first run is still there, and the inputs are the first run's again:
    only the missing stamp tells that what is there cannot be trusted.
    """
    ensure(counting_step(state, inputs="a"))

    def stop() -> None:
        raise KeyboardInterrupt

    half = Step(name="count", title="counting", inputs="b", outputs=(state / "output",), run=stop)
    with pytest.raises(KeyboardInterrupt):
        ensure(half)
    ensure(counting_step(state, inputs="a"))

    assert (state / "output").read_text() == "xx"


def test_a_step_without_its_output_is_an_error(state: Path) -> None:
    """A program can exit with 0 and still have made nothing; the person must hear of it."""
    step = Step(
        name="nothing", title="nothing", inputs="a", outputs=(state / "void",), run=lambda: None
    )

    with pytest.raises(SetupError, match="expected void to be there"):
        ensure(step)

    assert not (state / "nothing.stamp").exists()
