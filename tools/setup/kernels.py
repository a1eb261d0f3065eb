"""The search's inner loops, compiled once so that nobody waits for them later."""

from __future__ import annotations

from tools.setup.python_packages import REQUIREMENTS, VENV_PYTHON
from tools.setup.shell import run_quietly
from tools.setup.steps import ROOT, Step, digest_of

KERNELS = ROOT / "routing" / "solvers" / "ruin_recreate"


def kernels_step() -> Step:
    """Return the step that compiles the kernels for this machine."""
    source = [*sorted(KERNELS.glob("*.py")), ROOT / "routing" / "kernel.py"]
    return Step(
        name="kernels",
        title="the search, compiled",
        inputs=digest_of([str(ROOT)], [*source, REQUIREMENTS / "run.txt"]),
        outputs=(),
        run=_compile,
    )


def _compile() -> None:
    run_quietly(
        [VENV_PYTHON, "-m", "routing.warm"], failure="The search's kernels could not be compiled."
    )
