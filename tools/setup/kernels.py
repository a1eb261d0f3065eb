"""The inner loops of search and streets, compiled once so that nobody waits for them later."""

from __future__ import annotations

from tools.setup.python_packages import REQUIREMENTS, VENV_PYTHON
from tools.setup.shell import run_quietly
from tools.setup.steps import ROOT, Step, digest_of

KERNELS = (
    ROOT / "routing" / "solvers" / "ruin_recreate",
    ROOT / "routing" / "streets" / "hierarchy",
)


def kernels_step() -> Step:
    """Return the step that compiles the kernels for this machine."""
    source = [*(file for folder in KERNELS for file in sorted(folder.glob("*.py")))]
    source += [ROOT / "routing" / name for name in ("kernel.py", "warm.py")]
    return Step(
        name="kernels",
        title="search and streets, compiled",
        inputs=digest_of([str(ROOT)], [*source, REQUIREMENTS / "run.txt"]),
        outputs=(),
        run=_compile,
    )


def _compile() -> None:
    """Compile; what is imported on the way is kept as bytecode, whatever the environment says."""
    run_quietly(
        [VENV_PYTHON, "-m", "routing.warm"],
        failure="The kernels of search and streets could not be compiled.",
        env={"PYTHONDONTWRITEBYTECODE": ""},
    )
